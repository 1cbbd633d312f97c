// The index page's only mouth: JSON to and from its own server, every failure in one shape.
import type { Problem, ProblemBody } from "./contract";

/** A request that did not end well; `status` is 0 when the server could not be reached. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly problem: Problem,
    /** Seconds the server asked to wait before the next attempt. */
    readonly retryAfter = 0,
  ) {
    super(problem.what);
  }

  get unreachable(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }
}

const away: Problem = {
  code: "unreachable",
  what: "The clinic cannot be reached.",
  where: "",
  todo: "Check the internet connection, then try again.",
};

/** The problem in an answer of 400 or more; anything that is not our own error shape is said plainly. */
export function problemOf(status: number, body: unknown): Problem {
  const told = (body as Partial<ProblemBody> | null)?.error;
  if (told && typeof told.what === "string") {
    return { code: told.code ?? "refused", what: told.what, where: told.where ?? "", todo: told.todo ?? "" };
  }
  return { code: "refused", what: `The clinic answered with error ${status}.`, where: "", todo: "Try again later." };
}

async function ask<T>(method: "GET" | "POST", path: string, body?: unknown): Promise<T> {
  let answer: Response;
  let data: unknown = null;
  try {
    answer = await fetch(`/api${path}`, {
      method,
      credentials: "same-origin",
      cache: "no-store",
      signal: AbortSignal.timeout(20_000),
      headers: body === undefined ? { accept: "application/json" } : { accept: "application/json", "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    data = text === "" ? null : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) throw new Refusal(502, problemOf(502, null));
    throw new Refusal(0, away);
  }
  if (!answer.ok) {
    throw new Refusal(answer.status, problemOf(answer.status, data), Number(answer.headers.get("retry-after")) || 0);
  }
  return data as T;
}

export const get = <T>(path: string): Promise<T> => ask<T>("GET", path);
export const post = <T>(path: string, body: unknown = {}): Promise<T> => ask<T>("POST", path, body);

/** What went wrong, for a person; something unforeseen is named as such rather than hidden. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Refusal) return error.problem;
  return { code: "unforeseen", what: "Something went wrong on this page.", where: String(error), todo: "Load the page again." };
}
