// The graph of how mirror therapy may work: how it is walked by arrow keys, how its lines run, and its grades in words.
import type { Mechanism, MechanismClaim, MechanismPart, MechanismPoint, MechanismStep } from "../../shared/contract";

export type Place = MechanismPart | MechanismStep;
export type Arrow = "ArrowUp" | "ArrowDown" | "ArrowLeft" | "ArrowRight";

export const isStep = (place: Place): place is MechanismStep => "begin" in place;
export const idOf = (place: Place): string => (isStep(place) ? `${place.begin}-${place.end}` : place.id);

/** Nodes and edges as they are read: row by row, from left to right. */
export const places = (graph: Mechanism): Place[] =>
  [...graph.parts, ...graph.steps].sort((a, b) => a.box.row - b.box.row || a.box.x - b.box.x);

const grades: Record<string, string> = {
  supported: "supported",
  partly: "partly supported",
  unknown: "not known",
  "not supported": "not supported",
};
export const gradeWords = (grade: string): string => grades[grade] ?? grade;

/** "partly supported, contested": never told by colour or by a dashed line alone. */
export const certainty = (step: MechanismStep): string => gradeWords(step.grade) + (step.contested ? ", contested" : "");

/** Down goes along an edge to what it may lead to, up goes back, left and right go to the neighbours in a row. */
export function walked(graph: Mechanism, from: Place, arrow: Arrow): Place | undefined {
  if (arrow === "ArrowLeft" || arrow === "ArrowRight") {
    const row = places(graph).filter((one) => one.box.row === from.box.row);
    return row[row.indexOf(from) + (arrow === "ArrowLeft" ? -1 : 1)];
  }
  const down = arrow === "ArrowDown";
  if (isStep(from)) return graph.parts.find((part) => part.id === (down ? from.end : from.begin));
  return graph.steps.find((step) => (down ? step.begin : step.end) === from.id);
}

/** An SVG path that leaves and enters every box straight. */
export function curve(line: readonly MechanismPoint[]): string {
  return line
    .map(({ x, y }, place) => {
      const before = line[place - 1];
      if (!before) return `M${x},${y}`;
      const middle = (before.y + y) / 2;
      return before.x === x ? `L${x},${y}` : `C${before.x},${middle} ${x},${middle} ${x},${y}`;
    })
    .join(" ");
}

/** The claims of an edge under what they say of it. A claim whose evidence speaks both ways stands once, under both. */
export function sides(step: MechanismStep): { title: string; claims: MechanismClaim[] }[] {
  const against = new Set(step.against.map((claim) => claim.id));
  const basis = new Set(step.claims.map((claim) => claim.id));
  const open = (claim: MechanismClaim) => claim.grade === "unknown" && !against.has(claim.id);
  return [
    { title: "For it", claims: step.claims.filter((claim) => !against.has(claim.id) && !open(claim)) },
    { title: "For it and against it", claims: step.claims.filter((claim) => against.has(claim.id)) },
    { title: "Against it", claims: step.against.filter((claim) => !basis.has(claim.id)) },
    { title: "Looked for", claims: step.claims.filter(open) },
  ].filter((side) => side.claims.length > 0);
}
