// What a column of a sortable table is.

/** One column: what it shows and what it sorts by. */
export interface Column<Row> {
  id: string;
  title: string;
  /** What the column says, in a sentence; listed under the table. */
  about?: string;
  /** Whether a row's text has to be seen first. */
  loud?: (row: Row) => boolean;
  /** What is shown; an empty string shows a dash. */
  text: (row: Row) => string;
  /** What is sorted by; missing: by the text. */
  order?: (row: Row) => number | string;
  number?: boolean;
  /** Never broken over two lines. */
  tight?: boolean;
  /** First click sorts downwards (newest, most). */
  down?: boolean;
}

/** Rows in a column's order; equal ones keep the order they had. */
export function sorted<Row>(rows: readonly Row[], column: Column<Row> | undefined, down: boolean): Row[] {
  if (!column) return [...rows];
  const key = column.order ?? column.text;
  const sign = down ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [key(a), key(b)];
    if (typeof x === "number" && typeof y === "number") return sign * (x - y);
    return sign * String(x).localeCompare(String(y), "en");
  });
}
