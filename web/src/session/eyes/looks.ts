/** A look younger than this many times the usual span still counts while a slow device has made too few newer ones. */
const AGES = 3;

/**
 * The looks of the last `span` ms before `at`, oldest first; on a device that looks seldom the latest `fewest` looks instead,
 * none older than three spans. What counts looks would otherwise never decide there.
 */
export function latest<Look extends { at: number }>(looks: readonly Look[], at: number, span: number, fewest: number): Look[] {
  const usable = looks.filter((look) => look.at > at - AGES * span);
  const fresh = usable.filter((look) => look.at > at - span);
  return fresh.length >= fewest ? fresh : usable.slice(-fewest);
}
