// What this device remembers between sessions: where the camera stands, how its picture is turned, sound.
import type { PlacementChoice, SessionPlan } from "../shared/contract";
import { displayed } from "../shared/display";
import { DEVICE, keep, setting } from "../shared/store";
import type { Source, ViewSettings, Zoom } from "./eyes";
import type { Picture } from "./state";

export interface Device {
  /** For which limb this was set up; null until a set-up was finished. */
  limb: SessionPlan["limb"] | null;
  affected: SessionPlan["affected"] | null;
  picture: Picture;
  source: Source;
  placement: PlacementChoice["id"];
  rotate: PlacementChoice["rotate"];
  flip: boolean;
  /** The person turned or flipped the picture: what they chose is not changed again by itself. */
  corrected: boolean;
  midline: number;
  /** The person moved the line: it does not move again by itself. */
  moved: boolean;
  /** What is shown of the picture's height; null for all of it. */
  zoom: Zoom | null;
  /** The background is hidden; null until the person has chosen. */
  hideBackground: boolean | null;
  sound: boolean;
  /** Lines are spoken; null until the person has chosen. */
  voice: boolean | null;
  /** How fast they are spoken: 1 is the voice's own rate. */
  voiceRate: number;
  /** Who last answered the embodiment statements here, and when (ms since 1970). */
  felt: { person: string; at: number } | null;
  /** The plan whose lesson was had here. */
  lesson: string | null;
}

const fresh = (plan: SessionPlan): Device => ({
  limb: null, affected: null, picture: plan.picture, source: { kind: "camera" }, placement: "facing", rotate: 0, flip: false,
  corrected: false, midline: 0.5, moved: false, zoom: null, hideBackground: null, sound: plan.pacing_sound, felt: null, lesson: null, voice: null, voiceRate: 1,
});

/** What is remembered, or a fresh start where nothing (or something of another shape) is. */
export async function remembered(plan: SessionPlan): Promise<Device> {
  const kept = await setting<Partial<Device>>(DEVICE);
  return { ...fresh(plan), ...(kept && typeof kept === "object" ? kept : {}) };
}

export const remember = (device: Device): Promise<void> => keep(DEVICE, { ...device });

/** Whether the limb is to be shown on a plain table: as the person chose, else as the plan says. */
export const hidesBackground = (device: Device, plan: SessionPlan): boolean =>
  device.hideBackground ?? (plan.hide_background as boolean | undefined) ?? false;

/** Whether the last set-up was for the same limb, so that one button can repeat it. */
export const fits = (device: Device, plan: SessionPlan): boolean =>
  device.limb === plan.limb && device.affected === plan.affected;

export const intact = (plan: SessionPlan): "left" | "right" => (plan.affected === "left" ? "right" : "left");

export const view = (device: Device, plan: SessionPlan): ViewSettings => ({
  view: plan.view, intact: intact(plan), rotate: device.rotate, flip: device.flip, midline: device.midline,
  zoom: device.zoom, above: device.placement === "above", display: displayed(plan, "camera"),
});
