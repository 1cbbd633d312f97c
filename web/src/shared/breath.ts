// Where a paced breath stands, and what a change of pace does. A breath is breathing in, then longer out, and the next one begins at
// once: there is no number here for a pause.

/** Between which paces a person may choose, in breaths a minute, and by how much one tap changes it. */
export interface Limits {
  slowest: number;
  fastest: number;
  pace_step: number;
}

/** The breath under way: for how many seconds it has gone on, and its pace. */
export interface Breath {
  into: number;
  perMinute: number;
}

/** Let seconds go by. `whole` is the pace of a breath that ended meanwhile, else null; what is over it goes into the next one. */
export function advance(breath: Breath, seconds: number, next: number): { breath: Breath; whole: number | null } {
  const into = breath.into + seconds;
  const length = 60 / breath.perMinute;
  if (into < length) return { breath: { ...breath, into }, whole: null };
  return { breath: { into: into - length, perMinute: next }, whole: breath.perMinute };
}

/** Whether it is breathed out now, and how large the shape is, 0 to 1. It never stands still: that would look like a pause. */
export function shape({ into, perMinute }: Breath, outShare: number): { out: boolean; size: number } {
  const share = Math.min(1, (into * perMinute) / 60);
  const turn = 1 - outShare;
  return share < turn ? { out: false, size: share / turn } : { out: true, size: (1 - share) / outShare };
}

/** The pace after one tap towards slower (-1) or faster (1), never beyond the limits. */
export function tapped(step: Limits, perMinute: number, way: -1 | 1): number {
  const steps = Math.round((perMinute - step.slowest) / step.pace_step) + way;
  const wanted = Math.round((step.slowest + steps * step.pace_step) * 10) / 10;
  return Math.min(step.fastest, Math.max(step.slowest, wanted));
}

/** Whether whole breaths have lasted so long: thirteen of 60 / 6.5 s are two minutes, but for their last digit. */
export const lasted = (seconds: number, length: number): boolean => seconds >= length - 0.01;
