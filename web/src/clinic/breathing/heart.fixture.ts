// The numbers of catalogue/steps/heart.toml, for tests; tests/catalogue/models/test_heart.py holds these two together.
import type { HeartFile } from "../../shared/contract";

export const heart: HeartFile = {
  shortest: 300, longest: 2000, jump: 0.25, gap: 3, left_out: 0.05, window: 60, rate: 4, peak_low: 0.04, peak_high: 0.26,
  around: 0.015, total_high: 0.4, step_seconds: 120, fewest: 3, margin: 0.1, rules: [],
};
