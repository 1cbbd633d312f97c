import { describe, expect, it } from "vitest";
import { minutesTapped, nothing, withBreath } from "./alone";

describe("what was breathed", () => {
  it("is whole breaths by pace, with the seconds that they took", () => {
    const done = [6, 6, 5, 6].reduce(withBreath, nothing);
    expect(done).toEqual({ seconds: 42, breaths: 4, paces: [{ perMinute: 6, breaths: 3 }, { perMinute: 5, breaths: 1 }] });
  });
  it("is nothing before the first whole breath", () => {
    expect(nothing).toEqual({ seconds: 0, breaths: 0, paces: [] });
  });
});

it("takes no fewer and no more minutes than the catalogue says", () => {
  const limits = { minutes_low: 2, minutes_high: 5 };
  expect([2, 3, 4, 5].map((minutes) => minutesTapped(limits, minutes, 1))).toEqual([3, 4, 5, 5]);
  expect([2, 3, 4, 5].map((minutes) => minutesTapped(limits, minutes, -1))).toEqual([2, 2, 3, 4]);
});
