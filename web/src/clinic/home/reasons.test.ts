import { expect, it } from "vitest";
import { reasons } from "./reasons";

const rule = (id: string, plain: string) => ({ id, plain, text: `${id}: 30 minutes (15-60)`, claim: "C07", source: "own", provenance: "own" as const });

it("gives each plain reason once, without the numbers of trials", () => {
  expect(reasons({ why: [rule("dose", "Practise for 30 minutes."), rule("again", "Practise for 30 minutes."), rule("exercise", "")] })).toEqual(["Practise for 30 minutes."]);
});

it("gives the rules of a plan that has no plain reasons", () => {
  const older = { ...rule("dose", ""), plain: undefined as unknown as string };
  expect(reasons({ why: [older] })).toEqual(["dose: 30 minutes (15-60)"]);
});
