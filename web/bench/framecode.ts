// A frame number written into the picture, for measuring: ten bits and their parity as light and dark cells.
export const CELLS = 11;
const START = 16;
const CELL = 24;

/** The number read by `luma(x)` (0-255) at the cells' middles, or -1 where parity says that none is there. */
export function decode(luma: (x: number) => number): number {
  let value = 0;
  let ones = 0;
  for (let bit = 0; bit < CELLS; bit++) {
    if (luma(START + bit * CELL + CELL / 2) <= 128) continue;
    ones++;
    if (bit < CELLS - 1) value |= 1 << bit;
  }
  return ones % 2 === 0 ? value : -1;
}
