import { describe, expect, it } from "vitest";
import { apart, atRest, filmAddress, filmTime, inTempo, keepTime, stillAddress } from "./film";

const lift = { id: "finger_lift", repetitions: 4, seconds: 12 };

describe("the loop of an exercise", () => {
  it("plays as fast as its repetitions are led", () => {
    expect(inTempo(lift, 3)).toEqual({ name: "finger_lift", rate: 1 });
    expect(inTempo(lift, 6).rate).toBe(0.5);
    expect(inTempo({ ...lift, repetitions: 8, seconds: 1 }, 30).rate).toBe(0.0625);
  });

  it("stands where the cue stands, repetition for repetition, and comes round", () => {
    expect(filmTime(lift, 6, 0)).toBe(0);
    expect(filmTime(lift, 6, 6)).toBeCloseTo(3);
    expect(filmTime(lift, 6, 9)).toBeCloseTo(4.5);
    expect(filmTime(lift, 6, 24)).toBeCloseTo(0);
    expect(filmTime(lift, 6, -5)).toBe(0);
  });

  it("is near its end when it is just before its beginning", () => {
    expect(apart(11.9, 0.1, 12)).toBeCloseTo(0.2);
    expect(apart(2, 5, 12)).toBe(3);
  });

  it("is put right only where it has drifted so far that one sees it", () => {
    (globalThis as Record<string, unknown>).HTMLMediaElement ??= { HAVE_METADATA: 1 };
    const video = { playbackRate: 1, currentTime: 1, readyState: 4 } as HTMLVideoElement;
    keepTime(video, lift, 6, 2.2); // the cue is at 1.1
    expect([video.playbackRate, video.currentTime]).toEqual([0.5, 1]);
    keepTime(video, lift, 6, 12);
    expect(video.currentTime).toBe(6);
    keepTime(video, lift, 6, null);
    expect(video.currentTime).toBe(6);
  });

  it("lies among our own files", () => {
    expect(filmAddress("fist")).toBe("/assets/loops/fist.webm");
    expect(stillAddress("fist")).toBe("/assets/loops/fist.webp");
    expect(atRest("foot")).toEqual({ name: "rest_foot", rate: 1 });
  });
});
