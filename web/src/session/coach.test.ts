import { expect, it } from "vitest";
import { about, Lost, Steady } from "./coach";

const yes = { passed: true, value: 1 };
const no = { passed: false, value: 0 };

it("speaks of the first failing check in the plan's order, and of nothing while checks are unknown", () => {
  expect(about(["in_view", "light"], {})).toBeNull();
  expect(about(["in_view", "light"], { in_view: yes })).toBeNull();
  expect(about(["in_view", "light"], { light: no, in_view: no })).toBe("in_view");
  expect(about(["in_view", "light"], { light: no, in_view: yes })).toBe("light");
  expect(about(["in_view", "light"], { light: yes, in_view: yes, side: no })).toBe("good");
});

it("does not say that all is seen where only the light could be measured", () => {
  expect(about(["light"], { light: yes })).toBeNull();
  expect(about(["light"], { light: no })).toBe("light");
});

it("does not chatter: says a thing once it has stood, and not twice", () => {
  const steady = new Steady<string>(1500);
  expect(steady.settle("light", 0)).toBeNull();
  expect(steady.settle("side", 1000)).toBeNull();
  expect(steady.settle("side", 2400)).toBeNull();
  expect(steady.settle("side", 2500)).toBe("side");
  expect(steady.settle("side", 9000)).toBeNull();
});

it("says the limb is lost after three seconds, and not again within twenty", () => {
  const lost = new Lost();
  const said = Array.from({ length: 30 }, (_, i) => lost.second(i < 2 ? 1 : 0, i * 1000));
  expect(said.map((s, i) => (s ? i : -1)).filter((i) => i >= 0)).toEqual([4, 24]);
  expect(lost.showing).toBe(true);
  lost.second(0.9, 31_000);
  expect(lost.showing).toBe(false);
});
