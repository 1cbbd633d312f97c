// What may leave this device: lines exactly in the form that mirra writes, whether events of a session or entries of the
// index page. The session page writes the store, and code that is not ours could write there too, so nothing in it is
// believed before it is sent.
import isEntry from "virtual:entry";
import isEvent from "virtual:event";
import { MARK, outside } from "./seal";
import type { Line, Shelf } from "./store";

/** `unfit`: not in the form; `old_key`: sealed to a key that this clinic no longer has. */
export type Misfit = "unfit" | "old_key";

/** No session is longer: at three events a second this is almost two hours. */
export const MOST_LINES = 20_000;
const LINE_BYTES = 8192;
const SESSION = /^[0-9a-f]{32}$/;
const FIELDS = ["line", "person", "seq", "session"].join();
const utf8 = new TextEncoder();

export const isSession = (id: unknown): id is string => typeof id === "string" && SESSION.test(id);

/** Why a stored record may not be sent, or null when it is a line of this session (or the entry of this id) from its shelf;
 * `key` names the clinic's key. */
export function misfit(record: unknown, session: string, key: string | null, shelf: Shelf = "lines"): Misfit | null {
  if (typeof record !== "object" || record === null || Object.keys(record).sort().join() !== FIELDS) return "unfit";
  const { seq, line, session: own } = record as Line;
  const numbered = Number.isInteger(seq) && seq >= 0 && seq < (shelf === "lines" ? MOST_LINES : 1);
  if (own !== session || !isSession(own) || !numbered || typeof line !== "string") return "unfit";
  if (!line.startsWith(MARK)) return isLine(line, shelf === "lines" ? eventOf(session, seq) : entryOf(session)) ? null : "unfit";
  const said = outside(line);
  if (said?.seq !== seq) return "unfit";
  return said.key === key ? null : "old_key";
}

const eventOf = (session: string, seq: number) => (value: unknown): boolean => isEvent(value) && value.session === session && value.seq === seq;
const entryOf = (id: string) => (value: unknown): boolean => isEntry(value) && value.id === id;

/** Whether a line that is not sealed is what its place says, written as a browser writes it: no more spaces, no key twice. */
function isLine(line: string, is: (value: unknown) => boolean): boolean {
  if (utf8.encode(line).length > LINE_BYTES) return false;
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    return false;
  }
  return is(value) && JSON.stringify(value) === line;
}
