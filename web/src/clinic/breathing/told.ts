// What the page for breathing says and its numbers: from the clinic, and what was read last while the clinic is away.
import { get } from "../../shared/api";
import type { BreathingAlone } from "../../shared/contract";
import { BREATHING, keep, setting } from "../../shared/store";

/** Ask the clinic, and keep what is for a person on this device; raises `Refusal` where neither has it. */
export async function told(): Promise<BreathingAlone> {
  try {
    const found = await get<BreathingAlone>("/breathing");
    // What is for the clinician is no part of what lies on a device. A browser that stores nothing can still breathe along.
    if (!found.clinician) await keep(BREATHING, found).catch(() => undefined);
    return found;
  } catch (error) {
    const kept = await setting<BreathingAlone>(BREATHING).catch(() => undefined);
    if (!kept) throw error;
    return kept;
  }
}
