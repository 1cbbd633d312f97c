import { expect, it } from "vitest";
import { type Emptiness, EmptyTable, LEARNING } from "./empty";

/** A grey picture of 100 cells, some of them lighter. */
const picture = (lighter = 0) => Uint8ClampedArray.from({ length: 400 }, (_, k) => (k < 4 * lighter ? 200 : 90));

/** Shows one picture after another, from `from` ms on; gives when the table was believed empty, ms, or null. */
function shown(table: EmptyTable, lighter: readonly number[], emptiness: Emptiness, from = 0): number | null {
  for (const [k, cells] of lighter.entries()) {
    const at = from + k * LEARNING.every;
    if (table.add(at, picture(cells), emptiness)) return at;
  }
  return null;
}
const unmoved = (count: number): number[] => Array<number>(count).fill(0);

it("believes an empty table after a second without movement", () => {
  expect(shown(new EmptyTable(), unmoved(30), "empty")).toBe((LEARNING.pictures - 1) * LEARNING.every);
});

it("never learns the table while a limb is seen", () => {
  expect(shown(new EmptyTable(), unmoved(300), "limb")).toBeNull();
});

it("begins again when a limb comes into the picture", () => {
  const table = new EmptyTable();
  shown(table, unmoved(9), "empty");
  shown(table, unmoved(1), "limb", 900);
  expect(shown(table, unmoved(30), "empty", 1000)).toBe(1800);
});

it("begins again when something moves", () => {
  const table = new EmptyTable();
  shown(table, [0, 0, 0, 0, 0, 0, 0, 0, 20], "empty");
  expect(shown(table, unmoved(30), "empty", 900)).toBe(1800);
});

it("waits for something to leave the picture where nothing can tell a limb", () => {
  const table = new EmptyTable();
  expect(shown(table, unmoved(30), "unknown")).toBeNull();
  expect(shown(table, [40, ...unmoved(30)], "unknown", 3000)).toBe(4000);
});

it("believes the table empty in the end where nothing ever moves and nothing can tell a limb", () => {
  expect(shown(new EmptyTable(), unmoved(100), "unknown")).toBe(LEARNING.patience + LEARNING.every);
});

it("is not put off by a few noisy cells", () => {
  const table = new EmptyTable();
  const noisy = (k: number) => Uint8ClampedArray.from({ length: 4000 }, (_, i) => (i < 4 * (k % 6) ? 250 : 90));
  const learned = Array.from({ length: 10 }, (_, k) => table.add(k * LEARNING.every, noisy(k), "empty"));
  expect(learned.at(-1)).toHaveLength(LEARNING.pictures);
});

it("wants a picture ten times a second", () => {
  const table = new EmptyTable();
  expect(table.due(5)).toBe(true);
  table.add(5, picture(), "empty");
  expect(table.due(5 + LEARNING.every - 1)).toBe(false);
  expect(table.due(5 + LEARNING.every)).toBe(true);
});
