import type { SessionPlan } from "../../shared/contract";

/** The anatomical side of the person, never of the picture. */
export type Side = SessionPlan["affected"];
export type View = SessionPlan["view"];
