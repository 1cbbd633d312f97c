// Every kind of step with its page.
import type { Component } from "svelte";
import type { Camera } from "../camera.svelte";
import type { Player } from "../player.svelte";
import type { Step, StepOf } from "../state";
import Block from "./Block.svelte";
import Breathing from "./Breathing.svelte";
import CheckIn from "./CheckIn.svelte";
import CheckOut from "./CheckOut.svelte";
import Checklist from "./Checklist.svelte";
import DirectMovement from "./DirectMovement.svelte";
import Embodiment from "./Embodiment.svelte";
import Imagery from "./Imagery.svelte";
import Judgement from "./Judgement.svelte";
import Lesson from "./Lesson.svelte";
import Look from "./Look.svelte";
import Observation from "./Observation.svelte";
import Rest from "./Rest.svelte";
import SetUp from "./SetUp.svelte";
import Summary from "./Summary.svelte";

type Page<S extends Step> = Component<{ player: Player; step: S; camera: Camera }>;

export const PAGES: { readonly [K in Step["kind"]]: Page<StepOf<K>> } = {
  block: Block, breathing: Breathing, check_in: CheckIn, check_out: CheckOut, checklist: Checklist, direct_movement: DirectMovement, embodiment: Embodiment, imagery: Imagery, judgement: Judgement, lesson: Lesson, look: Look, observation: Observation, rest: Rest, set_up: SetUp, summary: Summary,
};

/** Undefined for a kind that this client does not know, which draws nothing. */
export const pageOf = (step: Step): Page<Step> | undefined => (PAGES as unknown as { readonly [kind: string]: Page<Step> })[step.kind];
