import { describe, expect, it } from "vitest";
import { routeOf, toGlassMirror, toLesson, toLessons, toMechanism, toPerson, toPersonLesson, toSchedule, toSession, toTreatments, toWall } from "./route";

describe("routeOf", () => {
  it.each([
    ["", { page: "home" }],
    ["#/", { page: "home" }],
    ["#/sign-in", { page: "sign-in" }],
    ["#/enrol", { page: "enrol", code: "" }],
    ["#/enrol/ABCD-EFGH", { page: "enrol", code: "ABCD-EFGH" }],
    ["#/people", { page: "people" }],
    ["#/people/ab12", { page: "person", id: "ab12" }],
    ["#/people/ab12/session/cd34", { page: "session", person: "ab12", id: "cd34" }],
    ["#/people/ab12/schedule/cd34", { page: "schedule", person: "ab12", id: "cd34" }],
    ["#/people/ab12/glass-mirror", { page: "person-glass-mirror", person: "ab12" }],
    ["#/glass-mirror", { page: "glass-mirror" }],
    ["#/lesson/why_stroke", { page: "lesson", id: "why_stroke" }],
    ["#/lesson", { page: "unknown" }],
    ["#/people/ab12/lessons", { page: "person-lessons", person: "ab12" }],
    ["#/people/ab12/lessons/why_stroke", { page: "person-lesson", person: "ab12", id: "why_stroke" }],
    ["#/treatments/stroke", { page: "treatments", condition: "stroke" }],
    [toMechanism, { page: "mechanism" }],
    ["#/breathing", { page: "breathing" }],
    ["#/people/ab12/wall", { page: "wall", person: "ab12" }],
    ["#/new", { page: "new" }],
    ["#/account", { page: "account" }],
    ["#/accounts", { page: "accounts" }],
    ["#/record", { page: "record" }],
    ["#/accounts/x", { page: "unknown" }],
    ["#/people/ab12/elsewhere", { page: "unknown" }],
    ["#/sign-in/x", { page: "unknown" }],
    ["#/%E0%A4%A", { page: "unknown" }],
  ])("reads %s", (hash, route) => expect(routeOf(hash)).toEqual(route));

  it("reads back what it writes, even for odd ids", () => {
    for (const id of ["ab12", "a/b", "\u00e4 ?#"]) {
      expect(routeOf(toPerson(id))).toEqual({ page: "person", id });
      expect(routeOf(toGlassMirror(id))).toEqual({ page: "person-glass-mirror", person: id });
      expect(routeOf(toLesson(id))).toEqual({ page: "lesson", id });
      expect(routeOf(toLessons(id))).toEqual({ page: "person-lessons", person: id });
      expect(routeOf(toPersonLesson(id, id))).toEqual({ page: "person-lesson", person: id, id });
      expect(routeOf(toTreatments(id))).toEqual({ page: "treatments", condition: id });
      expect(routeOf(toWall(id))).toEqual({ page: "wall", person: id });
      expect(routeOf(toSchedule(id, id))).toEqual({ page: "schedule", person: id, id });
      expect(routeOf(toSession(id, id))).toEqual({ page: "session", person: id, id });
    }
  });
});
