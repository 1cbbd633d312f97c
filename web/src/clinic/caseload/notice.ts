// What a session, the gates of a programme or a review point raised, in words.
import type { NoticeCard } from "../../shared/contract";
import { count } from "../../shared/words";

const events = (notice: NoticeCard): string => notice.events.map((id) => id.replaceAll("_", " ")).join(", ");

/** "Severe adverse event: dizziness", "Pain rose from 4 to 7 in a session". */
export function noticeWords(notice: NoticeCard): string {
  switch (notice.kind) {
    case "severe_event":
      return `Severe adverse event: ${events(notice)}`;
    case "pain_rise":
      return notice.rise ? `Pain rose from ${notice.rise[0]} to ${notice.rise[1]} in a session` : "Pain rose in a session";
    case "event":
      return `Adverse event: ${events(notice)}`;
    case "stopped":
      return "Session stopped by the person";
    case "interrupted":
      return "Session interrupted";
    case "gate_asks":
      return `Programme, stage “${notice.at_stage?.name ?? ""}”: please decide`;
    case "stepped_back":
      return `Programme: one stage back, to “${notice.at_stage?.name ?? ""}”`;
    case "review_due":
      return `Review after ${count(notice.at_review?.after ?? 0, "session")} is due`;
  }
}

/** Why the gates say so, in one sentence with its numbers, or what a review looks back at; empty for what a session raised. */
export const noticeReason = (notice: NoticeCard): string => notice.at_stage?.why ?? notice.at_review?.text ?? "";

/** From this level on somebody has to act (practice/raised.py). */
export const ALARM = 3;
