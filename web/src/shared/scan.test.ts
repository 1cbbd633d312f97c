import { describe, expect, it } from "vitest";
import { following } from "./scan";

describe("scanning", () => {
  it("comes back to the first after the last, as often as needed", () => {
    const walk = [-1];
    for (let i = 0; i < 7; i++) walk.push(following(walk.at(-1)!, 3));
    expect(walk.slice(1)).toEqual([0, 1, 2, 0, 1, 2, 0]);
  });
  it("lights nothing where there is nothing to choose", () => {
    expect(following(-1, 0)).toBe(-1);
  });
});
