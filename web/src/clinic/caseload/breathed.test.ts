import { expect, test } from "vitest";
import { breathedLine } from "./breathed";

const result = { kind: "breathing" as const, step: "breathing", seconds: 120, breaths: 11, paces: [{ per_minute: 5.5, breaths: 11 }] };

test("the breaths that were paced are said with their time and pace", () => {
  expect(breathedLine(result)).toBe("2:00 min, 11 breaths at 5.5 a minute");
});

test("a changed pace is said, and so is a step without a whole breath", () => {
  const paces = [{ per_minute: 5.5, breaths: 10 }, { per_minute: 5, breaths: 1 }];
  expect(breathedLine({ ...result, paces })).toBe("2:00 min, 11 breaths, and the pace was changed");
  expect(breathedLine({ ...result, seconds: 0, breaths: 0, paces: [] })).toBe("No whole breath was paced.");
});
