import { describe, expect, it } from "vitest";
import { latest } from "./looks";

const every = (apart: number, until: number) => Array.from({ length: Math.floor(until / apart) + 1 }, (_, k) => ({ at: k * apart }));

describe("the latest looks", () => {
  it("are those of the span where there are enough", () => {
    expect(latest(every(100, 5000), 5000, 2000, 4).map(({ at }) => at)).toEqual(every(100, 5000).map(({ at }) => at).filter((at) => at > 3000));
  });

  it("are the last few on a device that looks once a second", () => {
    expect(latest(every(1000, 9000), 9000, 2000, 4).map(({ at }) => at)).toEqual([6000, 7000, 8000, 9000]);
  });

  it("leave out what is older than three spans", () => {
    expect(latest(every(4000, 8000), 8000, 2000, 4).map(({ at }) => at)).toEqual([4000, 8000]);
    expect(latest([{ at: 0 }], 9000, 2000, 4)).toEqual([]);
  });
});
