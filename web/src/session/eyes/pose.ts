import { median } from "./stats";

/** 21 landmarks as x, y pairs in pixels: wrist 0, thumb 1-4, index 5-8, middle 9-12, ring 13-16, little finger 17-20. */
export type Landmarks = readonly number[];

const WRIST = 0;
const [INDEX, MIDDLE, LITTLE] = [5, 9, 17];
const THUMB_TIP = 4;
const FINGER_TIPS = [8, 12, 16, 20];
export const TIPS = [THUMB_TIP, ...FINGER_TIPS];

export type Point = [x: number, y: number];

export const point = (hand: Landmarks, k: number): Point => [hand[2 * k]!, hand[2 * k + 1]!];
export const from = (a: Point, b: Point): Point => [b[0] - a[0], b[1] - a[1]];
const distance = (hand: Landmarks, a: number, b: number) => Math.hypot(...from(point(hand, a), point(hand, b)));

/** Length of the palm, wrist to the middle finger's knuckle, in pixels. */
export const palmLength = (hand: Landmarks) => distance(hand, WRIST, MIDDLE);

/**
 * Size of the palm whichever way it is turned: its length, or the length its width stands for where that is greater.
 * The width is about 0.75 of the length in a palm seen from the front.
 */
export const palmSize = (hand: Landmarks) => Math.max(palmLength(hand), distance(hand, INDEX, LITTLE) / 0.75);

/**
 * One measure of the pose, and the least swing of it that may count as a movement: in palm sizes where the measure is a length
 * in pixels, otherwise in the measure's own unit.
 */
interface Measure {
  least: number;
  length: boolean;
  of: (hand: Landmarks) => number;
}

/** What a movement of a hand or forearm may change. */
export const MEASURES: Measure[] = [
  // Opening and closing the hand.
  { least: 0.35, length: true, of: (hand) => median(FINGER_TIPS.map((tip) => along(hand, WRIST, tip))) },
  // Bending the index finger: pointing, tapping.
  { least: 0.35, length: true, of: (hand) => along(hand, INDEX, FINGER_TIPS[0]!) },
  // The thumb across the palm.
  { least: 0.3, length: true, of: (hand) => across(hand, LITTLE, THUMB_TIP) },
  // Spreading the fingers.
  { least: 0.3, length: true, of: (hand) => across(hand, FINGER_TIPS[3]!, FINGER_TIPS[0]!) },
  // Turning the forearm: the palm's width seen from one side, edge on, and from the other.
  { least: 0.5, length: true, of: (hand) => across(hand, LITTLE, INDEX) },
  // Bending the wrist towards the camera or away: the palm looks shorter than its width says it is.
  { least: 0.3, length: true, of: palmLength },
  // Bending the wrist to a side, or the forearm at the elbow.
  { least: 0.35, length: false, of: (hand) => direction(hand)[0] },
  { least: 0.35, length: false, of: (hand) => direction(hand)[1] },
  // Moving the whole hand.
  { least: 0.6, length: true, of: (hand) => (point(hand, WRIST)[0] + point(hand, MIDDLE)[0]) / 2 },
  { least: 0.6, length: true, of: (hand) => (point(hand, WRIST)[1] + point(hand, MIDDLE)[1]) / 2 },
];

/** Where the hand points, wrist to the middle finger's knuckle, as a unit vector. */
export function direction(hand: Landmarks): Point {
  const [x, y] = from(point(hand, WRIST), point(hand, MIDDLE));
  const length = Math.max(1, Math.hypot(x, y));
  return [x / length, y / length];
}

/**
 * How the palm is turned about the hand's own axis, in palm sizes: about 0.65 for a hand seen flat, 0 edge on. Positive when the
 * little finger's side lies clockwise of the thumb's side, as it does on the back of a right hand and on the palm of a left one.
 */
export function turned(hand: Landmarks): number {
  const [[x, y], [u, v]] = [from(point(hand, WRIST), point(hand, INDEX)), from(point(hand, WRIST), point(hand, LITTLE))];
  return (x * v - y * u) / Math.max(1, palmSize(hand)) ** 2;
}

/** How far `b` lies beyond `a` in the direction of the hand; negative when it is folded back. */
function along(hand: Landmarks, a: number, b: number): number {
  const [[x, y], [u, v]] = [from(point(hand, a), point(hand, b)), direction(hand)];
  return x * u + y * v;
}

/** How far `b` lies from `a` across the hand; negative when the hand is seen from its other side. */
function across(hand: Landmarks, a: number, b: number): number {
  const [[x, y], [u, v]] = [from(point(hand, a), point(hand, b)), direction(hand)];
  return x * v - y * u;
}
