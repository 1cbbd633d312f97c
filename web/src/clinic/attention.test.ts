import { describe, expect, it } from "vitest";
import type { NoticeCard, PersonCard } from "../shared/contract";
import { attention } from "./attention";

const now = new Date("2025-06-20T12:00:00Z");
const card = (over: Partial<PersonCard>): PersonCard => ({
  id: "0", name: "A", condition: "stroke", condition_name: "Stroke", affected: "left", limb: "hand", simulated: false, enrolled: true,
  sessions: 5, last_seven_days: 4, planned_per_week: 5, last_session: "2025-06-19T12:00:00Z", pain_first: 4, pain_last: 4, archived: null, unseen: 0, week_looked: 0, week_moved: null, week_planned: null, notice: null, news: 0, interrupted: 0, adverse: 0, incomplete: 0, doubtful: 0,
  ...over,
});

describe("attention", () => {
  it("says nothing about somebody who needs no attention", () => expect(attention(card({}), now)).toEqual([]));
  it("names each thing with its number", () => {
    const notice: NoticeCard = {
      id: "1", session: "2", kind: "severe_event", level: 3, at: "2025-06-19T12:00:00Z", events: ["dizziness", "other"], rise: null, at_stage: null, at_review: null, done: null, done_by: "", note: "", unseen: false,
    };
    const words = attention(card({ notice, news: 3, adverse: 5, interrupted: 2, pain_last: 6, last_seven_days: 0, last_session: "2025-06-08T12:00:00Z" }), now);
    expect(words).toEqual(["Severe adverse event: dizziness, other, Thu 19 Jun", "2 more to tick off", "pain higher than at the start", "not practised for 12 days"]);
  });
  it("says how much is new to who looks", () => {
    const notice: NoticeCard = { id: "1", session: "2", kind: "stopped", level: 1, at: "2025-06-19T12:00:00Z", events: [], rise: null, at_stage: null, at_review: null, done: null, done_by: "", note: "", unseen: false };
    expect(attention(card({ notice, news: 1, unseen: 1 }), now)).toEqual(["Session stopped by the person, Thu 19 Jun", "1 new since you last looked"]);
  });
  it("says which stage the gates ask about", () => {
    const at_stage = { stage: "judgement", name: "Left or right", since: "2025-06-05", decided_by: "sessions", why: "After 14 days there were 0 sessions." } as const;
    const notice: NoticeCard = { id: "1", session: null, kind: "gate_asks", level: 1, at: "2025-06-19T12:00:00Z", events: [], rise: null, at_stage, at_review: null, done: null, done_by: "", note: "", unseen: false };
    expect(attention(card({ notice, news: 1 }), now)).toEqual(["Programme, stage “Left or right”: please decide, Thu 19 Jun"]);
    expect(attention(card({ notice: { ...notice, kind: "stepped_back" }, news: 1 }), now)).toEqual(["Programme: one stage back, to “Left or right”, Thu 19 Jun"]);
  });
  it("says which review is due", () => {
    const at_review = { condition: "stroke", after: 10, text: "Look back." };
    const notice: NoticeCard = { id: "1", session: null, kind: "review_due", level: 1, at: "2025-06-19T12:00:00Z", events: [], rise: null, at_stage: null, at_review, done: null, done_by: "", note: "", unseen: false };
    expect(attention(card({ notice, news: 1 }), now)).toEqual(["Review after 10 sessions is due, Thu 19 Jun"]);
  });
  it("names sessions without a result and those of a device with a wrong clock", () => {
    expect(attention(card({ incomplete: 1, doubtful: 2 }), now)).toEqual(["1 session without a result", "2 sessions with a wrong clock"]);
  });
  it("does not say that somebody without a device has not practised", () => {
    expect(attention(card({ enrolled: false, last_session: null, last_seven_days: 0 }), now)).toEqual(["no device yet"]);
  });
});
