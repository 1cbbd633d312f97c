// The lessons that this person has had; those that were asked for last serve while the clinic is away.
import { get } from "../../shared/api";
import type { LessonSheets } from "../../shared/contract";
import { keep, LESSONS, setting } from "../../shared/store";

/** Asks the clinic; throws the refusal where nothing was kept on this device. */
export async function ownLessons(): Promise<LessonSheets> {
  try {
    const sheets = await get<LessonSheets>("/lessons");
    await keep(LESSONS, sheets);
    return sheets;
  } catch (error) {
    const kept = await setting<LessonSheets>(LESSONS);
    if (!kept) throw error;
    return kept;
  }
}
