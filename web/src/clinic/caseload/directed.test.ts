import { expect, test } from "vitest";
import { directLine } from "./directed";

const result = { kind: "direct_movement" as const, step: "direct_movement", movement: "fist", times: 5, planned: 5, expected: 6, felt: 3, ranked: [], left: [] };

test("the pain expected and felt are said with their difference", () => {
  expect(directLine(result)).toBe("done 5 of 5 times; pain expected 6, felt 3 (3 less)");
  expect(directLine({ ...result, felt: 8 })).toBe("done 5 of 5 times; pain expected 6, felt 8 (2 more)");
  expect(directLine({ ...result, felt: 6 })).toBe("done 5 of 5 times; pain expected 6, felt 6 (as expected)");
});

test("what was not said has no difference", () => {
  expect(directLine({ ...result, times: 2, felt: null })).toBe("done 2 of 5 times; pain expected 6, felt not said");
  expect(directLine({ ...result, expected: null, felt: null })).toBe("done 5 of 5 times; pain not said");
});
