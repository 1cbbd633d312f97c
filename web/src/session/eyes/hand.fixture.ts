import { normal, random } from "./random.fixture";

/** A drawn hand's pose: `open` 0 (fist) to 1, `tilt` in radians from upright, `turn` 1 (palm) to -1 (back), in palm lengths. */
export interface Pose {
  open?: number;
  index?: number;
  thumb?: number;
  tilt?: number;
  turn?: number;
  bend?: number;
  x?: number;
  y?: number;
}

/** 21 landmarks of a right hand with a palm of `size` pixels in the given pose. */
export function handAt(pose: Pose, size = 100, noise = 0, draw: () => number = random(1)): number[] {
  const { open = 1, index = open, thumb = open, tilt = 0, turn = 1, bend = 1, x = 3, y = 3 } = pose;
  const own: [number, number][] = [[0, 0]];
  for (let k = 1; k <= 4; k++) own.push([0.25 + 0.15 * k * thumb, -0.2 - 0.15 * k]);
  for (const [finger, side] of [0.36, 0.12, -0.12, -0.36].entries())
    for (let k = 0; k < 4; k++) {
      const reach = finger === 0 ? index : open;
      own.push([side * (1 + 0.2 * k * reach), (-1 - 0.28 * k * (2 * reach - 1)) * bend]);
    }
  const [cos, sin] = [Math.cos(tilt), Math.sin(tilt)];
  return own.flatMap(([u, v]) => {
    const across = u * turn;
    return [size * (x + across * cos - v * sin) + noise * size * normal(draw), size * (y + across * sin + v * cos) + noise * size * normal(draw)];
  });
}
