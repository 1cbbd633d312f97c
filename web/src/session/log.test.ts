import { describe, expect, it } from "vitest";
import type { Event } from "../shared/contract";
import { wall } from "../shared/wall";
import { begin, play, type Input } from "./flow";
import { Log } from "./log";
import { sample } from "./sample";
import type { Standing } from "./standing";

function standing(over: Partial<Standing> = {}): Standing {
  return {
    id: "a".repeat(32), plan: sample, opened: 0, last: 0, at: 0, nextSeq: 0, step: 0, exercise: 0, state: "open", flow: begin(), ...over,
  };
}

/** A store that takes its time, and fails while `broken`. */
function store() {
  const kept: { event: Event; strict: boolean; running: unknown }[] = [];
  const self = {
    kept,
    broken: false,
    write: async (event: Event, running: unknown, strict: boolean) => {
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 2));
      if (self.broken) throw new DOMException("full", "QuotaExceededError");
      kept.push({ event, strict, running });
    },
  };
  return self;
}

const inputs: Input[] = [
  { do: "open", input: "keyboard", browser: "firefox", lacks: ["wake_lock"] },
  { do: "answer", question: "pain", value: 3 }, { do: "finish" }, { do: "stop", by: "escape" }, { do: "end" },
];

function playInto(log: Log, some: Input[], flow = begin()) {
  for (const input of some) {
    const at = log.now();
    const [next, bodies] = play(sample, flow, input, at);
    flow = next;
    log.add(bodies, flow, at);
  }
  return flow;
}

describe("the log", () => {
  it("numbers without gaps, in order, with time that never runs back, strict where a step ends", async () => {
    const disk = store();
    let clock = 5000;
    const steps = [3, -50, 8, 0, 2];
    const log = new Log(standing(), disk.write, () => (clock += steps[Math.floor(Math.random() * 5)]!));
    playInto(log, inputs);
    await log.flush();
    expect(disk.kept.map((k) => k.event.seq)).toEqual(disk.kept.map((_, i) => i));
    expect(disk.kept.at(-1)?.event.kind).toBe("closed");
    for (let i = 1; i < disk.kept.length; i++) {
      expect(disk.kept[i]!.event.at).toBeGreaterThanOrEqual(disk.kept[i - 1]!.event.at);
    }
    for (const { event, strict } of disk.kept) {
      expect(strict, event.kind).toBe(["opened", "step_ended", "stopped", "interrupted", "closed"].includes(event.kind));
    }
  });

  it("hands over everything at once when the page goes, behind a write under way too, and nothing twice", async () => {
    const asked: number[] = [];
    const finish: (() => void)[] = [];
    const log = new Log(standing(), (event) => {
      asked.push(event.seq);
      return new Promise((resolve) => finish.push(resolve));
    });
    playInto(log, inputs);
    expect(asked, "one write at a time while the page stays").toEqual([0]);
    log.leave();
    const all = [...asked];
    expect(all.length).toBeGreaterThan(2);
    expect(all).toEqual(all.map((_, i) => i));
    finish.forEach((done) => done());
    await log.flush();
    expect(asked, "a page brought back wrote an event again").toEqual(all);
    expect(log.unwritten).toBe(0);
  });

  it("writes with every event how the limb is shown", async () => {
    const disk = store();
    const plan = { ...sample, display: { size: 1.5, delay: 80, covered: false } };
    const log = new Log(standing({ plan }), disk.write);
    playInto(log, [inputs[0]!, { do: "picture", picture: "glass" }, ...inputs.slice(1)]);
    await log.flush();
    const ids = disk.kept.map((k) => k.event.display);
    expect(ids[0]).toBe("s150_d80");
    expect(ids.filter((id) => id === "s100_d0").length).toBeGreaterThan(2);
    expect(new Set(ids)).toEqual(new Set(["s150_d80", "s100_d0"]));
  });

  it("takes a plan from before there were displays for the mirror as it is", async () => {
    const disk = store();
    const { display: _none, ...older } = sample;
    playInto(new Log(standing({ plan: older as typeof sample }), disk.write), inputs);
    await new Promise((resolve) => setTimeout(resolve, 60));
    expect(new Set(disk.kept.map((k) => k.event.display))).toEqual(new Set(["s100_d0"]));
  });

  it("goes on from the last event after a reload", async () => {
    const disk = store();
    const log = new Log(standing({ at: 90_000, nextSeq: 17, flow: { ...begin(), phase: "playing" } }), disk.write, () => 4);
    playInto(log, [{ do: "stop", by: "button" }], { ...begin(), phase: "playing" });
    await log.flush();
    expect(disk.kept[0]?.event).toMatchObject({ seq: 17, at: 90_000, kind: "stopped" });
  });

  it("keeps what a full disk refused and writes it later, in order", async () => {
    const disk = store();
    const failures: unknown[] = [];
    const log = new Log(standing(), disk.write);
    log.onfailure = (failure) => failures.push(failure);
    disk.broken = true;
    const flow = playInto(log, inputs.slice(0, 3));
    await log.flush();
    expect(log.unwritten).toBeGreaterThan(0);
    expect((failures[0] as DOMException).name).toBe("QuotaExceededError");
    disk.broken = false;
    playInto(log, inputs.slice(3), flow);
    await log.flush();
    expect(log.unwritten).toBe(0);
    expect(failures.at(-1)).toBeNull();
    expect(disk.kept.map((k) => k.event.seq)).toEqual(disk.kept.map((_, i) => i));
  });

  it("writes wall time with its offset", () => {
    const text = wall(new Date(Date.UTC(2026, 2, 1, 8, 30)));
    expect(text).toMatch(/^2026-0[23]-\d\dT\d\d:\d\d:00\.000[+-]\d\d:\d\d$/);
    expect(new Date(text).getTime()).toBe(Date.UTC(2026, 2, 1, 8, 30));
  });
});
