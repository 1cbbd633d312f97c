// The results of paced breathing in words.
import type { BreathingResult } from "../../shared/contract";
import { count, minutes } from "../../shared/words";

type Pace = BreathingResult["paces"][number];

/** "11 breaths at 5.5 a minute". */
export const paceLine = ({ breaths, per_minute }: Pace): string => `${count(breaths, "breath")} at ${per_minute} a minute`;

/** "2:00 min, 11 breaths at 5.5 a minute"; with several paces, all breaths together. */
export function breathedLine({ seconds, breaths, paces }: BreathingResult): string {
  const only = paces.length === 1 ? paces[0] : undefined;
  if (breaths === 0) return "No whole breath was paced.";
  return `${minutes(seconds)} min, ${only ? paceLine(only) : `${count(breaths, "breath")}, and the pace was changed`}`;
}
