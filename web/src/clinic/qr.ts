/** An SVG path that fills the dark cells of a QR picture; rows are strings of 0 and 1, one unit a cell. */
export function qrPath(rows: readonly string[]): string {
  const runs: string[] = [];
  rows.forEach((row, y) => {
    for (const run of row.matchAll(/1+/g)) runs.push(`M${run.index} ${y}h${run[0].length}v1h-${run[0].length}z`);
  });
  return runs.join("");
}
