// Films of a person's or therapist's own: chosen on this device, kept in its store alone, played in place of a drawn one.
import { dropFilm, film, keepFilm } from "../shared/store";

/** So long a film may take until its first picture is there, ms. */
const PATIENCE = 15_000;

export type Kept = "kept" | "unplayable" | "no_room";

/** Whether this browser shows pictures of the film. */
export function playable(file: Blob): Promise<boolean> {
  const video = document.createElement("video");
  const address = URL.createObjectURL(file);
  return new Promise<boolean>((resolve) => {
    const timer = window.setTimeout(() => resolve(false), PATIENCE);
    const end = (found: boolean) => {
      window.clearTimeout(timer);
      resolve(found);
    };
    video.onloadeddata = () => end(video.videoWidth > 0);
    video.onerror = () => end(false);
    Object.assign(video, { muted: true, playsInline: true, preload: "auto", src: address });
    video.load();
  }).finally(() => {
    video.removeAttribute("src");
    video.load();
    URL.revokeObjectURL(address);
  });
}

/** Keep a film for a movement in the place of an earlier one; nothing is kept that this browser cannot play. */
export async function keepOwn(movement: string, file: Blob): Promise<Kept> {
  if (!(await playable(file))) return "unplayable";
  try {
    await keepFilm(movement, file);
    return "kept";
  } catch {
    return "no_room";
  }
}

export const dropOwn = dropFilm;

/** The films that there are for these movements, each with an address until `close`. One that cannot be read is left out. */
export async function ownFilms(movements: readonly string[]): Promise<{ at: ReadonlyMap<string, string>; close: () => void }> {
  const found = await Promise.all(movements.map(async (id) => [id, await film(id).catch(() => undefined)] as const));
  const at = new Map(found.flatMap(([id, file]) => (file ? [[id, URL.createObjectURL(file)] as const] : [])));
  return { at, close: () => at.forEach((address) => URL.revokeObjectURL(address)) };
}

/** Held here, for a phone may hide the page meanwhile, and with it whatever asked. */
let asking: HTMLInputElement | undefined;

/** Let a film of this device be chosen; `chosen` is called with it, and not at all when none is. */
export function choose(chosen: (file: File) => void): void {
  asking = document.createElement("input");
  Object.assign(asking, { type: "file", accept: "video/*" });
  asking.onchange = () => {
    const file = asking?.files?.[0];
    asking = undefined;
    if (file) chosen(file);
  };
  asking.click();
}
