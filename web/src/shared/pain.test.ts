import { describe, expect, it } from "vitest";
import { painArrays, painWords } from "./pain";

const points = [
  { when: "2025-06-02T10:00:00+00:00", before: 5, after: 4 },
  { when: "2025-06-01T10:00:00+00:00", before: 6, after: null },
  { when: "2025-06-03T10:00:00+00:00", before: null, after: null },
];

describe("pain course", () => {
  it("is in order of time and leaves out sessions where pain was never asked", () => {
    expect(painArrays(points)).toEqual([[1748772000, 1748858400], [6, 5], [null, 4]]);
  });
  it("is told in words with its first and last rating", () => {
    expect(painWords(points)).toMatch(/^Pain from 0 to 10 in 2 sessions, from .*1 Jun.* to .*2 Jun.*\. First rating 6, last rating 4\.$/);
  });
  it("says so when there is none", () => expect(painWords([])).toBe("No pain ratings yet."));
});
