import { expect, it } from "vitest";
import type { Breathing } from "../../shared/contract";
import { account } from "./breathing";

const step: Breathing = {
  kind: "breathing", id: "breathing", title: "Breathe slowly", instruction: [], breathe_in: "Breathe in", breathe_out: "Breathe out",
  seconds: 120, least: 0, per_minute: 6, slowest: 4.5, fastest: 6.5, pace_step: 0.5, out_share: 0.6,
};

it("keeps account of whole breaths, their time and what was last set", () => {
  const set = { per_minute: 5, heard: "tones", felt: true } as const;
  const begun = account.begin(step);
  const after = [
    { kind: "breath_paced", per_minute: 6 }, { kind: "breathing_set", ...set }, { kind: "breath_paced", per_minute: 5 },
  ].reduce((state, event) => account.take(state, event as Parameters<typeof account.take>[1], step), begun);
  expect(begun).toEqual({ set: null, seconds: 0, breaths: 0 });
  expect(after).toEqual({ set, seconds: 22, breaths: 2 });
});
