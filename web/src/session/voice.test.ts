import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Speech, type State, Voice } from "./voice";

/** A speech that says what it was given, and is told by the test how it went. */
class Stand implements Speech {
  said: string[] = [];
  has: State = "ready";
  tell: (told: string) => void = () => {};
  cancelled = 0;
  state = () => this.has;
  say = (text: string, _lang: string, _rate: number, tell: (told: string) => void) => {
    this.said.push(text);
    this.tell = tell;
  };
  cancel = () => void (this.cancelled += 1);
  onvoices = () => {};
}

let stand: Stand;
let voice: Voice;
beforeEach(() => {
  vi.useFakeTimers();
  stand = new Stand();
  voice = new Voice(stand, () => "en");
  voice.on = true;
});
afterEach(() => vi.useRealTimers());

describe("the voice", () => {
  it("reads lines one after another, and breaks off for a new screen", () => {
    voice.read(["one", "two", "three"]);
    stand.tell("start");
    stand.tell("end");
    expect(stand.said).toEqual(["one", "two"]);
    const old = stand.tell;
    voice.read(["next"]);
    old("interrupted");
    stand.tell("end");
    expect(stand.said).toEqual(["one", "two", "next"]);
    expect(voice.busy).toBe(false);
  });

  it("counts at once, over the last count, and leaves it to the tone while it reads", () => {
    voice.read(["line"]);
    expect(voice.count("1")).toBe(false);
    stand.tell("end");
    expect(voice.count("1")).toBe(true);
    expect(voice.count("and back")).toBe(true);
    expect(stand.said).toEqual(["line", "1", "and back"]);
  });

  it("is none once it failed, whichever way, so that tones take its place", () => {
    const told = vi.fn();
    voice.onstate = told;
    voice.read(["one", "two"]);
    stand.tell("synthesis-failed");
    expect([voice.state, voice.count("1"), told.mock.calls.length]).toEqual(["none", false, 1]);
    expect(stand.said).toEqual(["one"]);
    const silent = new Voice(stand, () => "en");
    silent.on = true;
    silent.read(["one"]);
    vi.advanceTimersByTime(6000);
    expect(silent.state).toBe("none");
  });

  it("waits for the first press where the browser does, and then says what it had to", () => {
    voice.read(["one", "two"]);
    stand.tell("not-allowed");
    expect([voice.state, voice.busy]).toEqual(["ready", false]);
    voice.wake();
    stand.tell("end");
    expect(stand.said).toEqual(["one", "one", "two"]);
  });

  it("says nothing when it is off, or when only voices of a server know the language", () => {
    voice.on = false;
    voice.read(["one"]);
    voice.on = true;
    stand.has = "remote";
    voice.read(["one"]);
    expect([stand.said, voice.count("1"), voice.state]).toEqual([[], false, "remote"]);
    expect(new Voice(undefined, () => "en").state).toBe("none");
  });
});
