import { describe, expect, it } from "vitest";
import type { Mechanism, MechanismClaim, MechanismPart, MechanismStep } from "../../shared/contract";
import { certainty, curve, idOf, places, sides, walked, type Arrow, type Place } from "./mechanism";

const box = (row: number, x: number) => ({ row, x, y: row * 100, width: 168, height: 56 });
const part = (id: string, row: number, x: number): MechanismPart => ({ id, name: id, about: "", box: box(row, x) });
const claim = (id: string, grade: MechanismClaim["grade"] = "partly"): MechanismClaim => ({ id, found: "", grade, source: "", provenance: "read", doubt: "" });
const step = (begin: string, end: string, row: number, x: number, more: Partial<MechanismStep> = {}): MechanismStep => ({
  begin, end, says: "", grade: "partly", contested: false, claims: [claim("C01")], against: [], box: box(row, x), line: [], ...more,
});
const graph: Mechanism = {
  width: 400, height: 400,
  parts: [part("see", 0, 200), part("own", 2, 100), part("map", 2, 300)],
  steps: [step("see", "own", 1, 100), step("see", "map", 1, 300)],
};

describe("walking the graph", () => {
  const by = (from: string, ...arrows: Arrow[]) =>
    arrows.reduce<Place | undefined>((at, arrow) => at && walked(graph, at, arrow), places(graph).find((one) => idOf(one) === from));

  it("follows an edge down and back up", () => {
    expect(idOf(by("see", "ArrowDown", "ArrowRight", "ArrowDown")!)).toBe("map");
    expect(idOf(by("map", "ArrowUp", "ArrowUp")!)).toBe("see");
  });
  it("ends where the graph ends", () => {
    expect(by("see", "ArrowUp")).toBeUndefined();
    expect(by("own", "ArrowDown")).toBeUndefined();
    expect(by("own", "ArrowLeft")).toBeUndefined();
    expect(by("map", "ArrowRight")).toBeUndefined();
  });
  it("reads row by row", () => expect(places(graph).map(idOf)).toEqual(["see", "see-own", "see-map", "own", "map"]));
});

describe("an edge in words", () => {
  it("says that it is contested", () => {
    expect(certainty(step("see", "own", 1, 0))).toBe("partly supported");
    expect(certainty(step("see", "own", 1, 0, { grade: "unknown", contested: true }))).toBe("not known, contested");
  });
  it("names a claim once, under what it says of the edge", () => {
    const both = step("see", "own", 1, 0, { claims: [claim("C01"), claim("C02"), claim("C03", "unknown")], against: [claim("C02"), claim("C04", "unknown")] });
    expect(sides(both).map((side) => [side.title, side.claims.map((one) => one.id).join()])).toEqual([
      ["For it", "C01"], ["For it and against it", "C02"], ["Against it", "C04"], ["Looked for", "C03"],
    ]);
    expect(sides(step("see", "own", 1, 0)).map((side) => side.title)).toEqual(["For it"]);
  });
});

describe("a line", () => {
  it("is straight where it goes straight down, and bends between rows only", () => {
    expect(curve([{ x: 10, y: 0 }, { x: 50, y: 40 }, { x: 50, y: 90 }])).toBe("M10,0 C10,20 50,20 50,40 L50,90");
  });
});
