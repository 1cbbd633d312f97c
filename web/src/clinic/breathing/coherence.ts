// How regularly the heart rate swings: the power around its largest peak against the rest.
import type { HeartFile } from "../../shared/contract";

export type BandRules = Pick<HeartFile, "rate" | "peak_low" | "peak_high" | "around" | "total_high">;

export interface Swing {
  /** Hz of the largest peak. */
  peak: number;
  /** ms² of the peak. */
  power: number;
  /** The peak's power over the rest: the coherence ratio. */
  ratio: number;
}

/** Steps of the spectrum: many more than the samples have, so that edges in Hz fall nearly where they are meant. */
const POINTS = 2048;

/** From intervals in ms at even steps: linear trend taken off, Hann window, one-sided power spectrum. Null for a series that stands still. */
export function swing(values: readonly number[], rules: BandRules): Swing | null {
  const windowed = hann(detrended(values));
  const weight = values.reduce((sum, _, n) => sum + hannAt(n, values.length) ** 2, 0);
  const width = rules.rate / POINTS;
  const density: number[] = [];
  for (let bin = 1; bin * width <= rules.total_high + 1e-12; bin += 1) {
    let [real, imaginary] = [0, 0];
    for (let n = 0; n < windowed.length; n += 1) {
      const angle = (2 * Math.PI * bin * n) / POINTS;
      real += windowed[n]! * Math.cos(angle);
      imaginary -= windowed[n]! * Math.sin(angle);
    }
    density.push((2 * (real ** 2 + imaginary ** 2)) / (rules.rate * weight));
  }
  const hz = (n: number): number => (n + 1) * width;
  const inBand = density.map((one, n) => (hz(n) >= rules.peak_low && hz(n) <= rules.peak_high ? one : -1));
  const peak = hz(inBand.indexOf(Math.max(...inBand)));
  const power = width * density.reduce((sum, one, n) => sum + (Math.abs(hz(n) - peak) <= rules.around + 1e-12 ? one : 0), 0);
  const rest = width * density.reduce((sum, one) => sum + one, 0) - power;
  return rest > 0 && power > 1e-9 ? { peak, power, ratio: power / rest } : null;
}

const hannAt = (n: number, length: number): number => 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / length);
const hann = (values: readonly number[]): number[] => values.map((one, n) => one * hannAt(n, values.length));

/** What is left without the straight line that fits best. */
function detrended(values: readonly number[]): number[] {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  const over = values.reduce((sum, one, n) => sum + (n - middle) * (one - mean), 0);
  const slope = over / values.reduce((sum, _, n) => sum + (n - middle) ** 2, 0);
  return values.map((one, n) => one - mean - slope * (n - middle));
}
