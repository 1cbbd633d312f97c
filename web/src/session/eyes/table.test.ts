import { expect, it } from "vitest";
import { Table, type Cells, type Pixels } from "./table";
import { random } from "./random.fixture";

type Colour = readonly [number, number, number];
const WIDTH = 40;
const HEIGHT = 30;
const ALL: Cells = { x: 0, y: 0, width: WIDTH, height: HEIGHT };
const TABLE: Colour = [180, 184, 186];
const PAD: Colour = [36, 42, 48];
const SKINS: Record<string, Colour> = { light: [228, 182, 160], tan: [176, 128, 100], brown: [120, 80, 60], dark: [78, 52, 42] };
/** Where the hand lies. */
const HAND: Cells = { x: 16, y: 8, width: 10, height: 14 };
const BESIDE: Cells = { x: 30, y: 8, width: 8, height: 14 };

const inside = ({ x, y, width, height }: Cells, column: number, row: number) => column >= x && column < x + width && row >= y && row < y + height;

/** A picture cell by cell, with a little noise. */
function picture(colour: (column: number, row: number) => Colour, noise = 3, seed = 1): Pixels {
  const next = random(seed);
  return Uint8ClampedArray.from({ length: 4 * WIDTH * HEIGHT }, (_, k) => {
    if (k % 4 === 3) return 255;
    const cell = k >> 2;
    return colour(cell % WIDTH, Math.floor(cell / WIDTH))[k % 4]! + noise * (2 * next() - 1);
  });
}
/** A light table on whose lower third a dark pad lies. */
const table = (column: number, row: number): Colour => (row >= 20 && column < 30 ? PAD : TABLE);
const times = (colour: Colour, by: number): Colour => [colour[0] * by, colour[1] * by, colour[2] * by];
const learned = () => new Table([1, 2, 3].map((seed) => picture(table, 3, seed)), WIDTH);

/** Least and greatest opacity, 0..255, of the inner cells of an area. */
function opacity(over: Pixels, area: Cells, cells: Cells = ALL): [least: number, greatest: number] {
  const found: number[] = [];
  for (let row = area.y + 1; row < area.y + area.height - 1; row++) {
    for (let column = area.x + 1; column < area.x + area.width - 1; column++) found.push(over[4 * ((row - cells.y) * cells.width + column - cells.x) + 3]!);
  }
  return [Math.min(...found), Math.max(...found)];
}

it("hides an empty table as a whole, with the colour that most of it has", () => {
  const over = learned().over(picture(table, 3, 9), ALL);
  expect(opacity(over, ALL)).toEqual([255, 255]);
  for (const [c, value] of TABLE.entries()) expect(Math.abs(over[c]! - value)).toBeLessThan(4);
});

it.each(Object.entries(SKINS))("leaves a hand of %s skin open and hides what lies beside it", (_, skin) => {
  const cover = learned();
  const over = cover.over(picture((column, row) => (inside(HAND, column, row) ? skin : table(column, row)), 3, 9), ALL);
  expect(opacity(over, HAND)[1]).toBe(0);
  expect(opacity(over, BESIDE)[0]).toBe(255);
  expect(cover.share).toBeCloseTo((HAND.width * HAND.height) / (WIDTH * HEIGHT), 1);
});

it("hides a shadow and keeps it as a darker shade of the plain colour", () => {
  const over = learned().over(picture((column, row) => (inside(BESIDE, column, row) ? times(table(column, row), 0.6) : table(column, row)), 3, 9), ALL);
  expect(opacity(over, BESIDE)[0]).toBe(255);
  const middle = 4 * (12 * WIDTH + 32);
  expect(over[middle]! / over[0]!).toBeCloseTo(0.6, 1);
});

it("hides a deep shadow on a dark table", () => {
  const shadow = { x: 6, y: 21, width: 8, height: 8 };
  const over = learned().over(picture((column, row) => (inside(shadow, column, row) ? times(PAD, 0.25) : table(column, row)), 2, 9), ALL);
  expect(opacity(over, shadow)[0]).toBe(255);
});

it.each([0.7, 1.4])("follows at once when the light changes to %d of what it was", (by) => {
  const cover = learned();
  cover.over(picture(table, 3, 9), ALL);
  const lit = (colour: Colour): Colour => [colour[0] * by, colour[1] * by, colour[2] * by * 0.95];
  const over = cover.over(picture((column, row) => lit(inside(HAND, column, row) ? SKINS["brown"]! : times(table(column, row), 0.95)), 2, 10), ALL);
  expect(opacity(over, BESIDE)[0]).toBe(255);
  expect(opacity(over, HAND)[1]).toBe(0);
});

it("sees the same hand where only a part of the frame is looked at", () => {
  const part: Cells = { x: 14, y: 4, width: 24, height: 22 };
  const all = picture((column, row) => (inside(HAND, column, row) ? SKINS["tan"]! : table(column, row)), 3, 9);
  const cut = new Uint8ClampedArray(4 * part.width * part.height);
  for (let row = 0; row < part.height; row++) {
    const from = 4 * ((part.y + row) * WIDTH + part.x);
    cut.set(all.subarray(from, from + 4 * part.width), 4 * row * part.width);
  }
  const over = learned().over(cut, part);
  expect(opacity(over, HAND, part)[1]).toBe(0);
  expect(opacity(over, BESIDE, part)[0]).toBe(255);
});

it("covers a place again as soon as the hand has left it", () => {
  const cover = learned();
  cover.over(picture((column, row) => (inside(HAND, column, row) ? SKINS["tan"]! : table(column, row)), 3, 9), ALL);
  expect(opacity(cover.over(picture(table, 3, 10), ALL), HAND)[0]).toBe(255);
});

it("lets the plain colour follow the light slowly", () => {
  const cover = learned();
  const dim = (seed: number) => picture((column, row) => times(table(column, row), 0.8), 1, seed);
  const before = cover.over(picture(table, 1, 9), ALL)[0]!;
  expect(cover.over(dim(10), ALL)[0]! / before).toBeGreaterThan(0.97);
  for (let k = 0; k < 120; k++) cover.over(dim(11 + k), ALL);
  expect(cover.over(dim(200), ALL)[0]! / before).toBeCloseTo(0.8, 1);
});

it("never takes a hand that lies still for a part of the table", () => {
  const cover = learned();
  const lying = (seed: number) => picture((column, row) => (inside(HAND, column, row) ? SKINS["light"]! : table(column, row)), 3, seed);
  let over: Pixels = new Uint8ClampedArray(0);
  for (let k = 0; k < 600; k++) over = cover.over(lying(k), ALL);
  expect(opacity(over, HAND)[1]).toBe(0);
});

it("follows a place of the table whose colour changes slowly", () => {
  const cover = learned();
  let over: Pixels = new Uint8ClampedArray(0);
  for (let k = 0; k < 1200; k++) {
    const by = 1 - (0.2 * k) / 1200;
    const tinted = (colour: Colour): Colour => [colour[0], colour[1] * by, colour[2] * by];
    over = cover.over(picture((column, row) => (inside(BESIDE, column, row) ? tinted(TABLE) : table(column, row)), 1, k), ALL);
  }
  expect(opacity(over, BESIDE)[0]).toBe(255);
});

it("refuses to be made of nothing", () => {
  expect(() => new Table([], 10)).toThrow("At least one picture");
});
