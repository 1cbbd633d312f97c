// Every kind of step that the contract has is whole on this side: rules, a page, a planned length. And what a kind may do.
import { existsSync } from "node:fs";
import { describe, expect, it } from "vitest";
import contract from "../../../contract.schema.json";
import type { SessionPlan } from "../../shared/contract";
import { begin, play, type Input } from "../flow";
import { sample } from "../sample";
import type { Body, Flow, OwnOf, Step } from "../state";
import { KINDS } from "./kinds";
import { PAGES } from "./pages";
import { type Rules, type State, stateOf } from "./rules";

const kinds = Object.keys(contract.$defs.SessionPlan.properties.steps.items.discriminator.mapping).sort();
const page = (kind: string): string => kind.split("_").map((part) => part[0]!.toUpperCase() + part.slice(1)).join("");

describe("a kind of step of the contract", () => {
  it("is found in the contract", () => {
    expect(kinds).toContain("look");
    expect(kinds.length).toBeGreaterThanOrEqual(8);
  });
  for (const kind of kinds) {
    it(`${kind} has its rules and its page, both registered`, async () => {
      const files = { rules: `${import.meta.dirname}/${kind}.ts`, page: `${import.meta.dirname}/${page(kind)}.svelte` };
      for (const file of Object.values(files)) expect(existsSync(file), `${file} is missing`).toBe(true);
      expect(KINDS).toHaveProperty(kind, ((await import(files.rules)) as { rules: unknown }).rules);
      expect(PAGES).toHaveProperty(kind, ((await import(files.page)) as { default: unknown }).default);
    });
  }
  it("is not registered without being in the contract", () => {
    expect(Object.keys(KINDS).sort()).toEqual(kinds);
    expect(Object.keys(PAGES).sort()).toEqual(kinds);
  });
  it("is the only one whose page logs its events", () => {
    const events = Object.values(KINDS as Record<string, Rules<Step>>).flatMap((rules) => rules.events ?? []);
    expect(new Set(events).size).toBe(events.length);
  });
});

/** A kind that only this test has: its page logs choices, and its account is how many there were. */
const counting: State<Step, number, OwnOf<"chose">> = { begin: () => 0, take: (count) => count + 1 };
const choice = { kind: "chose", question: "side", choice: "left" } satisfies OwnOf<"chose">;
const chosen: Input = { do: "own", event: choice };
const step = { ...sample.steps[0]!, kind: "counting", id: "count" } as unknown as Step;
const plan: SessionPlan = { ...sample, steps: [step, ...sample.steps.slice(1)] };
const open: Input = { do: "open", input: "pointer", browser: "chromium", lacks: [] };

function playing<T>(rules: Rules<Step> | undefined, work: (turn: (...inputs: Input[]) => Body[], flow: () => Flow) => T, from = begin()): T {
  const registered = KINDS as Record<string, Rules<Step>>;
  let flow = from;
  if (rules) registered["counting"] = rules;
  try {
    return work((...inputs) => inputs.flatMap((input) => {
      const [next, events] = play(plan, flow, input, 0);
      flow = next;
      return events;
    }), () => flow);
  } finally {
    delete registered["counting"];
  }
}

describe("a kind with events and an account of its own", () => {
  const rules: Rules<Step> = { events: ["chose"], state: counting };

  it("has them logged with the step while it is played, and at no other time", () => {
    playing(rules, (turn, flow) => {
      expect(turn(chosen)).toEqual([]);
      turn(open);
      expect(turn(chosen)).toEqual([{ ...choice, step: "count" }]);
      for (const pause of [{ do: "stop", by: "escape" }, { do: "interrupt", reason: "hidden" }] as Input[]) {
        turn(pause);
        expect(turn(chosen)).toEqual([]);
        turn({ do: "go_on" });
      }
      expect(turn(chosen, { do: "own", event: { kind: "note", text: "not its own" } })).toHaveLength(1);
      expect(stateOf(counting, flow(), step)).toBe(2);
      turn({ do: "finish" });
      expect(turn(chosen)).toEqual([]);
    });
  });

  it("goes on where it was after a reload, and from the start in a session stored before there were such accounts", () => {
    const stored = playing(rules, (turn, flow) => (turn(open, chosen, chosen), structuredClone(flow())));
    playing(rules, (turn, flow) => {
      turn({ do: "interrupt", reason: "found_open" }, { do: "go_on" }, chosen);
      expect(stateOf(counting, flow(), step)).toBe(3);
    }, { ...begin(), ...stored });
    const { own: _own, ...before } = stored;
    playing(rules, (turn, flow) => {
      expect(stateOf(counting, flow(), step)).toBe(0);
      turn(chosen);
      expect(stateOf(counting, flow(), step)).toBe(1);
    }, { ...begin(), ...before });
  });

  it("leaves the caller's flow as it was", () => {
    playing(rules, (turn, flow) => {
      turn(open, chosen);
      const before = flow();
      const frozen = JSON.stringify(before);
      turn(chosen);
      expect(JSON.stringify(before)).toBe(frozen);
    });
  });

  it("is practice where its rules say so, and only then does ending lead to check-out", () => {
    const endings = [true, false].map((practice) =>
      playing({ ...rules, practice }, (turn) => turn(open, { do: "stop", by: "button" }, { do: "end" }).at(-1)));
    expect(endings).toEqual([{ kind: "step_started", step: "check_out" }, { kind: "closed", outcome: "not_started" }]);
  });
});

it("leaves out a kind that this client does not know, and goes on", () => {
  playing(undefined, (turn) => {
    expect(turn(open).slice(1)).toEqual([
      { kind: "step_started", step: "count" }, { kind: "step_ended", step: "count", outcome: "skipped" },
      { kind: "step_started", step: "set_up" },
    ]);
  });
});
