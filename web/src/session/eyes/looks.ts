/** On a slow device, looks up to this many spans old still count. */
const AGES = 3;

/**
 * The looks of the last `span` ms before `at`, oldest first. When these are fewer than `fewest`, the latest `fewest` looks
 * instead, but none older than three spans: a device that looks seldom would otherwise never have enough looks to decide.
 */
export function latest<Look extends { at: number }>(looks: readonly Look[], at: number, span: number, fewest: number): Look[] {
  const usable = looks.filter((look) => look.at > at - AGES * span);
  const fresh = usable.filter((look) => look.at > at - span);
  return fresh.length >= fewest ? fresh : usable.slice(-fewest);
}
