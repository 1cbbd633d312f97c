// A pooled effect in words: the number with its interval, which direction is better, and everything that qualifies it.
import type { Pooled } from "../../shared/contract";
import { count, provenanceWords } from "../../shared/words";

const two = (value: number): string => value.toFixed(2);

/** "pain: SMD -0.81 (-1.36 to -0.25); below 0 is less pain; 9 trials; 372 people; …" */
export function figureWords(figure: Pooled): string {
  const { outcome, measure, value, low, high } = figure;
  const parts = [
    `${outcome}: ${measure} ${two(value)} (${two(low)} to ${two(high)})`,
    figure.meaning,
    figure.trials === null ? "trials not stated" : count(figure.trials, "trial"),
    figure.people === null ? "people not stated" : count(figure.people, "person", "people"),
    figure.i2 === null ? "heterogeneity not stated" : `I\u00b2 ${figure.i2} %`,
    figure.model === "not stated" ? "model not stated" : `${figure.model}-effects model`,
    `certainty ${figure.certainty}`,
    `${figure.source} (${provenanceWords(figure.provenance)})`,
  ];
  return parts.join("; ");
}
