// What came of a lesson, for the therapist.
import type { LessonResult, SessionPlan } from "../../shared/contract";

const OUTCOMES: Record<LessonResult["outcome"], string> = {
  understood: "understood", not_understood: "not understood yet", left: "left before its end", not_reached: "not begun",
};

/** "Why it may help, asked again after a week: understood (1 of 1 answered correctly)". */
export function lessonLine(result: LessonResult): string {
  const right = result.answers.filter((one) => one.right).length;
  const answered = result.answers.length > 0 ? ` (${right} of ${result.answers.length} answered correctly)` : "";
  return `${result.title}${result.again ? ", asked again after a week or more" : ""}: ${OUTCOMES[result.outcome]}${answered}`;
}

/** The questions with the answers that were chosen, in the words of the plan. */
export function answered(plan: SessionPlan, result: LessonResult): { question: string; option: string; right: boolean }[] {
  const step = plan.steps.find((one) => one.id === result.step);
  if (step?.kind !== "lesson") return [];
  return result.answers.map((answer) => {
    const question = step.questions.find((one) => one.id === answer.question);
    return {
      question: question?.text ?? answer.question.replaceAll("_", " "),
      option: question?.options.find((one) => one.id === answer.option)?.text ?? answer.option.replaceAll("_", " "),
      right: answer.right,
    };
  });
}
