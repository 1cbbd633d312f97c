import { expect, test } from "vitest";
import { movementLine } from "./imagined";

const movement = { movement: "fist", imagined: [4.1, 4.2, 4.4], executed: [4], imagined_time: 4.2, executed_time: 4, ratio: 1.05, seen: 4, felt: 3, skipped: [] };

test("a movement's times, ratio and vividness are said in one line", () => {
  expect(movementLine(movement)).toBe("imagined 3 times, 4.2 s; executed 1 time, 4.0 s; ratio 1.05; seen 4; felt 3");
});

test("what was not done or not rated is left out", () => {
  expect(movementLine({ ...movement, executed: [], executed_time: null, ratio: null, felt: null })).toBe("imagined 3 times, 4.2 s; seen 4");
  expect(movementLine({ ...movement, imagined: [], imagined_time: null, executed: [], executed_time: null, ratio: null, seen: null, felt: null })).toBe("not imagined");
});
