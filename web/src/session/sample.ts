// A small whole plan for tests; its words are placeholders, not clinical content.
import type { SessionPlan } from "../shared/contract";

const scale = { low: 0, high: 10, low_words: "none", high_words: "worst", choices: [] };

export const sample: SessionPlan = {
  version: 1, stage: null,
  id: "0".repeat(32),
  made_at: "2026-01-01T08:00:00Z",
  person: "sample",
  condition: "sample",
  condition_name: "Sample",
  affected: "left",
  limb: "hand",
  view: "mirror",
  picture: "camera",
  language: "en",
  display: { size: 1, delay: 0, covered: false },
  pacing_sound: true,
  minutes: 5,
  tracking: { hand: true, landmarks_hz: 0, affected: false },
  hide_background: false,
  latency: { green: 100, amber: 190, illusion: 300, illusion_words: "Too slow for this.", claim: "sample" },
  hold: { instruction: ["Stop moving.", "Keep looking."], claim: "sample" },
  stop: { question: "pain", rise: 2, words: "Your pain is up.", claim: "sample" },
  alarm: { question: "pain", rise: 4, severities: ["severe"], claim: "sample" },
  emergency: ["Please call someone."],
  shorter: null,
  tired: null,
  profiles: [],
  support: {
    hand: "both", seeing: "both", few_words: false, spoken: false, scanning: false, scan_seconds: 2, large_text: false,
    less_motion: false, sound: true,
  },
  resume_within: 3600,
  why: [],
  steps: [
    {
      kind: "check_in", id: "check_in", title: "How are you?",
      questions: [
        { id: "pain", text: "How much pain now?", ...scale },
        {
          id: "see", text: "Can you see the picture?", low: 0, high: 0, low_words: "", high_words: "",
          choices: [{ id: "yes", text: "Yes", stops: "" }, { id: "no", text: "No", stops: "Please ask someone first." }],
        },
      ],
    },
    {
      kind: "set_up", id: "set_up", title: "Set up", before: ["Take off rings."], glass: ["Put up the mirror."],
      placements: [{ id: "facing", text: "Facing me", rotate: 0, flip: true }],
      checks: ["in_view", "side", "own_view", "light", "distance"],
      coach: {
        in_view: "Show the hand.", side: "The other hand.", own_view: "Turn the picture.", light: "More light.", distance: "Further away.",
        left: "To the left.", right: "To the right.", up: "Away from you.", down: "Towards you.",
        lost: "The hand is out of view.", good: "Good.",
      },
      measure_delay: false,
      tracked: [],
      questions: [
        {
          id: "clear", text: "Is it clear?", low: 0, high: 0, low_words: "", high_words: "",
          choices: [{ id: "yes", text: "Yes", stops: "" }, { id: "no", text: "No", stops: "Please ask someone first." }],
        },
      ],
    },
    { kind: "look", id: "look", title: "Look", instruction: "Look at the hand.", seconds: 60, least: 30 },
    { kind: "embodiment", id: "felt", title: "The hand", after_seconds: 60, least: 30, explanation: "Say how it felt.", every_days: 7, low: -3, high: 3, low_words: "no", high_words: "yes",
      items: [{ id: "mine", text: "It felt like mine.", about: "ownership" }] },
    {
      kind: "block", id: "block", title: "Move",
      exercises: ["open", "turn"].map((id) => ({
        id, name: id, instruction: ["Open the hand."], wording: "Both hands.", movement: "two_sided" as const,
        repetitions: 3, tempo: 4, caution: "", source: "sample", count: null, demonstration: null,
      })),
    },
    { kind: "check_in", id: "again", title: "Now", questions: [{ id: "pain", text: "How much pain now?", ...scale }] },
    { kind: "rest", id: "rest", title: "Rest", instruction: "Rest.", seconds: 30, question: null, energy: null },
    {
      kind: "check_out", id: "check_out", title: "After", questions: [{ id: "pain", text: "How much pain now?", ...scale }],
      adverse_title: "Anything unpleasant?", adverse: [{ id: "grief", text: "Grief", stops: "" }],
      severities: [{ id: "mild", text: "A little", stops: "" }, { id: "severe", text: "Very", stops: "" }], none_text: "Nothing", note_title: "A word", note_limit: 280,
    },
    { kind: "summary", id: "summary", title: "Done", thanks: "Thank you." },
  ],
};
