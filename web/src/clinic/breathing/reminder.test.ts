import { expect, it } from "vitest";
import { Reminder } from "./reminder.svelte";

const MINUTE = 60_000;

it("comes after its minutes, waits for an answer, and comes again after as many", () => {
  const reminder = new Reminder();
  reminder.look(100 * MINUTE);
  expect(reminder.due).toBe(false);
  reminder.set(10, 100 * MINUTE);
  reminder.look(109 * MINUTE);
  expect(reminder.due).toBe(false);
  reminder.look(110 * MINUTE);
  expect(reminder.due).toBe(true);
  reminder.look(115 * MINUTE);
  expect(reminder.due).toBe(true);
  reminder.answered(116 * MINUTE);
  reminder.look(125 * MINUTE);
  expect(reminder.due).toBe(false);
  reminder.look(126 * MINUTE);
  expect(reminder.due).toBe(true);
});

it("never comes once it is put out", () => {
  const reminder = new Reminder();
  reminder.set(10, 0);
  reminder.set(0, MINUTE);
  reminder.look(1000 * MINUTE);
  expect(reminder.due).toBe(false);
});
