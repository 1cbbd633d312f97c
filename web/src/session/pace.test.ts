import { expect, it } from "vitest";
import { pace } from "./pace";

it("gives exactly as many cues as there are repetitions, whatever the tempo and the frame rate", () => {
  for (const [tempo, repetitions, frame] of [[4, 15, 1 / 60], [0.6, 200, 1 / 24], [7.3, 3, 0.25]] as const) {
    let begun = 0;
    let cues = 0;
    for (let t = 0; ; t += frame) {
      const now = pace(t, tempo, repetitions);
      cues += now.begun - begun;
      begun = now.begun;
      expect(now.fill).toBeGreaterThanOrEqual(0);
      expect(now.fill).toBeLessThanOrEqual(1);
      if (now.over) break;
    }
    expect(cues).toBe(repetitions);
  }
});

it("goes out in the first half and comes back in the second", () => {
  expect(pace(1, 4, 3)).toEqual({ begun: 1, fill: 0.5, out: true, over: false });
  expect(pace(2, 4, 3).fill).toBe(1);
  expect(pace(7, 4, 3)).toEqual({ begun: 2, fill: 0.5, out: false, over: false });
  expect(pace(-1, 4, 3).begun).toBe(0);
});
