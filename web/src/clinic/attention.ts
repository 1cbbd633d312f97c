// Who to look at first. Orders and names facts; it does not judge them.
import type { PersonCard } from "../shared/contract";
import { count } from "../shared/words";

/** What there is to look at for one person, most pressing first, in words with their numbers. */
export function attention(card: PersonCard, now: Date): string[] {
  const out: string[] = [];
  if (card.adverse > 0) out.push(count(card.adverse, "adverse event"));
  if (card.interrupted > 0) out.push(`${card.interrupted} interrupted`);
  if (card.pain_first !== null && card.pain_last !== null && card.pain_last > card.pain_first) out.push("pain higher than at first");
  if (!card.enrolled) out.push("no device yet");
  else if (card.last_session === null) out.push("not practised yet");
  else if (card.last_seven_days === 0) {
    const days = Math.floor((now.getTime() - new Date(card.last_session).getTime()) / 86_400_000);
    out.push(`not practised for ${count(days, "day")}`);
  }
  return out;
}

/** Sort key: more to look at comes first; equal counts go by adverse events, then interruptions. */
export function urgency(card: PersonCard, now: Date): number {
  return attention(card, now).length * 10_000 + Math.min(99, card.adverse) * 100 + Math.min(99, card.interrupted);
}
