import { describe, expect, it } from "vitest";
import { packetOf } from "./packet";

const read = (...bytes: number[]) => packetOf(new DataView(Uint8Array.from(bytes).buffer));

describe("a heart rate measurement", () => {
  it.each([1, 2, 3])("with %d intervals gives them all in ms, the oldest first", (count) => {
    const intervals = [1024, 512, 768].slice(0, count);
    const bytes = intervals.flatMap((one) => [one & 255, one >> 8]);
    expect(read(0x10, 60, ...bytes)).toEqual({ rate: 60, contact: null, intervals: [1000, 500, 750].slice(0, count) });
  });
  it("has its rate in 8 or in 16 bits", () => {
    expect(read(0x00, 200)?.rate).toBe(200);
    expect(read(0x11, 0x2c, 0x01, 0x00, 0x04)).toEqual({ rate: 300, contact: null, intervals: [1000] });
  });
  it("may have the energy before the intervals, in either form", () => {
    expect(read(0x18, 70, 0xff, 0xff, 0x00, 0x04)?.intervals).toEqual([1000]);
    expect(read(0x19, 70, 0, 0xff, 0xff, 0x00, 0x04, 0x00, 0x02)?.intervals).toEqual([1000, 500]);
  });
  it("says whether the strap touches the skin, where the strap tells", () => {
    expect([read(0x00, 70), read(0x02, 70), read(0x04, 70), read(0x06, 70)].map((one) => one?.contact)).toEqual([null, null, false, true]);
  });
  it("is nothing where it ends too early, and half an interval is left out", () => {
    expect([read(), read(0x10), read(0x01, 60), read(0x08, 60, 1)]).toEqual([null, null, null, null]);
    expect(read(0x10, 60, 0x00, 0x04, 0x07)?.intervals).toEqual([1000]);
  });
});
