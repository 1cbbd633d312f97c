// Entries of the index page: what a person keeps outside of sessions. Each is sealed and kept on this device first, then sent.
import type { Entry } from "./contract";
import { type Seal, sealer } from "./seal";
import { sending } from "./sending.svelte";
import { type Enrolled, enrolled, keepEntry } from "./store";
import { wall } from "./wall";

/** What an entry says beyond its id and its time. */
export type Said<E extends Entry = Entry> = E extends Entry ? Omit<E, "v" | "id" | "wall"> : never;

const seals = new Map<string, Promise<Seal>>();

/** One seal for each key, good as long as the page lives. */
function sealTo({ key }: Enrolled): Promise<Seal> {
  const name = key ?? "";
  let seal = seals.get(name);
  if (!seal) seals.set(name, (seal = sealer(key)));
  return seal;
}

/** Keep an entry of the person whose device this is, then send what waits; the entry's id, once the disk has it.
 * Fails where this is nobody's device, or where the browser stores nothing. */
export async function write(said: Said): Promise<string> {
  const whose = await enrolled();
  if (!whose) throw new Error("This device is not connected.");
  const id = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const entry = { v: 1, id, wall: wall(new Date()), ...said } as Entry;
  const seal = await sealTo(whose);
  await keepEntry(id, whose.person, seal(id, 0, JSON.stringify(entry)));
  void sending.count().then(() => sending.now()); // counted even where nobody is signed in, so that pages say that it waits
  return id;
}
