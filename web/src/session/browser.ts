// Which family of browsers this is, and by what the person acts; both are kept with the session.
import type { Opened } from "../shared/contract";
import { plain, type Seal } from "../shared/seal";
import { KEPT, setting } from "../shared/store";
import { capabilities } from "./eyes";

/** What this browser lacks, for the log and for the person; `sealing` and `persistent_storage` are about what waits here. */
export async function lacks(seal: Seal): Promise<string[]> {
  const kept = await setting<boolean>(KEPT);
  return [...capabilities().lacks, ...(seal === plain ? ["sealing"] : []), ...(kept === false ? ["persistent_storage"] : [])];
}

export function family(agent: string): Opened["browser"] {
  if (/Firefox\/|FxiOS\//.test(agent)) return "firefox";
  if (/Chrome\/|Chromium\/|CriOS\/|Edg/.test(agent)) return "chromium";
  if (/Safari\//.test(agent)) return "safari";
  return "other";
}

/** A press comes from a pointer, a key from a keyboard; a click without either comes from a switch or a voice. */
export function variant(event: Event): Opened["input"] {
  if (event.type === "keydown") return "keyboard";
  return event.type === "pointerdown" ? "pointer" : "switch";
}
