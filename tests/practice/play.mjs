// Plays the web client's own session flow at random, and prints what it logged and how long it counted as looked.
// Arguments: the flow module's address, a file with a plan, how many sessions.
import { readFileSync } from "node:fs";

const [, , address, file, sessions] = process.argv;
const { begin, play } = await import(address);
const plan = JSON.parse(readFileSync(file, "utf8"));

/** The same numbers for the same seed (a linear congruential generator). */
function numbers(seed) {
  let state = seed * 7919;
  return () => (state = (state * 1664525 + 1013904223) >>> 0) / 2 ** 32;
}

const camera = { kind: "camera_started", source: "camera", placement: "facing", rotate: 0, flip: true, width: 640, height: 480, rate: 30 };
const reasons = ["hidden", "closed", "camera_lost", "found_open"];
const one = (list, next) => list[Math.floor(next() * list.length)];

/** What somebody might do next, or null for nothing. */
function input(flow, step, glass, next) {
  const p = next();
  if (flow.phase !== "playing") {
    if (p < 0.1) return { do: "interrupt", reason: "hidden" };
    if (p < 0.15) return { do: "stop", by: "escape" };
    return p < 0.17 ? { do: "end" } : p < 0.6 ? { do: "go_on" } : null;
  }
  if (step?.kind === "set_up" && glass && p < 0.3) return { do: "picture", picture: "glass" };
  if (p < 0.1) return glass ? null : { do: "measured", event: camera };
  if (p < 0.12) return { do: "measured", event: { kind: "camera_lost", reason: "ended" } };
  if (p < 0.15) return { do: "hold" };
  if (p < 0.16) return { do: "shorten" };
  if (p < 0.17) return { do: "stop", by: "button" };
  if (p < 0.2) return { do: "interrupt", reason: one(reasons, next) };
  if (p < 0.5) return { do: "paced" };
  return p < 0.7 ? { do: "finish", early: next() < 0.2 } : null;
}

function session(seed) {
  const next = numbers(seed);
  const glass = next() < 0.3;
  const lines = [];
  let flow = begin();
  let at = 0;
  const turn = (given) => {
    const [after, bodies] = play(plan, flow, given, at);
    flow = after;
    for (const body of bodies) {
      lines.push(JSON.stringify({ v: 1, session: "1".repeat(32), seq: lines.length, at, wall: "2026-03-01T09:30:00.000+01:00", ...body }));
    }
  };
  turn({ do: "open", input: "keyboard", browser: "chromium", lacks: [] });
  for (let count = 0; count < 400 && flow.phase !== "closed"; count++) {
    at = Math.round((at + next() * 3000) * 1000) / 1000;
    const given = input(flow, plan.steps[flow.step], glass, next);
    if (given) turn(given);
  }
  return { looked: flow.looked, outcome: flow.outcome, lines };
}

console.log(JSON.stringify(Array.from({ length: Number(sessions) }, (_, index) => session(index + 1))));
