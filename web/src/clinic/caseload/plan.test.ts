import { expect, it } from "vitest";
import type { ConditionCard, Prescribed } from "../../shared/contract";
import { changes, planLines } from "./plan";

const stroke = {
  id: "stroke", name: "Stroke", limbs: ["hand"], note: "", minutes: 30, minutes_severe: 15, minutes_low: 15, minutes_high: 60, minutes_source: 60, minutes_reason: "",
  per_week: 5, movement: "one_sided", movement_fixed: false, addons: [{ id: "oedema_care", name: "Oedema care" }], programmes: [{ id: "graded_imagery", name: "Graded motor imagery", note: "", stages: [{ id: "mirror", name: "Mirror", days: 14, practise: ["mirror"] }], conflicts: [] }], exercises: [{ id: "fist", name: "Make a fist", limbs: ["hand"], from_done: 0 }],
} as unknown as ConditionCard;
const plan: Prescribed = {
  condition: "stroke", affected: "left", limb: "hand", picture: "camera", severity: null, minutes: null, per_week: null, own_limb: false,
  age: null, two_sided: null, exercises_out: [], exercises_in: [], profiles: [], language: "en", measure_delay: false, track_affected: false, hide_background: false, breathing_minutes: null, lessons: true, lessons_out: [], observation_speed: null, direct_movement: false, due_movement: null, addons: [], programme: null, stage: null, display: { size: 1, delay: 0, covered: false },
};
const lines = (one: Prescribed) => planLines(one, [stroke], new Map([["aphasia", "Aphasia"]]));
const text = (one: Prescribed, id: string) => lines(one).find((line) => line.id === id)?.text;

it("says what is usual where the therapist has decided nothing", () => {
  expect([text(plan, "minutes"), text(plan, "per_week"), text(plan, "two_sided")]).toEqual(["30 minutes (usual)", "5 (usual)", "the unaffected side only (usual)"]);
  expect(text({ ...plan, severity: "severe" }, "minutes")).toBe("15 minutes (usual)");
});

it("names the lessons that are left out", () => {
  const card = { ...stroke, lessons: [{ id: "when_to_stop", title: "When to stop", limbs: [], pictures: [] }] };
  const told = (one: Partial<Prescribed>) => planLines({ ...plan, ...one }, [card], new Map()).find((line) => line.id === "lessons")?.text;
  expect([told({}), told({ lessons: false }), told({ lessons_out: ["when_to_stop", "taken_away"] })]).toEqual(["all", "none", "all but When to stop"]);
});

it("says how long the breathing before a session is, or that there is none", () => {
  expect([null, 3].map((breathing_minutes) => text({ ...plan, breathing_minutes }, "breathing_minutes"))).toEqual(["none", "3 minutes"]);
});

it("says whether direct movement was added, and which movement was chosen", () => {
  expect(text(plan, "direct_movement")).toBe("none");
  expect(text({ ...plan, direct_movement: true }, "direct_movement")).toBe("after the mirror");
  expect(text({ ...plan, direct_movement: true, due_movement: "fist" }, "direct_movement")).toBe("after the mirror; chosen movement: Make a fist");
});

it("says at what speed films run, or that it is the usual one", () => {
  expect([null, 0.8].map((observation_speed) => text({ ...plan, observation_speed }, "observation_speed"))).toEqual(["usual", "0.8"]);
});

it("says which add-ons there are and how often", () => {
  expect(text(plan, "addons")).toBe("none");
  const addons = [{ id: "oedema_care", every_days: 1 }, { id: "old_one", every_days: 2 }];
  expect(text({ ...plan, addons }, "addons")).toBe("Oedema care every day; old one every 2 days");
});

it("names exercises and profiles, and an unknown one by its id", () => {
  const changed = { ...plan, exercises_out: ["fist", "old_one"], profiles: ["aphasia"] };
  expect([text(changed, "exercises_out"), text(changed, "profiles")]).toEqual(["Make a fist, old one", "Aphasia"]);
});

it("names the programme and a stage chosen by hand", () => {
  expect([text(plan, "programme"), text(plan, "stage")]).toEqual(["mirror sessions only", "none"]);
  const graded = { ...plan, programme: "graded_imagery", stage: "mirror" };
  expect([text(graded, "programme"), text(graded, "stage")]).toEqual(["Graded motor imagery", "Mirror"]);
});

it("says how the limb is shown, in words", () => {
  const shown = (size: number, delay: number, covered: boolean) => text({ ...plan, display: { size, delay, covered } }, "display");
  expect([shown(1, 0, false), shown(0.5, 0, false), shown(1, 200, true)]).toEqual(["as in a mirror", "0.5 times its size", "200 ms later, mirror covered"]);
  expect(shown(2, 500, true)).toBe("2 times its size, 500 ms later, mirror covered");
});

it("says what a change changed, and nothing of the rest", () => {
  expect(changes(lines(plan), lines({ ...plan, minutes: 20, affected: "right" }))).toEqual([
    "Affected: left hand \u2192 right hand",
    "Minutes a session: 30 minutes (usual) \u2192 20 minutes",
  ]);
});
