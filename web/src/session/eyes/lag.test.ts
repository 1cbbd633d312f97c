import { describe, expect, it } from "vitest";
import { handAt, type Pose } from "./hand.fixture";
import { LAG, Lag } from "./lag";
import { random } from "./random.fixture";

const STEP = 1000 / 15;
type Course = (at: number) => Pose | null;

/** The lag after `lasting` ms of two hands, the affected one as its owner's other hand: reflected, and `size` of the intact one. */
function lag(intact: Course, affected: Course, { lasting = 12_000, noise = 0.01, size = 0.8 } = {}): number | null {
  const draw = random(5);
  const found = new Lag();
  const points = (pose: Pose | null, palm: number) => pose && handAt(pose, palm, noise, draw);
  for (let at = 0; at <= lasting; at += STEP) {
    const other = points(affected(at), 100 * size)?.map((value, k) => (k % 2 === 0 ? 1280 - value : value)) ?? null;
    found.add(7000 + at, points(intact(at), 100), other);
  }
  return found.take();
}
const swing = (at: number, every: number) => 0.5 + 0.5 * Math.sin((2 * Math.PI * at) / every);
const opening = (every: number, share = 1, late = 0): Course => (at) => ({ open: share * swing(at - late, every) });

describe("the lag of the affected hand", () => {
  it.each([-400, -150, 0, 90, 180, 350, 600])("is found to 30 ms where it moves %i ms later", (late) => {
    for (const every of [2000, 3000, 5000]) expect(Math.abs(lag(opening(every), opening(every, 1, late))! - late), `every ${every} ms`).toBeLessThan(30);
  });

  it("is found for a movement sideways, which the two hands make in opposite directions", () => {
    const tilting = (late: number): Course => (at) => ({ tilt: 0.5 * Math.sin((2 * Math.PI * (at - late)) / 3000) });
    expect(Math.abs(lag(tilting(0), tilting(200))! - 200)).toBeLessThan(30);
  });

  it("is found where the affected hand moves a third as much", () => {
    expect(Math.abs(lag(opening(3000), opening(3000, 0.35, 200))! - 200)).toBeLessThan(60);
  });

  it("is not known of a hand at rest, though the landmarks tremble, nor of two that move unlike each other", () => {
    expect(lag(opening(3000), () => ({}))).toBeNull();
    expect(lag(() => ({}), opening(3000))).toBeNull();
    expect(lag(opening(3000), (at) => ({ open: swing(at, 3000) > 0.5 === swing(at, 1700) > 0.5 ? 1 : 0 }))).toBeNull();
  });

  it("is not known before enough was seen of both", () => {
    expect(lag(opening(3000), opening(3000), { lasting: LAG.seen * LAG.span - 200 })).toBeNull();
    expect(lag(opening(3000), (at) => (at % 4000 < 2000 ? { open: swing(at, 3000) } : null))).toBeNull();
    expect(lag((at) => (at > 4000 ? null : { open: swing(at, 3000) }), opening(3000))).toBeNull();
  });

  it("bridges looks that failed", () => {
    let k = 0;
    const seen = (course: Course): Course => (at) => (k++ % 5 === 0 ? null : course(at));
    expect(Math.abs(lag(opening(3000), seen(opening(3000, 1, 200)))! - 200)).toBeLessThan(40);
  });
});
