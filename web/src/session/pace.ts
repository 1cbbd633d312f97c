// The pacing cue: one repetition is a going out and a coming back, each half a tempo long.
export interface Pace {
  /** Repetitions begun, from 1; 0 before the first. */
  begun: number;
  /** How far out the movement is, 0 to 1 and back to 0. */
  fill: number;
  out: boolean;
  over: boolean;
}

/** Where the cue stands `seconds` after the first repetition began. */
export function pace(seconds: number, tempo: number, repetitions: number): Pace {
  if (seconds < 0) return { begun: 0, fill: 0, out: false, over: false };
  if (seconds >= tempo * repetitions) return { begun: repetitions, fill: 0, out: false, over: true };
  const within = (seconds % tempo) / tempo;
  const wave = within < 0.5 ? within * 2 : 2 - within * 2;
  return { begun: Math.floor(seconds / tempo) + 1, fill: wave, out: within < 0.5, over: false };
}
