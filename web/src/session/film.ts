// The loops that show an exercise: their files, and how one keeps time with the pacing cue.
import type { Demonstration, SessionPlan } from "../shared/contract";

/** A loop to be played: the name of its files, and how fast (1: as it was drawn). */
export interface Film {
  name: string;
  rate: number;
}

export const filmAddress = (name: string): string => `/assets/loops/${name}.webm`;
export const stillAddress = (name: string): string => `/assets/loops/${name}.webp`;

/** The drawn limb while no exercise is asked for. */
export const atRest = (limb: SessionPlan["limb"]): Film => ({ name: `rest_${limb}`, rate: 1 });

/** The loop of an exercise, as fast as its repetitions are led; `tempo` is seconds a repetition. Browsers play at 1/16 and more. */
export function inTempo({ id, repetitions, seconds }: Demonstration, tempo: number): Film {
  return { name: id, rate: Math.max(0.0625, seconds / (tempo * repetitions)) };
}

/** Where the loop stands, in its own seconds, `passed` seconds after the first repetition began. */
export function filmTime({ repetitions, seconds }: Demonstration, tempo: number, passed: number): number {
  return ((Math.max(0, passed) / (tempo * repetitions)) % 1) * seconds;
}

/** How far two places in a loop lie apart, the short way round. */
export function apart(a: number, b: number, seconds: number): number {
  const distance = Math.abs(a - b) % seconds;
  return Math.min(distance, seconds - distance);
}

/** A picture may be this far, in the loop's own seconds, from where the cue is: putting it right is seen as a jump. */
const ADRIFT = 0.25;

/** Plays a loop in tempo, and puts it right where it has drifted from the cue; `passed` is null while nothing is led. */
export function keepTime(video: HTMLVideoElement, loop: Demonstration, tempo: number, passed: number | null): void {
  const { rate } = inTempo(loop, tempo);
  if (video.playbackRate !== rate) video.playbackRate = rate;
  if (passed === null || video.readyState < HTMLMediaElement.HAVE_METADATA) return;
  const wanted = filmTime(loop, tempo, passed);
  if (apart(video.currentTime, wanted, loop.seconds) > ADRIFT * Math.max(1, rate)) video.currentTime = wanted;
}
