import { describe, expect, it } from "vitest";
import { LatencyMeter } from "./latency";

describe("latency", () => {
  it("gives the percentiles of the delays from capture, to a tenth of a millisecond", () => {
    const meter = new LatencyMeter();
    for (let k = 1; k <= 100; k++) meter.note(1000 * k + k, 0, { captureTime: 1000 * k, presentedFrames: k });
    const taken = meter.take();
    expect(taken).toMatchObject({ frames: 100, dropped: 0, clock: "capture" });
    expect(taken!.p50).toBeCloseTo(50, 0);
    expect(taken!.p95).toBeCloseTo(95, 0);
    expect(taken!.p99).toBeCloseTo(99, 0);
  });

  it("counts frames that were presented without being drawn, also across a take, but not across a pause", () => {
    const meter = new LatencyMeter();
    for (const n of [1, 2, 5]) meter.note(10, 0, { presentationTime: 5, presentedFrames: n });
    expect(meter.take()).toMatchObject({ frames: 3, dropped: 2, clock: "presentation" });
    meter.note(10, 0, { presentationTime: 5, presentedFrames: 8 });
    expect(meter.take()).toMatchObject({ frames: 1, dropped: 2 });
    meter.pause();
    meter.note(10, 0, { presentationTime: 5, presentedFrames: 80 });
    expect(meter.take()).toMatchObject({ frames: 1, dropped: 0 });
  });

  it("never mixes two clocks in one percentile", () => {
    const meter = new LatencyMeter();
    for (let k = 0; k < 10; k++) meter.note(1000, 999, {});
    meter.note(1000, 999, { captureTime: 950 });
    expect(meter.take()).toMatchObject({ frames: 1, clock: "capture", p50: expect.closeTo(50, 0) });
  });

  it("does not believe a capture time from another clock", () => {
    const meter = new LatencyMeter();
    meter.note(1000, 990, { captureTime: 1_700_000_000_000, presentationTime: 995 });
    expect(meter.take()).toMatchObject({ clock: "presentation", p50: expect.closeTo(5, 0) });
    meter.note(50_000, 990, { captureTime: 3, presentationTime: 49_995 });
    expect(meter.take()).toMatchObject({ clock: "presentation", p50: expect.closeTo(5, 0) });
  });

  it("has nothing to say without frames", () => {
    expect(new LatencyMeter().take()).toBeNull();
  });
});
