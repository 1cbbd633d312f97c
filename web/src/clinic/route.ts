// Where in the page we are: everything after the #, so that neither ids nor codes ever reach a server's log.
export type Route =
  | { page: "home" }
  | { page: "sign-in" }
  | { page: "enrol"; code: string }
  | { page: "people" }
  | { page: "person"; id: string }
  | { page: "session" | "schedule"; person: string; id: string }
  | { page: "person-glass-mirror" | "wall"; person: string }
  | { page: "lesson"; id: string }
  | { page: "person-lessons"; person: string }
  | { page: "person-lesson"; person: string; id: string }
  | { page: "treatments"; condition: string }
  | { page: "new" | "account" | "accounts" | "settings" | "record" | "guide" | "glass-mirror" | "diary" | "mechanism" | "breathing" }
  | { page: "unknown" };

/** Read a route from `location.hash`. */
export function routeOf(hash: string): Route {
  const parts = hash.replace(/^#?\/?/, "").split("/").filter((part) => part !== "").map(decoded);
  const [first, second, third, fourth] = parts;
  if (first === undefined) return { page: "home" };
  if (first === "enrol" && parts.length <= 2) return { page: "enrol", code: second ?? "" };
  const alone = ["sign-in", "people", "new", "account", "accounts", "settings", "record", "guide", "glass-mirror", "diary", "mechanism", "breathing"] as const;
  const single = alone.find((page) => page === first);
  if (single && parts.length === 1) return { page: single };
  if (first === "treatments" && second && parts.length === 2) return { page: "treatments", condition: second };
  if (first === "lesson" && second && parts.length === 2) return { page: "lesson", id: second };
  if (first === "people" && second && third === "lessons" && parts.length === 3) return { page: "person-lessons", person: second };
  if (first === "people" && second && third === "lessons" && fourth && parts.length === 4) return { page: "person-lesson", person: second, id: fourth };
  if (first === "people" && second && parts.length === 2) return { page: "person", id: second };
  if (first === "people" && second && third === "wall" && parts.length === 3) return { page: "wall", person: second };
  if (first === "people" && second && third === "glass-mirror" && parts.length === 3) return { page: "person-glass-mirror", person: second };
  if (first === "people" && second && (third === "session" || third === "schedule") && fourth && parts.length === 4) {
    return { page: third, person: second, id: fourth };
  }
  return { page: "unknown" };
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export const toPerson = (id: string): string => `#/people/${encodeURIComponent(id)}`;
export const toSession = (person: string, id: string): string => `${toPerson(person)}/session/${encodeURIComponent(id)}`;
export const toSchedule = (person: string, id: string): string => `${toPerson(person)}/schedule/${encodeURIComponent(id)}`;
export const toGlassMirror = (person: string): string => `${toPerson(person)}/glass-mirror`;
export const toTreatments = (condition: string): string => `#/treatments/${encodeURIComponent(condition)}`;
export const toMechanism = "#/mechanism";
export const toWall = (person: string): string => `${toPerson(person)}/wall`;
export const toLesson = (id: string): string => `#/lesson/${encodeURIComponent(id)}`;
export const toLessons = (person: string): string => `${toPerson(person)}/lessons`;
export const toPersonLesson = (person: string, id: string): string => `${toLessons(person)}/${encodeURIComponent(id)}`;
