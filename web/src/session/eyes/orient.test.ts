import { describe, expect, it } from "vitest";
import { ownSize, ownView, type ViewSettings } from "./geometry";
import type { Hand } from "./hand";
import { Orient, ownViewed, stand, type Stand } from "./orient";
import type { Side } from "./sides";
import films from "./tracks.fixture.json";

interface Film {
  film: string;
  width: number;
  height: number;
  side: string;
  looks: { at: number; points: number[] }[];
}

const ALL: Stand[] = ([0, 90, 180, 270] as const).flatMap((rotate) => [false, true].map((flip) => ({ rotate, flip })));
const TURNS = [0, 90, 180, 270] as const;

/** What a person says who looks at each film: how it must be shown. */
const TRUTH: Record<string, Stand> = {
  "table_one_right_hand, pointing, back of the hand": { rotate: 180, flip: false },
  "table_one_right_hand, open and fist": { rotate: 180, flip: false },
  one_right_hand_spelling: { rotate: 0, flip: true },
  "two_hands_1, left": { rotate: 180, flip: false },
  "two_hands_1, right": { rotate: 180, flip: false },
  "two_hands_2, right held up": { rotate: 0, flip: true },
  "two_hands_2, left held up": { rotate: 0, flip: true },
  "two_hands_2, left lying": { rotate: 180, flip: false },
  "hands.jpg, upside down": { rotate: 180, flip: false },
  "hands.jpg, upright": { rotate: 0, flip: false },
};
/** Films of a hand that lies flat: a camera above it could have taken them, too. */
const FLAT = ["table_one_right_hand, pointing, back of the hand", "table_one_right_hand, open and fist", "hands.jpg, upright", "hands.jpg, upside down"];

const all: Film[] = films;
const hands = ({ looks, side }: Film): Hand[] => looks.map(({ points }) => ({ points, side: side as Side }));
const settings = (stand: Stand, intact: Side, above: boolean): ViewSettings => ({ view: "mirror", intact, midline: 0.5, above, ...stand });

/** The film as a camera would see it that was turned by quarter turns. */
function filmedTurned(film: Film, turn: Stand["rotate"]): Film {
  const [a, b, c, d, e, f] = ownView(film.width, film.height, { rotate: turn, flip: false });
  const [width, height] = ownSize(film.width, film.height, turn);
  const points = (p: number[]) => p.map((_, k) => (k % 2 === 0 ? a * p[k]! + c * p[k + 1]! + e : b * p[k - 1]! + d * p[k]! + f));
  return { ...film, width, height, looks: film.looks.map((look) => ({ at: look.at, points: points(look.points) })) };
}

/** The film seen in a looking-glass: then it shows a hand of the other side. */
function looking(film: Film): Film {
  const points = (p: number[]) => p.map((value, k) => (k % 2 === 0 ? film.width - value : value));
  const side = film.side === "left" ? "right" : "left";
  return { ...film, side, looks: film.looks.map((look) => ({ at: look.at, points: points(look.points) })) };
}

function decided(film: Film, above: boolean): Stand | null {
  const orient = new Orient();
  let found: Stand | null = null;
  for (const [k, hand] of hands(film).entries()) found = orient.add({ at: film.looks[k]!.at, hand, took: 30 }, above) ?? found;
  return found;
}

describe("the view sets itself", () => {
  it("for every real film, from a camera before the person, whichever hand it is", () => {
    expect(all.map(({ film }) => film)).toEqual(Object.keys(TRUTH));
    for (const film of all) {
      expect(decided(film, false), film.film).toEqual(TRUTH[film.film]);
      expect(decided(looking(film), false), `${film.film}, the other hand`).toEqual(TRUTH[film.film]);
    }
  });

  it("for a hand seen from above, however the camera was turned", () => {
    for (const film of all.filter(({ film }) => FLAT.includes(film)))
      for (const turn of TURNS) {
        const upright = TRUTH[film.film]!.rotate;
        const wanted = { rotate: (upright - turn + 360) % 360, flip: false };
        expect(decided(filmedTurned(film, turn), true), `${film.film}, turned by ${turn}`).toEqual(wanted);
      }
  });

  it("within two seconds of a hand that is seen ten times a second", () => {
    for (const film of all) {
      const orient = new Orient();
      const first = hands(film).findIndex((hand, k) => orient.add({ at: 100 * k, hand, took: 30 }, false));
      expect(first, film.film).toBeGreaterThan(0);
      expect(100 * first, film.film).toBeLessThanOrEqual(2000);
    }
  });

  it("not by one look, nor by looks that disagree or show no hand", () => {
    const [down, up] = [hands(all[0]!)[0]!, hands(all[2]!)[0]!];
    const orient = new Orient();
    expect(orient.add({ at: 0, hand: down, took: 30 }, false)).toBeNull();
    for (let k = 1; k < 20; k++) expect(orient.add({ at: 100 * k, hand: k % 2 ? up : down, took: 30 }, false)).toBeNull();
    for (let k = 20; k < 40; k++) expect(orient.add({ at: 100 * k, hand: null, took: 30 }, false)).toBeNull();
  });

  it("is undecided for a hand that points at the camera", () => {
    const [x, y] = [300, 200];
    const straight = Array.from({ length: 21 }, (_, k) => (k === 0 || k === 9 ? [x, y] : [x + 40 * Math.cos(k), y + 40 * Math.sin(k)])).flat();
    expect(stand({ points: straight, side: "right" }, true)).toBeNull();
  });
});

describe("the check of the own view", () => {
  it("passes for the one right way to show a film, and fails for each of the seven others", () => {
    for (const one of all)
      for (const film of [one, looking(one)])
        for (const way of ALL) {
          const right = way.rotate === TRUTH[one.film]!.rotate && way.flip === TRUTH[one.film]!.flip;
          const reading = ownViewed(hands(film), settings(way, film.side as Side, false), film.side as Side);
          expect(reading.passed, `${film.film} ${film.side} ${JSON.stringify(way)}: ${reading.value}`).toBe(right);
        }
  });

  it("says the same of a camera above, however it was turned", () => {
    for (const film of all.filter(({ film }) => FLAT.includes(film)))
      for (const turn of TURNS) {
        const seen = filmedTurned(film, turn);
        const passed = ALL.filter((way) => ownViewed(hands(seen), settings(way, film.side as Side, true), film.side as Side).passed);
        expect(passed, `${film.film}, turned by ${turn}`).toEqual([{ rotate: (TRUTH[film.film]!.rotate - turn + 360) % 360, flip: false }]);
      }
  });

  it("fails for the other hand", () => {
    for (const film of all) {
      const other: Side = film.side === "left" ? "right" : "left";
      for (const way of ALL) expect(ownViewed(hands(film), settings(way, other, false), other).passed).toBe(false);
    }
  });
});
