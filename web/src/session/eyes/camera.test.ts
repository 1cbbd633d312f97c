import { describe, expect, it } from "vitest";
import { EyesError, refusal } from "./camera";

const named = (name: string) => Object.assign(new Error("x"), { name });

describe("a refusal of the camera", () => {
  it.each([
    ["NotAllowedError", "refused"],
    ["SecurityError", "refused"],
    ["NotFoundError", "absent"],
    ["OverconstrainedError", "absent"],
    ["NotReadableError", "busy"],
    ["AbortError", "busy"],
  ])("%s means %s", (name, reason) => {
    expect(refusal(named(name), true).reason).toBe(reason);
  });

  it("means an insecure page whenever the page is insecure", () => {
    expect(refusal(named("NotAllowedError"), false).reason).toBe("insecure");
  });

  it("says what happened and what to do in sentences of at most eight words", () => {
    for (const reason of ["refused", "absent", "busy", "insecure"] as const) {
      const error = new EyesError(reason);
      for (const sentence of `${error.message} ${error.todo}`.split(/(?<=\.)\s/))
        expect(sentence.split(" ").length, sentence).toBeLessThanOrEqual(8);
    }
  });
});
