import { expect, it } from "vitest";
import type { QuestionCard } from "../../shared/contract";
import { firstOpen, limbWords, missingWords, outcomeWords } from "./screening";

it("says the outcome and the limb in words", () => {
  expect((["fits", "precautions", "unfinished", "cannot_start"] as const).map(outcomeWords)).toEqual(["Fits", "Fits with precautions", "Not finished", "Cannot start"]);
  expect([limbWords("hand", "there"), limbWords("leg", "gone")]).toEqual(["hand (there)", "leg (amputated or missing)"]);
});

it("says what is missing before a screening can be saved", () => {
  expect(missingWords(undefined, [], "")).toBe("Choose the limb, and whether it is there.");
  expect(missingWords("unfinished", ["a"], "")).toBe("1 question is not answered.");
  expect(missingWords("unfinished", ["a", "b"], "Dr Lind")).toBe("2 questions are not answered.");
  expect(missingWords("precautions", [], "  ")).toBe("Nobody has signed the precautions off.");
  expect(missingWords("precautions", [], "Dr Lind")).toBe("");
  expect(missingWords("fits", [], "")).toBe("");
  expect(missingWords("cannot_start", ["a"], "")).toBe("");
});

it("finds the first question that waits, in the order asked", () => {
  const questions = ["picture", "neglect", "emotion"].map((id) => ({ id, text: id, answers: [] })) as QuestionCard[];
  expect(firstOpen(questions, ["emotion", "neglect"])).toBe("neglect");
  expect(firstOpen(questions, [])).toBeUndefined();
});
