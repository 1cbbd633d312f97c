import { describe, expect, it } from "vitest";
import { atTime, change, count, dayAndTime, daysBetween, doseWords, lasting, minutes, onDay, sayTimesIn } from "./words";

describe("words", () => {
  it("names the year of a day only when it is another one", () => {
    const now = new Date("2025-06-20T12:00:00");
    expect(onDay("2025-06-03T12:00:00", now)).toBe("Tue 3 Jun");
    expect(onDay("2024-06-03T12:00:00", now)).toBe("3 Jun 2024");
  });
  it("says one and many", () => {
    expect([count(1, "entry waits", "entries wait"), count(2, "entry waits", "entries wait"), count(0, "session")]).toEqual(["1 entry waits", "2 entries wait", "0 sessions"]);
  });
  it("says seconds below a minute and minutes above, never 60 seconds", () => {
    expect([lasting(45), lasting(59.7), lasting(89), lasting(600)]).toEqual(["45 seconds", "1 minute", "1 minute", "10 minutes"]);
  });
  it("writes minutes and seconds without ever writing :60", () => {
    expect([minutes(59.6), minutes(0), minutes(727), minutes(null)]).toEqual(["1:00", "0:00", "12:07", "-"]);
  });
  it("puts movement beside viewing where some was tracked", () => {
    const words = [doseWords(2040, 7500, 1260), doseWords(2040, null, 0), doseWords(2040, 7500, null), doseWords(0, null, null)];
    expect(words).toEqual(["34 / 125 min, 21 moving", "34 min, 0 moving", "34 / 125 min", "-"]);
  });
  it("shows a missing rating as missing, never as 0", () => {
    expect([change(5, null), change(null, null), change(0, 3)]).toEqual(["5 \u2192 -", "-", "0 \u2192 3"]);
  });
});

describe("the clinic's time zone", () => {
  it("dates and times follow it, over midnight and over the year", () => {
    const when = "2025-12-31T23:30:00Z";
    sayTimesIn("Pacific/Auckland");
    expect(dayAndTime(when)).toContain("12:30");
    expect(onDay(when, new Date("2026-02-01T00:00:00Z"))).toBe("Thu 1 Jan");
    sayTimesIn("America/Lima");
    expect(onDay(when, new Date("2026-02-01T12:00:00Z"))).toBe("31 Dec 2025");
    sayTimesIn("Europe/Berlin"); // the night of 28 March 2026 has 23 hours
    const spans = ["2026-03-22T22:50:00Z", "2026-03-22T23:10:00Z", "2026-03-28T22:59:00Z", "2026-03-28T23:10:00Z"];
    expect(spans.map((from) => daysBetween(from, "2026-03-29T22:05:00Z"))).toEqual([8, 7, 2, 1]);
    sayTimesIn("Europe/Atlantis");
    expect(atTime(when)).toBe(atTime(new Date(when)));
    sayTimesIn(null);
  });
});
