// Every kind of step with its rules. A new kind is registered here, and its page in pages.ts.
// Rules know no Svelte, and are imported by their whole names, so that Node can play a session alone.
import type { Step, StepOf } from "../state";
import { rules as block } from "./block.ts";
import { rules as breathing } from "./breathing.ts";
import { rules as check_in } from "./check_in.ts";
import { rules as check_out } from "./check_out.ts";
import { rules as checklist } from "./checklist.ts";
import { rules as direct_movement } from "./direct_movement.ts";
import { rules as embodiment } from "./embodiment.ts";
import { rules as imagery } from "./imagery.ts";
import { rules as judgement } from "./judgement.ts";
import { rules as lesson } from "./lesson.ts";
import { rules as look } from "./look.ts";
import { rules as observation } from "./observation.ts";
import { rules as rest } from "./rest.ts";
import type { Rules } from "./rules";
import { rules as set_up } from "./set_up.ts";
import { rules as summary } from "./summary.ts";

export const KINDS: { readonly [K in Step["kind"]]: Rules<StepOf<K>> } = {
  block, breathing, check_in, check_out, checklist, direct_movement, embodiment, imagery, judgement, lesson, look, observation, rest, set_up, summary,
};

/** A newer server may plan a kind that this client does not know: it is left out, and the session goes on. */
const unknown: Rules<Step> = { enter: (turn) => turn.leave("skipped") };
const none: Rules<Step> = {};

export function rulesOf(step: Step | undefined): Rules<Step> {
  return step ? ((KINDS as { readonly [kind: string]: Rules<Step> })[step.kind] ?? unknown) : none;
}
