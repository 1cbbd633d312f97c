// Words for what there is to look at. It names facts and does not judge them; the server sorts by the same rule
// (clinic/caseload.py).
import type { PersonCard } from "../shared/contract";
import { count, daysBetween, onDay } from "../shared/words";
import { noticeWords } from "./caseload/notice";

/** What there is to look at for one person, most pressing first, in words with their numbers. */
export function attention(card: PersonCard, now: Date): string[] {
  const out: string[] = [];
  if (card.notice) out.push(`${noticeWords(card.notice)}, ${onDay(card.notice.at, now)}`);
  if (card.news > 1) out.push(`${card.news - 1} more to tick off`);
  if (card.unseen > 0) out.push(`${card.unseen} new since you last looked`);
  if (card.pain_first !== null && card.pain_last !== null && card.pain_last > card.pain_first) out.push("pain higher than at the start");
  if (!card.enrolled) out.push("no device yet");
  else if (card.last_session === null) out.push("not practised yet");
  else if (card.last_seven_days === 0) out.push(`not practised for ${count(daysBetween(card.last_session, now), "day")}`);
  if (card.incomplete > 0) out.push(`${count(card.incomplete, "session")} without a result`);
  if (card.doubtful > 0) out.push(`${count(card.doubtful, "session")} with a wrong clock`);
  return out;
}
