// Which family of browsers this is, and by what the person acts; both are kept with the session.
import type { Opened } from "../shared/contract";

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
