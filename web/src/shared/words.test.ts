import { describe, expect, it } from "vitest";
import { change, count, lasting, minutes, onDay } from "./words";

describe("words", () => {
  it("names the year of a day only when it is another one", () => {
    const now = new Date("2025-06-20T12:00:00");
    expect(onDay("2025-06-03T12:00:00", now)).toBe("Tue 3 Jun");
    expect(onDay("2024-06-03T12:00:00", now)).toBe("3 Jun 2024");
  });
  it("says one and many", () => {
    expect([count(1, "note waits", "notes wait"), count(2, "note waits", "notes wait"), count(0, "session")]).toEqual(["1 note waits", "2 notes wait", "0 sessions"]);
  });
  it("says seconds below a minute and minutes above, never 60 seconds", () => {
    expect([lasting(45), lasting(59.7), lasting(89), lasting(600)]).toEqual(["45 seconds", "1 minute", "1 minute", "10 minutes"]);
  });
  it("writes minutes and seconds without ever writing :60", () => {
    expect([minutes(59.6), minutes(0), minutes(727), minutes(null)]).toEqual(["1:00", "0:00", "12:07", "-"]);
  });
  it("shows a missing rating as missing, never as 0", () => {
    expect([change(5, null), change(null, null), change(0, 3)]).toEqual(["5 \u2192 -", "-", "0 \u2192 3"]);
  });
});
