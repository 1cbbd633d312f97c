// Generated from contract.schema.json by contract.mjs; change the Python models instead.

/**
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Event".
 */
export type Event =
  | Opened
  | DisplayChanged
  | Resumed
  | StepStarted
  | StepEnded
  | Answered
  | Chose
  | CameraStarted
  | CameraLost
  | CameraReleased
  | ViewChanged
  | Checked
  | Coached
  | SoftwareLatency
  | LoopLatency
  | Tracked
  | AffectedTracked
  | Landmarks
  | HoldStarted
  | HoldEnded
  | EndOffered
  | Stopped
  | Interrupted
  | Shortened
  | Alarm
  | AlarmAnswered
  | Closed
  | ExerciseStarted
  | ExerciseEnded
  | BreathingSet
  | BreathPaced
  | Adverse
  | Note
  | ItemChecked
  | MovementRanked
  | DirectlyMoved
  | DirectPartLeft
  | MovementTimed
  | VividnessRated
  | ImagerySkipped
  | JudgingStarted
  | PictureJudged
  | LessonRead
  | LessonAnswered
  | LessonLeft
  | MovementWatched
  | MovementRepeated
  | MovementFollowed
  | RepeatingLeft;
/**
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Entry".
 */
export type Entry = DiaryLine;

export interface Contract {
  [k: string]: unknown;
}
/**
 * One account as an admin sees it; of the people cared for only how many, and how many by nobody else.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "AccountCard".
 */
export interface AccountCard {
  id: string;
  login: string;
  name: string;
  role: "therapist" | "admin";
  made: string;
  people: number;
  people_alone: number;
  second: boolean;
  one_time: boolean;
  own: boolean;
}
/**
 * All accounts, and whether the clinic asks every admin for a second factor.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Accounts".
 */
export interface Accounts {
  accounts: AccountCard[];
  admins_need_second: boolean;
}
/**
 * An add-on as offered when planning; ``minutes`` are those of all its items.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "AddonCard".
 */
export interface AddonCard {
  id: string;
  name: string;
  note: string;
  minutes: number;
  conflicts: Conflict[];
}
/**
 * Sources that disagree, side by side; their order says nothing about which one is right.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Conflict".
 */
export interface Conflict {
  about: string;
  /**
   * @minItems 2
   */
  statements: Statement[];
}
/**
 * What one source says where others say something else.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Statement".
 */
export interface Statement {
  says: string;
  claim: string;
  source: string;
  provenance: "read" | "unverified" | "computed" | "own";
}
/**
 * Something unpleasant, as tapped at check-out; the same category again replaces the earlier severity.
 *
 * ``severity`` is ``none`` when a tap was taken back.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Adverse".
 */
export interface Adverse {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "adverse";
  step: string;
  category: string;
  severity: string;
}
/**
 * The covered hand of the affected side within blocks, as far as it was tracked.
 *
 * ``tracked`` is for how long it was looked for and ``moved`` for how long it moved, in s; ``in_view`` is the mean
 * share of the first in which it was seen. ``lag`` is the median of the lags logged, in ms.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "AffectedHand".
 */
export interface AffectedHand {
  tracked: number;
  in_view: number;
  moved: number;
  repetitions: number;
  lag: number | null;
}
/**
 * One second of tracking the covered hand of the affected side, in the units of ``tracked``.
 *
 * ``lag`` is by how many ms its movement follows that of the unaffected hand, negative where it leads: the place of
 * the highest cross-correlation over the last seconds. It is null where the two do not move alike, or one is not seen.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "AffectedTracked".
 */
export interface AffectedTracked {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "affected_tracked";
  step: string;
  frames: number;
  in_view: number;
  movement: number;
  moving: number;
  repetitions: number;
  lag: number | null;
}
/**
 * Pain rose far, or an adverse event is severe: the clinic's emergency words are shown, and the therapist is told.
 *
 * ``about`` is the question or the category of adverse events.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Alarm".
 */
export interface Alarm {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "alarm";
  step: string;
  cause: "pain" | "adverse";
  about: string;
}
/**
 * What the person chose when they had read the emergency words.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "AlarmAnswered".
 */
export interface AlarmAnswered {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "alarm_answered";
  step: string;
  chose: "rest" | "go_on" | "end";
}
/**
 * When the person is told whom to call: ``question`` risen by ``rise``, or an adverse event so strong.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "AlarmRule".
 */
export interface AlarmRule {
  question: string;
  rise: number;
  severities: string[];
  claim: string;
}
/**
 * A reason to call somebody, and what the person chose when told so.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Alarmed".
 */
export interface Alarmed {
  step: string;
  cause: "pain" | "adverse";
  about: string;
  chose: "none" | "rest" | "go_on" | "end";
}
/**
 * One answer that a question offers.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "AnswerCard".
 */
export interface AnswerCard {
  id: string;
  text: string;
}
/**
 * A question as it was asked, and the answer as it was offered.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "AnswerGiven".
 */
export interface AnswerGiven {
  question: string;
  asked: string;
  answer: string;
  said: string;
}
/**
 * Answers that count as valid, in ms after the picture came up; without ``high``, no answer is too late.
 *
 * Below 300 ms nobody has judged a picture. Above, a slow person's answers are still answers: an upper end would
 * leave out just those, and make their median too short. Healthy people answer within 3000 ms, which may be set
 * where a list is used for research. Nothing is ever cut off while the person answers.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "AnswerWindow".
 */
export interface AnswerWindow {
  low: number;
  high: number | null;
}
/**
 * A whole-number answer to a question or statement; a later answer in the same step replaces it.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Answered".
 */
export interface Answered {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "answered";
  step: string;
  question: string;
  value: number;
}
/**
 * Whether a person is to be in the archive.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Archive".
 */
export interface Archive {
  archived: boolean;
}
/**
 * A review point of a condition that a person has come to: after so many sessions, and what to look back at.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "AtReview".
 */
export interface AtReview {
  condition: string;
  after: number;
  text: string;
}
/**
 * What the gates said of a person who is at a stage ``since`` a day: what it came from, and the sentence.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "AtStage".
 */
export interface AtStage {
  stage: string;
  name: string;
  since: string;
  decided_by: "back" | "days" | "end" | "sessions" | "gate";
  why: string;
}
/**
 * Which entries of the audit: the newest, or those ``before`` an entry.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "AuditAsk".
 */
export interface AuditAsk {
  before: number | null;
}
/**
 * What a check of the newest entries showed: how many, whether they are as they were written, the newest hash.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "AuditCheck".
 */
export interface AuditCheck {
  entries: number;
  checked: number;
  sound: boolean;
  newest: string;
}
/**
 * One entry of the audit, names put to the ids of staff, and to those of people the reader may see.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "AuditEntry".
 */
export interface AuditEntry {
  id: number;
  at: string;
  who: string;
  action: string;
  what: string;
  about: string;
  refused: boolean;
}
/**
 * Entries of the audit, newest first; ``more`` is where to go on. ``check`` comes with the first page.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "AuditPage".
 */
export interface AuditPage {
  entries: AuditEntry[];
  more: number | null;
  check: AuditCheck | null;
}
/**
 * Events of one session as the exact lines the device stored; ``person`` is whose enrolment wrote them.
 *
 * A line may be sealed (``clinic.sealed``), and is then longer than the event in it.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Batch".
 */
export interface Batch {
  person: string | null;
  /**
   * @minItems 1
   * @maxItems 200
   */
  events: string[];
}
/**
 * What stands beside the scores of one block, for both sides together.
 *
 * ``norm`` is null where there is none or nothing was timed. There are no ``changes`` in the first session of this
 * limb that was answered by the same means.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Beside".
 */
export interface Beside {
  step: string;
  norm: NormBeside | null;
  changes: ChangeBeside[];
}
/**
 * The time of correct answers (median, s) beside that of healthy people: ``mean`` and ``deviation`` in s.
 *
 * ``slower`` is the time less the mean, in s; less than 0 is faster. ``deviations`` is that in standard deviations.
 * It is for people from ``from_age`` years to less than ``to_age``, or for any age where these are null.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "NormBeside".
 */
export interface NormBeside {
  mean: number;
  deviation: number;
  slower: number;
  deviations: number;
  from_age: number | null;
  to_age: number | null;
  source: string;
  provenance: "read" | "unverified" | "computed" | "own";
}
/**
 * The change of a score since the first session, beside the range ``low`` to ``high`` of detectable change.
 *
 * Times are in s, accuracy is a share. ``size`` says whether the change, up or down, is larger than all of the range,
 * within it, or smaller.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ChangeBeside".
 */
export interface ChangeBeside {
  score: "time" | "accuracy";
  first: number;
  now: number;
  change: number;
  low: number;
  high: number;
  size: "larger" | "within" | "smaller";
  source: string;
  provenance: "read" | "unverified" | "computed" | "own";
}
/**
 * Exercises one after another, paced.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Block".
 */
export interface Block {
  kind: "block";
  id: string;
  title: string;
  exercises: Exercise[];
}
/**
 * One exercise as dosed for this session; ``tempo`` is seconds per repetition.
 *
 * Where ``count`` is null, a voice says the number of a repetition, then "and back". ``demonstration`` is null where
 * there is no loop that shows it.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Exercise".
 */
export interface Exercise {
  id: string;
  name: string;
  instruction: string[];
  wording: string;
  movement: "one_sided" | "two_sided";
  repetitions: number;
  tempo: number;
  caution: string;
  source: string;
  count: Counting | null;
  demonstration: Demonstration | null;
}
/**
 * What a voice says with the tempo: when a repetition begins, and when it turns back.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Counting".
 */
export interface Counting {
  out: string;
  back: string;
}
/**
 * The loop that shows an exercise, by the name of its files: it holds ``repetitions`` and lasts ``seconds``.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Demonstration".
 */
export interface Demonstration {
  id: string;
  repetitions: number;
  seconds: number;
}
/**
 * An interruption, and whether the session went on.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Break".
 */
export interface Break {
  reason: string;
  step: string;
  at: number;
  resumed: boolean;
}
/**
 * One whole breath was paced, at ``per_minute`` breaths a minute; one that was broken off is not logged.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "BreathPaced".
 */
export interface BreathPaced {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "breath_paced";
  step: string;
  /**
   * breaths a minute
   */
  per_minute: number;
}
/**
 * Breathing with a shape that grows and shrinks, for so many ``seconds`` and to the end of the breath under way.
 *
 * ``per_minute`` is the pace at the beginning, in breaths a minute. The person may change it by ``pace_step`` between
 * ``slowest`` and ``fastest``. ``out_share`` of each breath is breathing out, the rest breathing in: no time is left
 * for a pause. It is made no shorter than ``least`` s.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Breathing".
 */
export interface Breathing {
  kind: "breathing";
  id: string;
  title: string;
  instruction: string[];
  breathe_in: string;
  breathe_out: string;
  seconds: number;
  least: number;
  /**
   * breaths a minute
   */
  per_minute: number;
  /**
   * breaths a minute
   */
  slowest: number;
  /**
   * breaths a minute
   */
  fastest: number;
  pace_step: number;
  /**
   * share of a breath
   */
  out_share: number;
}
/**
 * The words and numbers of paced breathing, and of a heart strap beside it, in one language.
 *
 * ``clinician`` is given to therapists alone.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "BreathingAlone".
 */
export interface BreathingAlone {
  language: string;
  breathing: BreathingFile;
  heart: HeartFile;
  clinician: ClinicianFile | null;
}
/**
 * The words and numbers of paced breathing.
 *
 * ``pace_step`` is by how many breaths a minute one tap changes the pace; ``out_share`` is how much of a breath is
 * breathing out. There is no number for a pause, because there is none.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "BreathingFile".
 */
export interface BreathingFile {
  title: string;
  /**
   * @minItems 1
   */
  told: string[];
  breathe_in: string;
  breathe_out: string;
  /**
   * breaths a minute
   */
  usual: number;
  /**
   * breaths a minute
   */
  slowest: number;
  /**
   * breaths a minute
   */
  fastest: number;
  /**
   * breaths a minute
   */
  pace_step: number;
  /**
   * share of a breath
   */
  out_share: number;
  /**
   * minutes
   */
  minutes_low: number;
  /**
   * minutes
   */
  minutes_high: number;
  /**
   * @minItems 1
   */
  rules: Rule[];
}
/**
 * Why a part of the plan is as it is: the rule, its claim id and its source.
 *
 * ``plain`` says it to the person, without numbers of trials; plans made before it existed have none.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Rule".
 */
export interface Rule {
  id: string;
  plain: string;
  text: string;
  claim: string;
  source: string;
  provenance: "read" | "unverified" | "computed" | "own";
}
/**
 * Which beats count, how coherence is computed, and how one's own pace is looked for.
 *
 * An interval between two beats lies between ``shortest`` and ``longest`` and differs from the median of those before
 * by less than ``jump``; without a beat for ``gap`` s, or with more than ``left_out`` of them left out, nothing is
 * computed.
 * The peak lies between ``peak_low`` and ``peak_high``; what is within ``around`` belongs to it, and the rest goes
 * up to ``total_high``. A pace is the person's own when ``fewest`` or more were measured for ``step_seconds`` each
 * and its peak is larger than the next by ``margin``.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "HeartFile".
 */
export interface HeartFile {
  /**
   * ms
   */
  shortest: number;
  /**
   * ms
   */
  longest: number;
  /**
   * share
   */
  jump: number;
  /**
   * s
   */
  gap: number;
  /**
   * share
   */
  left_out: number;
  /**
   * s
   */
  window: number;
  /**
   * samples a second
   */
  rate: number;
  /**
   * Hz
   */
  peak_low: number;
  /**
   * Hz
   */
  peak_high: number;
  /**
   * Hz
   */
  around: number;
  /**
   * Hz
   */
  total_high: number;
  /**
   * s
   */
  step_seconds: number;
  fewest: number;
  /**
   * share
   */
  margin: number;
  /**
   * @minItems 1
   */
  rules: Rule[];
}
/**
 * Prompts for the clinician, each with its claim, and a reminder, in English.
 *
 * ``notice`` is what the reminder says; ``minutes`` are the times between two of them to choose from.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ClinicianFile".
 */
export interface ClinicianFile {
  notice: string;
  /**
   * @minItems 1
   *
   * Items: whole minutes
   */
  minutes: number[];
  /**
   * @minItems 1
   */
  prompts: Statement[];
}
/**
 * What came of paced breathing: whole breaths, and the seconds that they took.
 *
 * ``paces`` stand in the order in which they were first used.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "BreathingResult".
 */
export interface BreathingResult {
  kind: "breathing";
  step: string;
  seconds: number;
  breaths: number;
  paces: PaceUsed[];
}
/**
 * How many breaths were paced at one pace, in breaths a minute.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "PaceUsed".
 */
export interface PaceUsed {
  per_minute: number;
  breaths: number;
}
/**
 * How the pace is given from the next breath on: logged at the beginning, and after each change by the person.
 *
 * ``per_minute`` is in breaths a minute; ``heard`` and ``felt`` say what comes with what is seen.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "BreathingSet".
 */
export interface BreathingSet {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "breathing_set";
  step: string;
  /**
   * breaths a minute
   */
  per_minute: number;
  heard: "nothing" | "tones" | "voice";
  felt: boolean;
}
/**
 * The picture went away: refused, absent, unplugged, taken by another program.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "CameraLost".
 */
export interface CameraLost {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "camera_lost";
  reason: "refused" | "absent" | "busy" | "ended";
}
/**
 * The session let go of the camera, which one step alone had used.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "CameraReleased".
 */
export interface CameraReleased {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "camera_released";
}
/**
 * A picture is live: the device's camera, or the drawn hand offered where there is none.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "CameraStarted".
 */
export interface CameraStarted {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "camera_started";
  source: "camera" | "drawn_hand";
  placement: "facing" | "above" | "lid" | "feet";
  rotate: 0 | 90 | 180 | 270;
  flip: boolean;
  width: number;
  height: number;
  rate: number;
}
/**
 * Who cares for a person, the one who asks first, and who could.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Carers".
 */
export interface Carers {
  caring: Colleague[];
  others: Colleague[];
}
/**
 * A therapist, as colleagues see them.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Colleague".
 */
export interface Colleague {
  id: string;
  name: string;
}
/**
 * A page of a therapist's people; ``found`` of all ``total`` match the search.
 *
 * ``waiting`` says that sessions have come in that the figures do not count yet.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Caseload".
 */
export interface Caseload {
  people: PersonCard[];
  found: number;
  total: number;
  page_size: number;
  waiting: boolean;
}
/**
 * One person in the caseload; what is ``planned`` is null where nothing says how many sessions a week.
 *
 * ``notice`` is the most pressing one of ``news`` that are not ticked off; ``unseen`` counts those of them that the
 * therapist who asks has not been shown yet. ``week_looked`` and ``week_planned`` are the viewing times (s) of the
 * last seven days and of a week as planned, ``week_moved`` is the movement time; null where nothing was tracked.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "PersonCard".
 */
export interface PersonCard {
  id: string;
  name: string;
  condition: string;
  condition_name: string;
  affected: "left" | "right";
  limb: "hand" | "arm" | "foot" | "leg";
  simulated: boolean;
  enrolled: boolean;
  sessions: number;
  last_seven_days: number;
  planned_per_week: number | null;
  last_session: string | null;
  pain_first: number | null;
  pain_last: number | null;
  archived: string | null;
  notice: NoticeCard | null;
  news: number;
  unseen: number;
  week_looked: number;
  week_moved: number | null;
  week_planned: number | null;
  interrupted: number;
  adverse: number;
  incomplete: number;
  doubtful: number;
}
/**
 * Something that a session of ``at`` raised; ``level`` 3 is an alarm, ``done`` is when it was ticked off.
 *
 * ``events`` are adverse events; ``rise`` is pain (0-10) at check-in and at its worst. What the gates of a programme
 * raised has no ``session`` and says ``at_stage`` what they said; a review point that is due has none either, and
 * ``at_review`` says which it is. ``at`` is when it was first raised. ``unseen`` marks those that the therapist who
 * asks has not been shown yet; cards in a list of people are never marked.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "NoticeCard".
 */
export interface NoticeCard {
  id: string;
  session: string | null;
  kind:
    "severe_event" | "pain_rise" | "event" | "stopped" | "interrupted" | "gate_asks" | "stepped_back" | "review_due";
  level: number;
  at: string;
  events: string[];
  rise: unknown[] | null;
  at_stage: AtStage | null;
  at_review: AtReview | null;
  done: string | null;
  done_by: string;
  note: string;
  unseen: boolean;
}
/**
 * Which people to list: those with every word of ``search`` in name, condition, limb or side; order; page.
 *
 * ``look`` puts the most pressing first; ``page`` counts from 0. People in the archive are listed only when asked for.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "CaseloadQuery".
 */
export interface CaseloadQuery {
  search: string;
  sort: "look" | "name" | "last_session";
  page: number;
  only: "all" | "new" | "open" | "quiet" | "pain_up" | "archived";
  condition: string | null;
}
/**
 * Pain, distress and dizziness, before anything moves.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "CheckIn".
 */
export interface CheckIn {
  kind: "check_in";
  id: string;
  title: string;
  questions: Question[];
}
/**
 * A question with either a whole-number scale or a few choices.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Question".
 */
export interface Question {
  id: string;
  text: string;
  low: number;
  high: number;
  low_words: string;
  high_words: string;
  choices: Choice[];
}
/**
 * One possible answer; ``stops`` holds what to tell a person who should not start with it.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Choice".
 */
export interface Choice {
  id: string;
  text: string;
  stops: string;
}
/**
 * Pain now, anything unpleasant by one tap each, and a word of the person's own.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "CheckOut".
 */
export interface CheckOut {
  kind: "check_out";
  id: string;
  title: string;
  questions: Question[];
  adverse_title: string;
  adverse: Choice[];
  severities: Choice[];
  none_text: string;
  note_title: string;
  note_limit: number;
}
/**
 * One coach check on the live picture; ``value`` is what was measured, in the check's own unit.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Checked".
 */
export interface Checked {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "checked";
  check: "in_view" | "side" | "own_view" | "light" | "distance";
  passed: boolean;
  value: number;
}
/**
 * The ``items`` of an add-on. Their time begins when the person says so and ends nothing by itself.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Checklist".
 */
export interface Checklist {
  kind: "checklist";
  id: string;
  title: string;
  addon: string;
  before: string[];
  /**
   * @minItems 1
   * @maxItems 12
   */
  items: ChecklistItem[];
}
/**
 * One thing to do, and the time for it in s.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ChecklistItem".
 */
export interface ChecklistItem {
  id: string;
  text: string;
  seconds: number;
}
/**
 * What came of a checklist. Whatever was left out, the session counts as practised: an add-on is optional.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ChecklistResult".
 */
export interface ChecklistResult {
  kind: "checklist";
  step: string;
  addon: string;
  items: ItemResult[];
}
/**
 * How an item was left; ``seconds`` is how long its time ran, ``outcome`` null where it did not come up.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ItemResult".
 */
export interface ItemResult {
  item: string;
  outcome: ("done" | "not_today") | null;
  seconds: number;
}
/**
 * A choice as an answer to a question.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Chose".
 */
export interface Chose {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "chose";
  step: string;
  question: string;
  choice: string;
}
/**
 * The language that a person chooses for themselves.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ChosenLanguage".
 */
export interface ChosenLanguage {
  language: string;
}
/**
 * What the clinic offers for a person's plan; ``language`` is the usual one.
 *
 * ``norms_by_age`` says that a norm holds for some ages only, so that the age of a person matters.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ClinicChoices".
 */
export interface ClinicChoices {
  languages: string[];
  language: string;
  profiles: ProfileCard[];
  norms_by_age: boolean;
}
/**
 * A profile of the catalogue, and whether the clinic offers it.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ProfileCard".
 */
export interface ProfileCard {
  id: string;
  name: string;
  note: string;
  offered: boolean;
}
/**
 * The settings of the clinic, and what there is to choose from; ``unreviewed`` languages no clinician has read.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ClinicPage".
 */
export interface ClinicPage {
  settings: ClinicSettings;
  usual_emergency: string[];
  time_zones: string[];
  languages: string[];
  unreviewed: string[];
  profiles: ProfileCard[];
}
/**
 * What an admin decides for the clinic.
 *
 * ``emergency`` is what a person reads who raises an alarm, a sentence a line; empty for the usual words.
 * ``time_zone`` is a name such as "Europe/Lisbon"; null is the server's own. ``profiles`` are ids; null offers all.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ClinicSettings".
 */
export interface ClinicSettings {
  emergency: string;
  time_zone: string | null;
  /**
   * @minItems 1
   * @maxItems 40
   */
  languages: string[];
  language: string;
  profiles: string[] | null;
}
/**
 * The session is over; nothing follows.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Closed".
 */
export interface Closed {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "closed";
  outcome: "completed" | "stopped" | "not_started";
}
/**
 * What the coach says when a check fails; ``lost`` is said when the limb leaves the view.
 *
 * ``left``, ``right``, ``up`` and ``down`` say where to move the limb, as the person sees it, when a part of it is
 * beyond the line or the picture's edge. Texts with a default are empty in plans made before they were added.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "CoachWords".
 */
export interface CoachWords {
  in_view: string;
  side: string;
  own_view: string;
  light: string;
  distance: string;
  lost: string;
  good: string;
  left: string;
  right: string;
  up: string;
  down: string;
}
/**
 * The coach said something; a direction is where to move the limb, as the person sees it.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Coached".
 */
export interface Coached {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "coached";
  about: "in_view" | "side" | "own_view" | "light" | "distance" | "lost" | "good" | "left" | "right" | "up" | "down";
}
/**
 * So many sessions alike, one after the other: what is practised, the exercises in it, and their minutes.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ComingSessions".
 */
export interface ComingSessions {
  sessions: number;
  minutes: number;
  parts: string[];
  exercises: string[];
}
/**
 * What is known of one comparison; without a claim there is none that we know of.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ComparisonCard".
 */
export interface ComparisonCard {
  compared: string;
  finding: string;
  grade: string;
  figures: Pooled[];
  claim: string | null;
  source: string;
  provenance: "read" | "unverified" | "computed" | "own";
  doubt: string;
}
/**
 * A pooled effect with its 95 % interval; ``meaning`` says which direction is better for whom.
 *
 * ``trials``, ``people`` and ``i2`` (percent) are absent where the source at hand does not give them.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Pooled".
 */
export interface Pooled {
  outcome: string;
  measure: "SMD" | "ES";
  value: number;
  low: number;
  high: number;
  meaning: string;
  trials: number | null;
  people: number | null;
  i2: number | null;
  model: "random" | "fixed" | "not stated";
  certainty: string;
  source: string;
  provenance: "read" | "unverified" | "computed" | "own";
}
/**
 * The other treatments in the order of the catalogue; ``order`` says that it is not a ranking.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Comparisons".
 */
export interface Comparisons {
  condition: string;
  condition_name: string;
  order: string;
  treatments: TreatmentCard[];
}
/**
 * Another treatment, with at least one row about it.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "TreatmentCard".
 */
export interface TreatmentCard {
  id: string;
  name: string;
  about: string;
  comparisons: ComparisonCard[];
}
/**
 * One adverse event as last tapped.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Complaint".
 */
export interface Complaint {
  category: string;
  severity: string;
}
/**
 * A condition as offered when enrolling and planning, with its usual dose and the range it allows.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ConditionCard".
 */
export interface ConditionCard {
  id: string;
  name: string;
  limbs: ("hand" | "arm" | "foot" | "leg")[];
  note: string;
  packs: LimbNote[];
  minutes: number;
  minutes_severe: number;
  minutes_low: number;
  minutes_high: number;
  minutes_source: number | null;
  minutes_reason: string;
  per_week: number | null;
  movement: "one_sided" | "two_sided";
  movement_fixed: boolean;
  affected_limb: "there" | "gone";
  exercises: ExerciseCard[];
  lessons: LessonCard[];
  programmes: ProgrammeCard[];
  addons: AddonCard[];
}
/**
 * What a therapist reads of a condition for some of its limbs.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "LimbNote".
 */
export interface LimbNote {
  limbs: ("hand" | "arm" | "foot" | "leg")[];
  note: string;
}
/**
 * An exercise of a condition; a stage gives it after ``from_done`` sessions, null: none does.
 *
 * ``direct`` says that it may be a movement of the ladder of direct movement.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ExerciseCard".
 */
export interface ExerciseCard {
  id: string;
  name: string;
  limbs: ("hand" | "arm" | "foot" | "leg")[];
  from_done: number | null;
  direct: boolean;
}
/**
 * A lesson of a condition; it is given to those with one of ``limbs`` and one of ``pictures``.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "LessonCard".
 */
export interface LessonCard {
  id: string;
  title: string;
  limbs: ("hand" | "arm" | "foot" | "leg")[];
  pictures: ("camera" | "glass")[];
}
/**
 * A programme as offered when planning, and where its sources disagree.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ProgrammeCard".
 */
export interface ProgrammeCard {
  id: string;
  name: string;
  note: string;
  stages: StageCard[];
  conflicts: Conflict[];
}
/**
 * A stage of a programme, planned for so many days, and what its sessions practise.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "StageCard".
 */
export interface StageCard {
  id: string;
  name: string;
  days: number;
  practise: ("judgement" | "imagery" | "observation" | "mirror" | "direct_movement")[];
}
/**
 * Somebody's own password, asked for again before their second factor changes.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Confirmed".
 */
export interface Confirmed {
  password: string;
}
/**
 * What was measured of the delay, in ms; null where nothing was.
 *
 * ``software_p50`` and ``software_p95`` are the medians, weighted by frames, of the percentiles logged through the
 * session: percentiles of parts do not add up to the percentile of the whole. ``loop_median`` is the last one.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Delay".
 */
export interface Delay {
  frames: number;
  dropped: number;
  software_p50: number | null;
  software_p95: number | null;
  loop_median: number | null;
  loop_seen: boolean | null;
}
/**
 * A design as offered when a schedule is drawn.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DesignCard".
 */
export interface DesignCard {
  id: string;
  name: string;
  version: number;
  note: string;
  displays_low: number;
  displays_high: number;
  days: number;
  days_low: number;
  days_high: number;
  rules: DesignRule[];
}
/**
 * What a design does and why, for the therapist.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DesignRule".
 */
export interface DesignRule {
  text: string;
  claim: string;
  source: string;
  provenance: "read" | "unverified" | "computed" | "own";
}
/**
 * The designs, and the displays that they compare.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Designs".
 */
export interface Designs {
  designs: DesignCard[];
  displays: NamedDisplay[];
}
/**
 * A display that a day of a schedule may have; ``size`` in percent, ``delay`` in ms.
 *
 * ``seen`` says what a person notices of it, and so how far it can be kept from them.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "NamedDisplay".
 */
export interface NamedDisplay {
  id: string;
  name: string;
  /**
   * percent
   */
  size: number;
  /**
   * ms
   */
  delay: number;
  covered: boolean;
  seen: string;
  claim: string;
  source: string;
  provenance: "read" | "unverified" | "computed" | "own";
}
/**
 * One device of a person; ``seen`` is its last contact, to the day, and ``here`` marks the one that asks.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DeviceCard".
 */
export interface DeviceCard {
  id: string;
  label: string;
  made: string;
  seen: string | null;
  state: "connected" | "signed_out" | "expired";
  ended: string | null;
  here: boolean;
}
/**
 * The answer to one question: the number it stands for, the choice, words of the person's own, or several.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DiaryAnswer".
 */
export interface DiaryAnswer {
  question: string;
  value: number | null;
  choice: string | null;
  text: string;
}
/**
 * One possible answer; ``value`` is the number that it stands for, null where it stands for none.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DiaryChoiceCard".
 */
export interface DiaryChoiceCard {
  id: string;
  text: string;
  value: number | null;
}
/**
 * What stands above the answers to one question, and how a course of their values is drawn.
 *
 * ``high`` is the highest value that an answer stands for, null where values are no measure or the question is gone;
 * ``low_words`` and ``high_words`` say what 0 and ``high`` mean.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DiaryColumn".
 */
export interface DiaryColumn {
  question: string;
  name: string;
  high: number | null;
  low_words: string;
  high_words: string;
}
/**
 * The line that holds for a day, when it was written, and how many earlier ones it took the place of.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DiaryDay".
 */
export interface DiaryDay {
  day: string;
  wall: string;
  replaced: number;
  answers: DiarySaid[];
}
/**
 * One answer as it was given, and ``said``: the same in words.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DiarySaid".
 */
export interface DiarySaid {
  question: string;
  value: number | null;
  choice: string | null;
  text: string;
  said: string;
}
/**
 * The questions that are asked of one person, in their language.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DiaryForm".
 */
export interface DiaryForm {
  language: string;
  title: string;
  lead: string;
  questions: DiaryQuestionCard[];
}
/**
 * One question that a person may answer, with either a scale or choices.
 *
 * ``drawn`` choices have a picture of their value as a length in per cent of the other limb; ``note`` (empty: none)
 * asks for words of the person's own.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DiaryQuestionCard".
 */
export interface DiaryQuestionCard {
  id: string;
  name: string;
  text: string;
  low: number;
  high: number;
  low_words: string;
  high_words: string;
  choices: DiaryChoiceCard[];
  drawn: boolean;
  note: string;
}
/**
 * A line for one day (the person's own date). No question has to be answered, but one is.
 *
 * ``wall`` is when it was written: on that day, or up to a week later.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DiaryLine".
 */
export interface DiaryLine {
  v: 1;
  id: string;
  wall: string;
  kind: "diary";
  day: string;
  /**
   * @minItems 1
   * @maxItems 12
   */
  answers: DiaryAnswer[];
}
/**
 * Days of the diary, newest first; ``older`` says whether there are days before the last one.
 *
 * ``unreadable`` is how many kept lines among these days cannot be read.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DiaryPage".
 */
export interface DiaryPage {
  columns: DiaryColumn[];
  days: DiaryDay[];
  older: boolean;
  unreadable: number;
}
/**
 * The movement that is ``due``, done ``times`` by the affected limb at the person's own pace.
 *
 * ``movements`` are the ladder, as last ranked. ``rank`` is asked for each of them, after ``ranking`` was said; it is
 * null in a session that does not ask. Without a ``due`` movement it is the one ranked lowest today. ``news`` says to
 * the person how it came to be due, ``why`` to the therapist. ``expected`` is asked before it, ``felt`` afterwards.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DirectMovement".
 */
export interface DirectMovement {
  kind: "direct_movement";
  id: string;
  title: string;
  before: string[];
  ranking: string[];
  rank: Question | null;
  /**
   * @minItems 1
   * @maxItems 20
   */
  movements: LadderMovement[];
  due: string | null;
  news: string;
  why: string;
  act: string[];
  times: number;
  expected: Question;
  felt: Question;
}
/**
 * One movement of the ladder; ``tempo`` is seconds per repetition, as it was drawn.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "LadderMovement".
 */
export interface LadderMovement {
  id: string;
  name: string;
  instruction: string[];
  caution: string;
  tempo: number;
  demonstration: Demonstration;
}
/**
 * What came of direct movement.
 *
 * ``movement`` was due and was done ``times`` out of ``planned``; null where the session did not come so far.
 * ``expected`` and ``felt`` are pain from 0 to 10, null where it was not said.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DirectMovementResult".
 */
export interface DirectMovementResult {
  kind: "direct_movement";
  step: string;
  movement: string | null;
  times: number;
  planned: number;
  expected: number | null;
  felt: number | null;
  ranked: Ranked[];
  left: ("rank" | "expected" | "moving" | "felt")[];
}
/**
 * How hard a movement was ranked, from 0 to 10.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Ranked".
 */
export interface Ranked {
  movement: string;
  value: number;
}
/**
 * The person went on before a part was done.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DirectPartLeft".
 */
export interface DirectPartLeft {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "direct_part_left";
  step: string;
  movement: string;
  part: "rank" | "expected" | "moving" | "felt";
}
/**
 * The movement that is due was done once.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DirectlyMoved".
 */
export interface DirectlyMoved {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "directly_moved";
  step: string;
  movement: string;
}
/**
 * How the picture of the limb is shown.
 *
 * ``size`` is the limb's size beside its usual one, in steps of 0.01; ``delay`` is added to the delay of the device,
 * in ms. ``covered`` is a covered mirror (sham): the unaffected limb is seen on its own side and nothing is reflected.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Display".
 */
export interface Display {
  size: number;
  delay: number;
  covered: boolean;
}
/**
 * The limb is shown in another way from now on.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DisplayChanged".
 */
export interface DisplayChanged {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "display_changed";
  shown: Display;
}
/**
 * One way in which the limb was shown, and for how long it was looked at so (s).
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Displayed".
 */
export interface Displayed {
  shown: Display;
  looked: number;
}
/**
 * One exercise as it went; ``tracked`` and ``affected`` are the repetitions that the camera counted.
 *
 * ``tracked`` is null where no hand was tracked, ``affected`` where the covered hand was not.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Done".
 */
export interface Done {
  step: string;
  exercise: string;
  outcome: "done" | "skipped" | "cut" | "open";
  seconds: number;
  paced: number;
  tracked: number | null;
  affected: number | null;
}
/**
 * What stands in the drawing of mirror and limbs; ``affected`` is empty where that limb is gone.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "DrawingCard".
 */
export interface DrawingCard {
  caption: string;
  mirror: string;
  intact: string;
  affected: string;
}
/**
 * Why a schedule is ended before its last day.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "EarlyEnd".
 */
export interface EarlyEnd {
  reason: string;
}
/**
 * Statements about the seen limb, rated from ``low`` to ``high``, after at least a minute of looking.
 *
 * They are asked at most once in ``every_days``; ``explanation`` is said above the first. In a shorter session they
 * are asked after a part of ``after_seconds``, as long as the look before them, and not before ``least``.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Embodiment".
 */
export interface Embodiment {
  kind: "embodiment";
  id: string;
  title: string;
  after_seconds: number;
  least: number;
  explanation: string;
  every_days: number;
  low: number;
  high: number;
  low_words: string;
  high_words: string;
  items: Item[];
}
/**
 * One embodiment statement; control items are not expected to be agreed with.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Item".
 */
export interface Item {
  id: string;
  text: string;
  about: "ownership" | "location" | "agency" | "control";
}
/**
 * A stop rule offered to end the session; what the person chose.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "EndOffered".
 */
export interface EndOffered {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "end_offered";
  step: string;
  question: string;
  accepted: boolean;
}
/**
 * A condition's most of a day, where another session would pass it: minutes before the mirror, or sessions.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Enough".
 */
export interface Enough {
  of: "minutes" | "sessions";
  most: number;
}
/**
 * The one-time code, as typed or from the QR link; spaces and hyphens are ignored.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "EnrolRequest".
 */
export interface EnrolRequest {
  code: string;
}
/**
 * A one-time code for one device; ``qr`` holds the rows of the QR picture of ``link`` (1 = dark).
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Enrolment".
 */
export interface Enrolment {
  person: string;
  code: string;
  link: string;
  expires: string;
  qr: string[];
}
/**
 * The person's name, typed to confirm that this very person is to be erased.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "EraseRequest".
 */
export interface EraseRequest {
  name: string;
}
/**
 * How many sessions were erased with a person.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ErasedPerson".
 */
export interface ErasedPerson {
  sessions: number;
}
/**
 * An exercise was left; ``paced`` counts the pacing cues given, whether or not they were followed.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ExerciseEnded".
 */
export interface ExerciseEnded {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "exercise_ended";
  step: string;
  exercise: string;
  outcome: "done" | "skipped" | "cut";
  paced: number;
}
/**
 * An exercise came up.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ExerciseStarted".
 */
export interface ExerciseStarted {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "exercise_started";
  step: string;
  exercise: string;
}
/**
 * A whole-number answer, with the seconds since the session was opened.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Felt".
 */
export interface Felt {
  step: string;
  question: string;
  value: number;
  at: number;
}
/**
 * A day of the schedule that was practised, the display that it had, and its sessions.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "GivenDay".
 */
export interface GivenDay {
  day: number;
  scheduled: string;
  sessions: GivenSession[];
}
/**
 * A session of a scheduled day: what was really shown, by name, and whether that was what the day had.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "GivenSession".
 */
export interface GivenSession {
  id: string;
  when: string;
  shown: string[];
  as_scheduled: boolean;
  looked: number;
}
/**
 * How to set up a glass mirror at home, for one person's limb and side.
 *
 * ``no_source`` explains the mark of a line whose provenance is neither read nor computed.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "GlassSheet".
 */
export interface GlassSheet {
  language: string;
  direction: "ltr" | "rtl";
  affected: "left" | "right";
  limb: "hand" | "arm" | "foot" | "leg";
  title: string;
  drawing: DrawingCard;
  parts: SheetPartCard[];
  no_source: string;
}
/**
 * One part of a sheet under its own heading.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "SheetPartCard".
 */
export interface SheetPartCard {
  id: string;
  title: string;
  lines: SheetLineCard[];
}
/**
 * A line with what it rests on; one without a claim that was read is marked on the paper.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "SheetLineCard".
 */
export interface SheetLineCard {
  text: string;
  claim: string | null;
  source: string;
  provenance: "read" | "unverified" | "computed" | "own";
}
/**
 * To whom all people of a therapist are handed.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "HandOver".
 */
export interface HandOver {
  to: string;
}
/**
 * The person goes on, or ends the session.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "HoldEnded".
 */
export interface HoldEnded {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "hold_ended";
  step: string;
  outcome: "go_on" | "end";
}
/**
 * Hold still: the picture froze.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "HoldStarted".
 */
export interface HoldStarted {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "hold_started";
  step: string;
}
/**
 * What to do on pain, stiffness or nausea: the picture freezes, the person watches until it settles.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "HoldStill".
 */
export interface HoldStill {
  instruction: string[];
  claim: string;
}
/**
 * Movements imagined one after another, each ``times`` times, at the person's own pace and without moving.
 *
 * ``before`` is said once, ``imagine`` with each posture. Then ``seen`` and ``felt`` are asked. With ``executions``
 * the same movement is done so often as well, after ``execute`` was said; with 0 nothing is executed.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Imagery".
 */
export interface Imagery {
  kind: "imagery";
  id: string;
  title: string;
  before: string[];
  imagine: string[];
  execute: string[];
  /**
   * @minItems 1
   * @maxItems 20
   */
  movements: ImaginedMovement[];
  times: number;
  executions: number;
  seen: Question;
  felt: Question;
}
/**
 * One movement of motor imagery; ``demonstration`` names the still picture that shows its posture.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ImaginedMovement".
 */
export interface ImaginedMovement {
  id: string;
  name: string;
  caution: string;
  demonstration: Demonstration;
}
/**
 * What came of motor imagery.
 *
 * ``ratio`` is the median of the movements' ratios, ``seen`` and ``felt`` are the means of their ratings; null where
 * there are none.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ImageryResult".
 */
export interface ImageryResult {
  kind: "imagery";
  step: string;
  movements: MovementResult[];
  ratio: number | null;
  seen: number | null;
  felt: number | null;
}
/**
 * One movement as it went; all times in s.
 *
 * ``imagined_time`` and ``executed_time`` are medians, ``ratio`` is the first over the second. ``seen`` and ``felt``
 * are the ratings from 1 to 5. Each is null where there is nothing to take it from.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "MovementResult".
 */
export interface MovementResult {
  movement: string;
  imagined: number[];
  executed: number[];
  imagined_time: number | null;
  executed_time: number | null;
  ratio: number | null;
  seen: number | null;
  felt: number | null;
  skipped: ("imagined" | "seen" | "felt" | "executed")[];
}
/**
 * The person went on before a part of a movement was done.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ImagerySkipped".
 */
export interface ImagerySkipped {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "imagery_skipped";
  step: string;
  movement: string;
  part: "imagined" | "seen" | "felt" | "executed";
}
/**
 * A session that has no result: its first event never came, or a newer mirra wrote it.
 *
 * ``arrived`` and ``heard`` are when its first and last events came in, by the server's clock.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "IncompleteSession".
 */
export interface IncompleteSession {
  id: string;
  why: "no_first" | "unreadable";
  lines: number;
  arrived: string;
  heard: string;
}
/**
 * The session broke off without the person's Stop.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Interrupted".
 */
export interface Interrupted {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "interrupted";
  step: string;
  reason: "hidden" | "closed" | "camera_lost" | "found_open";
}
/**
 * The person left an item: done, after ``lasted`` ms of its time, or not today.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ItemChecked".
 */
export interface ItemChecked {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "item_checked";
  step: string;
  item: string;
  outcome: "done" | "not_today";
  lasted: number;
}
/**
 * A block of trials. Those for ``trying`` come first: right or wrong is said, and nothing is logged.
 *
 * There is no deadline; ``window`` says which answers are valid. ``fixation`` is how long the cross is seen, in ms.
 * ``try_out`` is said before those for trying. With ``own``, pictures of the person's own limb are taken first and
 * judged in the place of the drawn ones, which stay for who cannot or will not show their limb.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Judgement".
 */
export interface Judgement {
  kind: "judgement";
  id: string;
  title: string;
  instruction: string[];
  try_out: string;
  limb: "hand" | "foot";
  /**
   * @maxItems 60
   */
  trying: Trial[];
  /**
   * @minItems 1
   * @maxItems 60
   */
  trials: Trial[];
  fixation: number;
  window: AnswerWindow1;
  own: OwnLimb | null;
}
/**
 * One picture to be judged; ``turn`` is clockwise on the screen, in degrees from fingers or toes up.
 *
 * ``side`` is the side of the limb that is shown, so it is the correct answer.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Trial".
 */
export interface Trial {
  limb: "hand" | "foot";
  posture: string;
  view: string;
  tone: string;
  turn: number;
  side: "left" | "right";
  background: "light" | "dark";
}
/**
 * Answers that count as valid, in ms after the picture came up; without ``high``, no answer is too late.
 *
 * Below 300 ms nobody has judged a picture. Above, a slow person's answers are still answers: an upper end would
 * leave out just those, and make their median too short. Healthy people answer within 3000 ms, which may be set
 * where a list is used for research. Nothing is ever cut off while the person answers.
 */
export interface AnswerWindow1 {
  low: number;
  high: number | null;
}
/**
 * What leads the person through showing their own limb, ``place`` in each posture; ``countdown`` is in s.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "OwnLimb".
 */
export interface OwnLimb {
  instruction: string[];
  place: string;
  countdown: number;
  /**
   * @minItems 2
   * @maxItems 12
   */
  shown: ShownPicture[];
}
/**
 * A posture that the person shows to the camera; ``text`` says how, and the picture of a ``tone`` shows it.
 *
 * ``id`` names it in the log. It stands in for the drawn picture of this posture and view.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ShownPicture".
 */
export interface ShownPicture {
  id: string;
  posture: string;
  view: string;
  tone: string;
  text: string;
}
/**
 * What came of a block of trials: its scores, and what they must be read with.
 *
 * Times compare only between blocks answered ``by`` the same means. Answers by a switch have no times: it waits for
 * its turn. ``again`` counts the answers to pictures that may have been seen before. ``scores`` are those of drawn
 * pictures, ``own`` those of pictures of the person's own limb; null where none were to be judged. A trial that was
 * not answered counts among those that were planned.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "JudgementResult".
 */
export interface JudgementResult {
  kind: "judgement";
  step: string;
  limb: "hand" | "foot";
  by: ("pointer" | "two_keys" | "neighbouring_keys" | "arrow_keys" | "switch" | "other" | "simulated")[];
  again: number;
  scores: Scores;
  own: Scores | null;
}
/**
 * What came of a list of trials; null where nothing can be computed.
 *
 * ``valid`` is the share of answered trials within the window; all that follows is of those. ``accuracy`` is the
 * share answered correctly. ``time`` is the median of the correct answers that are timed, in s. ``difference`` is the
 * time of the left side minus that of the right; ``lateral_medial`` the median time of lateral minus that of medial
 * trials. ``slope`` is how many s an answer takes longer for each degree of the smallest rotation from upright
 * (Theil-Sen: the median of the slopes between all pairs, which single very slow answers cannot bend as they do a
 * least-squares line).
 * ``dropped`` counts frames that were not shown in time while a picture was judged.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Scores".
 */
export interface Scores {
  trials: number;
  answered: number;
  valid: number | null;
  accuracy: Sided;
  time: Sided;
  difference: number | null;
  lateral_medial: number | null;
  slope: number | null;
  dropped: number;
}
/**
 * A number for all trials, and for those of each side; null where there is none to count.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Sided".
 */
export interface Sided {
  both: number | null;
  left: number | null;
  right: number | null;
}
/**
 * Trials begin, or go on after a pause; the trial that was under way is shown again.
 *
 * ``interval`` is the time from one frame of the screen to the next, in ms; ``size`` is how large the picture is
 * shown, in CSS pixels each way.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "JudgingStarted".
 */
export interface JudgingStarted {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "judging_started";
  step: string;
  trial: number;
  interval: number;
  size: number;
}
/**
 * A person's ladder of direct movement, from the movement ranked lowest, after so many ``sessions``.
 *
 * ``due`` is the movement of the next session, null: the one that is ranked lowest in it; ``why`` says how it came.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "LadderNow".
 */
export interface LadderNow {
  rungs: Rung[];
  due: string | null;
  why: string;
  sessions: number;
}
/**
 * A movement of a ladder; ``ranked`` is how hard it was ranked the last time (0-10), null where it never was.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Rung".
 */
export interface Rung {
  movement: string;
  name: string;
  ranked: number | null;
}
/**
 * Up to a second of landmarks, kept if the plan asks.
 *
 * ``points`` holds (frames, 21, 2) flattened, in 1/10000 of the raw picture's width and height;
 * ``times`` the ms of each frame after ``at``.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Landmarks".
 */
export interface Landmarks {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "landmarks";
  /**
   * @maxItems 15
   */
  times: number[];
  /**
   * @maxItems 630
   */
  points: number[];
}
/**
 * End-to-end delay in ms: green up to ``green``, amber up to ``amber``, red above; past ``illusion`` a word.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "LatencyLimits".
 */
export interface LatencyLimits {
  green: number;
  amber: number;
  illusion: number;
  illusion_words: string;
  claim: string;
}
/**
 * Pages to read or hear, then questions; the person may leave it at any time.
 *
 * With ``again`` there are no pages: it was understood before. ``energy`` is asked first where the plan has a rule for
 * people who tire quickly, and who is tired has no lesson today.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Lesson".
 */
export interface Lesson {
  kind: "lesson";
  id: string;
  title: string;
  lesson: string;
  about: "why" | "set_up" | "normal" | "when_to_stop" | "story";
  again: boolean;
  name: string;
  pages: string[];
  /**
   * @minItems 1
   */
  questions: LessonQuestion[];
  energy: Question | null;
}
/**
 * A question; ``explanation`` is said after any answer.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "LessonQuestion".
 */
export interface LessonQuestion {
  id: string;
  text: string;
  /**
   * @minItems 2
   */
  options: LessonOption[];
  right: string;
  explanation: string;
}
/**
 * One possible answer.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "LessonOption".
 */
export interface LessonOption {
  id: string;
  text: string;
}
/**
 * How one question was answered.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "LessonAnswer".
 */
export interface LessonAnswer {
  question: string;
  option: string;
  right: boolean;
}
/**
 * One question of the lesson was answered; the first answer counts, since the right one is told afterwards.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "LessonAnswered".
 */
export interface LessonAnswered {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "lesson_answered";
  step: string;
  question: string;
  option: string;
}
/**
 * The person went on with the session before the lesson was over.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "LessonLeft".
 */
export interface LessonLeft {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "lesson_left";
  step: string;
}
/**
 * One page of a lesson with what it rests on; one without a claim that was read is marked on the paper.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "LessonPageCard".
 */
export interface LessonPageCard {
  text: string;
  claim: string | null;
  source: string;
  provenance: "read" | "unverified" | "computed" | "own";
}
/**
 * The person went on from a page of the lesson; pages count from 0.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "LessonRead".
 */
export interface LessonRead {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "lesson_read";
  step: string;
  page: number;
}
/**
 * What came of a lesson: pages read out of ``pages``, the answers, and whether it was understood.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "LessonResult".
 */
export interface LessonResult {
  kind: "lesson";
  step: string;
  lesson: string;
  title: string;
  again: boolean;
  read: number;
  pages: number;
  answers: LessonAnswer[];
  outcome: "understood" | "not_understood" | "left" | "not_reached";
}
/**
 * A lesson without its questions, which come again in a session; ``name`` is its English title.
 *
 * ``had`` is the last day on which it was shown to the person, null where it was not.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "LessonSheet".
 */
export interface LessonSheet {
  id: string;
  title: string;
  name: string;
  had: string | null;
  pages: LessonPageCard[];
}
/**
 * Lessons for one person in their language, in the words that their plan asks for.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "LessonSheets".
 */
export interface LessonSheets {
  language: string;
  direction: "ltr" | "rtl";
  lessons: LessonSheet[];
}
/**
 * Looking without moving, so that the seen limb can become one's own.
 *
 * It is made no shorter than ``least`` s, since the seen limb becomes one's own only after a while.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Look".
 */
export interface Look {
  kind: "look";
  id: string;
  title: string;
  instruction: string;
  seconds: number;
  least: number;
}
/**
 * End-to-end delay by the flash test in ms: median of the flashes that the camera saw.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "LoopLatency".
 */
export interface LoopLatency {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "loop_latency";
  flashes: number;
  seen: number;
  median: number | null;
  spread: number | null;
}
/**
 * Who is signed in here: nobody (``role`` null), staff, or an enrolled device of a person (``person``).
 *
 * ``outbox`` is the key to which the person's device seals what waits on it: a point of P-256, base64url.
 * ``todo`` is what staff have to do before anything else: choose a password, or set up a second factor.
 * ``time_zone`` is the clinic's, for staff; null is the browser's own.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Me".
 */
export interface Me {
  role: ("patient" | "therapist" | "admin") | null;
  name: string;
  todo: ("password" | "second") | null;
  person: string | null;
  outbox: string | null;
  time_zone: string | null;
  demonstration: boolean;
}
/**
 * The whole graph, row by row and from left to right, with the size of its drawing.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Mechanism".
 */
export interface Mechanism {
  width: number;
  height: number;
  parts: MechanismPart[];
  steps: MechanismStep[];
}
/**
 * One node of the graph.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "MechanismPart".
 */
export interface MechanismPart {
  id: string;
  name: string;
  about: string;
  box: MechanismBox;
}
/**
 * Where a box is drawn: its middle, size and row, in eighteenths of the size of type.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "MechanismBox".
 */
export interface MechanismBox {
  row: number;
  x: number;
  y: number;
  width: number;
  height: number;
}
/**
 * One edge: ``begin`` may lead to ``end``. It is contested where a claim speaks against it.
 *
 * ``line`` leads from box to box in pairs of points, over the edge's own box.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "MechanismStep".
 */
export interface MechanismStep {
  begin: string;
  end: string;
  says: string;
  grade: "supported" | "partly" | "unknown" | "not supported";
  contested: boolean;
  claims: MechanismClaim[];
  against: MechanismClaim[];
  box: MechanismBox;
  line: MechanismPoint[];
}
/**
 * What was found about a claim. The claim's own words are left out: they may say more than was found.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "MechanismClaim".
 */
export interface MechanismClaim {
  id: string;
  found: string;
  grade: "supported" | "partly" | "unknown" | "not supported";
  source: string;
  provenance: "read" | "unverified" | "computed" | "own";
  doubt: string;
}
/**
 * Where a line comes by.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "MechanismPoint".
 */
export interface MechanismPoint {
  x: number;
  y: number;
}
/**
 * A change of stage, with the reason in one sentence.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Move".
 */
export interface Move {
  day: string;
  stage: string;
  cause: "first" | "gate" | "days" | "back" | "therapist";
  why: string;
}
/**
 * The camera looked for the hand for ``lasted`` ms while the movement was to be done.
 *
 * ``in_view`` is the share of its looks in which it saw the hand.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "MovementFollowed".
 */
export interface MovementFollowed {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "movement_followed";
  step: string;
  movement: string;
  lasted: number;
  in_view: number;
}
/**
 * How hard the person says that a movement would be, from 0 to 10. A later answer replaces it.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "MovementRanked".
 */
export interface MovementRanked {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "movement_ranked";
  step: string;
  movement: string;
  value: number;
}
/**
 * The watched movement was done once; ``by`` says who counted it.
 *
 * Where the camera did, ``amplitude`` is how far the part of the hand that moved most went, as the camera sees it, in
 * palm lengths; ``lasted`` is the time in ms since the turning point of the repetition before. Null is not measured.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "MovementRepeated".
 */
export interface MovementRepeated {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "movement_repeated";
  step: string;
  movement: string;
  by: "taps" | "camera";
  amplitude: number | null;
  lasted: number | null;
}
/**
 * One movement there and back: ``lasted`` ms from the press that marked its begin to that which marked its end.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "MovementTimed".
 */
export interface MovementTimed {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "movement_timed";
  step: string;
  movement: string;
  way: "imagined" | "executed";
  lasted: number;
}
/**
 * The film of a movement was watched for ``lasted`` ms in all, to its dosed time or until the person went on.
 *
 * ``film`` says which: the drawn one, or one of the person's or therapist's own, which stays on their device.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "MovementWatched".
 */
export interface MovementWatched {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "movement_watched";
  step: string;
  movement: string;
  lasted: number;
  outcome: "done" | "skipped";
  film: "drawn" | "own";
}
/**
 * What making an account takes.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "NewAccount".
 */
export interface NewAccount {
  login: string;
  name: string;
  role: "therapist" | "admin";
}
/**
 * A person's name, corrected.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "NewName".
 */
export interface NewName {
  name: string;
}
/**
 * A note about a person.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "NewNote".
 */
export interface NewNote {
  text: string;
}
/**
 * What enrolling a new person takes.
 *
 * ``screening`` is null where it is done later. ``reason`` says why a person starts whose screening says that they
 * cannot.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "NewPerson".
 */
export interface NewPerson {
  name: string;
  condition: string;
  affected: "left" | "right";
  limb: "hand" | "arm" | "foot" | "leg";
  picture: "camera" | "glass";
  screening: NewScreening | null;
  reason: string;
}
/**
 * A screening to keep; ``signed_off_by`` names the clinician who signs precautions off.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "NewScreening".
 */
export interface NewScreening {
  limb: "hand" | "arm" | "foot" | "leg";
  affected_limb: "there" | "gone";
  answers: {
    /**
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^[a-z][a-z0-9_]{0,47}$".
     */
    [k: string]: string;
  };
  signed_off_by: string;
}
/**
 * A schedule to draw for a person; ``plan`` is the plan in force that the therapist saw.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "NewSchedule".
 */
export interface NewSchedule {
  design: string;
  /**
   * @minItems 1
   * @maxItems 4
   */
  displays: string[];
  days: number;
  plan: string;
}
/**
 * A word of the person's own.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Note".
 */
export interface Note {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "note";
  step: string;
  text: string;
}
/**
 * A note about a person, and who wrote it when.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "NoteCard".
 */
export interface NoteCard {
  id: string;
  made: string;
  author: string;
  text: string;
}
/**
 * Movements watched one after another for ``seconds`` each, and each done at once by the limb of ``side``.
 *
 * ``speed`` is that of the film, 1 being as it was drawn. ``before`` is said once, ``watch`` with the film, and
 * ``act`` before the movement is done. With ``camera`` the person may let the camera count: a hand is at the end of
 * the limb that moves, and a hand is all that the camera can follow.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Observation".
 */
export interface Observation {
  kind: "observation";
  id: string;
  title: string;
  before: string[];
  watch: string[];
  act: string;
  side: "left" | "right";
  seconds: number;
  /**
   * times the film's own speed
   */
  speed: number;
  camera: boolean;
  /**
   * @minItems 1
   * @maxItems 20
   */
  movements: ObservedMovement[];
}
/**
 * One movement to watch and to do; ``tempo`` is seconds per repetition of its film at speed 1.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ObservedMovement".
 */
export interface ObservedMovement {
  id: string;
  name: string;
  instruction: string[];
  caution: string;
  tempo: number;
  repetitions: number;
  demonstration: Demonstration;
}
/**
 * What came of action observation: ``watched`` in s and ``repetitions`` of all its movements.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ObservationResult".
 */
export interface ObservationResult {
  kind: "observation";
  step: string;
  movements: ObservedResult[];
  watched: number;
  repetitions: number;
}
/**
 * One movement as it went.
 *
 * ``watched`` is in s, null where it was not watched. ``tempo`` is the median time of a repetition in s, of
 * ``tempo_n`` times: between two presses, or between two turning points that the camera saw; null where there is none.
 * ``left`` says that the person went on before all of them. ``film`` is the one watched last. ``by_camera`` of the
 * repetitions were counted by the camera, the others by presses; ``amplitude`` is the median of those
 * ``amplitude_n`` that it measured, in palm lengths. ``in_view`` is the share of its looks in which it saw the hand,
 * null where it did not look.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ObservedResult".
 */
export interface ObservedResult {
  movement: string;
  watched: number | null;
  repetitions: number;
  tempo: number | null;
  left: boolean;
  film: ("drawn" | "own") | null;
  tempo_n: number;
  by_camera: number;
  amplitude: number | null;
  amplitude_n: number;
  in_view: number | null;
}
/**
 * A password shown once; it holds until then, and has to be changed at the first sign-in.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "OneTimePassword".
 */
export interface OneTimePassword {
  login: string;
  password: string;
  until: string;
}
/**
 * The session begins; ``input`` is the interface variant, kept because variants change scores.
 *
 * ``shown`` is the whole display.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Opened".
 */
export interface Opened {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "opened";
  plan: string;
  simulated: boolean;
  input: "pointer" | "keyboard" | "switch" | "simulated";
  picture: "camera" | "glass";
  browser: "chromium" | "firefox" | "safari" | "other" | "none";
  /**
   * @maxItems 16
   */
  lacks: string[];
  shown: Display1;
}
/**
 * How the picture of the limb is shown.
 *
 * ``size`` is the limb's size beside its usual one, in steps of 0.01; ``delay`` is added to the delay of the device,
 * in ms. ``covered`` is a covered mirror (sham): the unaffected limb is seen on its own side and nothing is reflected.
 */
export interface Display1 {
  size: number;
  delay: number;
  covered: boolean;
}
/**
 * A schedule with its days ahead: the display of every day by name, the seed, and the text that was hashed.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "OpenedSchedule".
 */
export interface OpenedSchedule {
  card: ScheduleCard;
  person: string;
  seed: string;
  days: string[];
  text: string;
}
/**
 * A schedule of a person, without its days ahead and the seed from which they follow.
 *
 * ``missed`` counts days of the calendar without practice between the first and the last day practised. ``outside``
 * are sessions meanwhile that had a plan of no day of this schedule, as a device without network may give.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ScheduleCard".
 */
export interface ScheduleCard {
  id: string;
  made: string;
  author: string;
  design: string;
  design_name: string;
  design_version: number;
  displays: string[];
  days: number;
  practised: number;
  draws: string;
  doubt: string;
  sha256: string;
  state: "in_force" | "finished" | "ended";
  end: ScheduleEnd | null;
  first: string | null;
  last: string | null;
  missed: number;
  given: GivenDay[];
  outside: GivenSession[];
}
/**
 * That a schedule was ended before its last day.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ScheduleEnd".
 */
export interface ScheduleEnd {
  made: string;
  author: string;
  reason: string;
}
/**
 * What somebody sees of their own account.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "OwnAccount".
 */
export interface OwnAccount {
  login: string;
  name: string;
  role: "therapist" | "admin";
  second: boolean;
  second_needed: boolean;
  recovery_codes_left: number;
}
/**
 * The person's own diary.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "OwnDiary".
 */
export interface OwnDiary {
  form: DiaryForm;
  page: DiaryPage;
}
/**
 * A condition pack that fits, with what its sources say and where they disagree; none is ranked above another.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "PackCard".
 */
export interface PackCard {
  id: string;
  name: string;
  note: string;
  evidence: "graded" | "no graded evidence";
  rules: Rule[];
  reviews: Review[];
  conflicts: Conflict[];
}
/**
 * When a therapist looks back with the person, in sessions done before the mirror, and what at.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Review".
 */
export interface Review {
  /**
   * sessions done
   */
  after: number;
  text: string;
  claim: string;
  source: string;
  provenance: "read" | "unverified" | "computed" | "own";
}
/**
 * Pain 0-10 before and after one session.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "PainPoint".
 */
export interface PainPoint {
  when: string;
  before: number | null;
  after: number | null;
}
/**
 * A new password, and the one it replaces.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "PasswordChange".
 */
export interface PasswordChange {
  old: string;
  new: string;
}
/**
 * A person with the newest of their sessions, and those that have no result.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "PersonDetail".
 */
export interface PersonDetail {
  card: PersonCard;
  sessions: SessionCard[];
  older: boolean;
  incomplete: IncompleteSession[];
  pain: PainPoint[];
}
/**
 * One session in a list; ``doubt`` says that the device's clock was wrong, so ``when`` is the server's time.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "SessionCard".
 */
export interface SessionCard {
  id: string;
  when: string;
  doubt: ("ahead" | "behind") | null;
  result: SessionResult;
}
/**
 * What came of one session; times in seconds, ``null`` where nothing was measured.
 *
 * ``looked`` is time with a live picture (or a glass mirror) in look-only steps and blocks; holds, stops and
 * interruptions are left out. ``moved`` is tracked moving time within blocks. Together they are the effective dose.
 * ``planned`` is what looking and blocks would take as planned; ``lasted`` runs from opening to the last event,
 * interruptions left out. ``in_view`` is the mean share of tracked time, ``embodiment`` the mean of its answers.
 * ``displays`` share ``looked`` among the ways in which the limb was shown.
 * ``results`` are what came of steps whose kind yields more than time and answers.
 * ``alarms`` leaves out those whose answer was taken back. ``shorter`` is null for a session that stayed whole.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "SessionResult".
 */
export interface SessionResult {
  state: "open" | "completed" | "stopped" | "not_started" | "interrupted";
  simulated: boolean;
  planned: number;
  lasted: number;
  looked: number;
  moved: number | null;
  repetitions: number | null;
  paced: number;
  in_view: number | null;
  pain_before: number | null;
  pain_after: number | null;
  felt: Felt[];
  exercises: Done[];
  adverse: Complaint[];
  alarms: Alarmed[];
  breaks: Break[];
  holds: number;
  delay: Delay;
  embodiment: number | null;
  embodiment_control: number | null;
  note: string;
  displays: Displayed[];
  affected: AffectedHand | null;
  results: (
    | LessonResult
    | BreathingResult
    | JudgementResult
    | ImageryResult
    | ObservationResult
    | DirectMovementResult
    | ChecklistResult
  )[];
  shorter: Shorter | null;
}
/**
 * That the session was made shorter: in which step, where the person said so, and to how many ``minutes``.
 *
 * ``minutes`` is how long the practice was then planned to take; ``viewing`` is how many s of it show the limb.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Shorter".
 */
export interface Shorter {
  step: string;
  said: "home" | "check_in" | "energy" | "offer";
  minutes: number;
  viewing: number;
}
/**
 * The plan in force, where the person stands in its programme, and the earlier plans, newest first.
 *
 * ``bar`` says why the person cannot start, where the last screening says so; else it is empty. ``held`` is true while
 * the person is given no session for that: until a plan is put in force with a reason, or another screening.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "PersonPlans".
 */
export interface PersonPlans {
  now: PlanCard;
  standing: Standing | null;
  ladder: LadderNow | null;
  reviews: Reviews | null;
  earlier: PlanCard[];
  bar: string;
  held: boolean;
}
/**
 * A plan as it was decided; ``author`` is empty where nobody was recorded.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "PlanCard".
 */
export interface PlanCard {
  id: string;
  made: string;
  author: string;
  reason: string;
  plan: Prescribed;
}
/**
 * What is decided for one person; ``null`` leaves a thing to the condition.
 *
 * ``minutes`` are those of a session, rests included; ``per_week`` counts sessions. ``exercises_out`` are never
 * given, ``exercises_in`` are given although the stage does not call for them. ``language`` is a tag such as "en".
 * ``measure_delay`` asks for the whole delay to be measured in set-up; ``display`` is how the
 * camera's picture is shown. ``track_affected`` asks for the covered affected hand to be tracked too,
 * ``hide_background`` for the limb on a plain table; the person may change that. ``programme`` is one of the
 * condition's; ``stage`` puts the person at a stage of it once, on the day of the plan.
 * ``addons`` are given after the practice, each on its days.
 * ``direct_movement`` adds movement of the affected limb itself; ``due_movement`` is the movement of its ladder that
 * the therapist chose, null leaves it to the sessions.
 * ``own_limb`` asks for pictures of the person's own limb in left/right judgement.
 * ``breathing_minutes`` are those of paced breathing before the session; null gives none. ``observation_speed`` is
 * that of the films of action observation, 1 being as they were drawn.
 * ``age`` is that of the person in years, now; scores are held against norms for it.
 * With ``lessons`` a session may begin with a short lesson; ``lessons_out`` are never given.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Prescribed".
 */
export interface Prescribed {
  condition: string;
  affected: "left" | "right";
  limb: "hand" | "arm" | "foot" | "leg";
  picture: "camera" | "glass";
  severity: ("mild" | "moderate" | "severe") | null;
  minutes: number | null;
  per_week: number | null;
  two_sided: boolean | null;
  /**
   * @maxItems 60
   */
  exercises_out: string[];
  /**
   * @maxItems 60
   */
  exercises_in: string[];
  /**
   * @maxItems 20
   */
  profiles: string[];
  language: string;
  measure_delay: boolean;
  display: Display2;
  track_affected: boolean;
  hide_background: boolean;
  programme: string | null;
  stage: string | null;
  own_limb: boolean;
  breathing_minutes: number | null;
  direct_movement: boolean;
  due_movement: string | null;
  observation_speed: number | null;
  lessons: boolean;
  /**
   * @maxItems 100
   */
  lessons_out: string[];
  /**
   * @maxItems 12
   */
  addons: PrescribedAddon[];
  age: number | null;
}
/**
 * How the picture of the limb is shown.
 *
 * ``size`` is the limb's size beside its usual one, in steps of 0.01; ``delay`` is added to the delay of the device,
 * in ms. ``covered`` is a covered mirror (sham): the unaffected limb is seen on its own side and nothing is reflected.
 */
export interface Display2 {
  size: number;
  delay: number;
  covered: boolean;
}
/**
 * An add-on that a therapist gives on every so many days: 1 is every day, 2 every second one.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "PrescribedAddon".
 */
export interface PrescribedAddon {
  id: string;
  /**
   * days from one time to the next
   */
  every_days: number;
}
/**
 * Where a person stands on a day.
 *
 * ``since`` is the first day in the stage. Of the days since then, today left out, ``practised`` are those with a
 * session that was done, ``cut_short`` those on which one was begun and none done, ``missed`` those without any.
 * ``back_after`` is the number of days since the last session when they come back after a long time, else null;
 * ``stage_kept`` says that the stage has not changed since that session.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Standing".
 */
export interface Standing {
  programme: string;
  stage: string;
  place: number;
  of: number;
  since: string;
  cause: "first" | "gate" | "days" | "back" | "therapist";
  planned_days: number;
  day_of_stage: number;
  practised: number;
  cut_short: number;
  missed: number;
  back_after: number | null;
  stage_kept: boolean;
  verdict: Verdict;
  moves: Move[];
}
/**
 * What the gates say for the day: the advice and its reason in one sentence, with its numbers.
 *
 * ``decided_by`` is what the advice came from: the rule that leads ``back``, the ``days`` of the stage, the ``end`` of
 * the last stage, the number of ``sessions``, or the needs of the ``gate``.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Verdict".
 */
export interface Verdict {
  advice: "stay" | "move_on" | "step_back" | "ask";
  decided_by: "back" | "days" | "end" | "sessions" | "gate";
  why: string;
  needs: SeenNeed[];
}
/**
 * A need held against the sessions of its days: the least favourable value, null where none measured it.
 *
 * ``needed`` and ``seen`` say the limit and that value in words, with their unit.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "SeenNeed".
 */
export interface SeenNeed {
  measure:
    "judgement_accuracy" | "judgement_time" | "judgement_difference" | "movement_pain" | "pain_before" | "pain_rise";
  name: string;
  at_least: number | null;
  at_most: number | null;
  worst: number | null;
  needed: string;
  seen: string;
  met: boolean;
}
/**
 * The review points of a person's condition, beside how many sessions before the mirror they have done.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Reviews".
 */
export interface Reviews {
  done: number;
  points: ReviewPoint[];
}
/**
 * A review point of the condition: whether it was reached, and whether nobody has looked back since.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ReviewPoint".
 */
export interface ReviewPoint {
  /**
   * sessions done
   */
  after: number;
  text: string;
  claim: string;
  source: string;
  provenance: "read" | "unverified" | "computed" | "own";
  reached: boolean;
  due: boolean;
}
/**
 * The schedules of a person, newest first.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "PersonSchedules".
 */
export interface PersonSchedules {
  schedules: ScheduleCard[];
}
/**
 * The screening that holds, with the condition packs that fit, and the earlier ones, newest first.
 *
 * ``now`` is null for a person who was never screened.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "PersonScreenings".
 */
export interface PersonScreenings {
  now: ScreeningCard | null;
  packs: PackCard[];
  earlier: ScreeningCard[];
}
/**
 * A screening of a person as it was kept.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ScreeningCard".
 */
export interface ScreeningCard {
  limb: "hand" | "arm" | "foot" | "leg";
  affected_limb: "there" | "gone";
  answers: AnswerGiven[];
  reasons: ReasonCard[];
  id: string;
  made: string;
  author: string;
  outcome: "fits" | "precautions" | "unfinished" | "cannot_start";
  signed_off_by: string;
}
/**
 * An answer that is a precaution or means that nobody starts, and the rule that says so.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ReasonCard".
 */
export interface ReasonCard {
  question: string;
  asked: string;
  answer: string;
  means: "precaution" | "cannot_start";
  reason: string;
  precaution: string;
  claim: string;
  source: string;
  provenance: "read" | "unverified" | "computed" | "own";
}
/**
 * An answer to the trial at a place in the list.
 *
 * ``ms`` runs from the time stamp of the frame in which the picture was painted to that of the event of the answer;
 * ``dropped`` counts the frames that did not come in time meanwhile. ``again`` says that the picture may have been
 * seen before, since a pause broke into the trial. ``own`` names the posture where the picture was one of the
 * person's own limb, as ``ShownPicture.id`` does; the picture itself is never logged.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "PictureJudged".
 */
export interface PictureJudged {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "picture_judged";
  step: string;
  trial: number;
  side: "left" | "right";
  ms: number;
  dropped: number;
  again: boolean;
  by: "pointer" | "two_keys" | "neighbouring_keys" | "arrow_keys" | "switch" | "other" | "simulated";
  own: string | null;
}
/**
 * A place the camera may stand, and how its picture is turned into the person's own view.
 *
 * The picture is first turned clockwise by ``rotate`` degrees, then flipped left to right if ``flip``.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "PlacementChoice".
 */
export interface PlacementChoice {
  id: "facing" | "above" | "lid" | "feet";
  text: string;
  rotate: 0 | 90 | 180 | 270;
  flip: boolean;
}
/**
 * A new plan for a person, and why; ``replaces`` is the plan that was in force when the change was begun.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "PlanChange".
 */
export interface PlanChange {
  plan: Prescribed;
  reason: string;
  replaces: string;
}
/**
 * How many draws are possible, in digits, each equally likely; ``doubt`` warns where they are too few.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "PossibleDraws".
 */
export interface PossibleDraws {
  draws: string;
  doubt: string;
}
/**
 * The one error shape: what happened, where, what to do.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Problem".
 */
export interface Problem {
  code: string;
  what: string;
  where: string;
  todo: string;
}
/**
 * Every answer with a status of 400 or more.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ProblemBody".
 */
export interface ProblemBody {
  error: Problem;
}
/**
 * One question of the screening.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "QuestionCard".
 */
export interface QuestionCard {
  id: string;
  text: string;
  answers: AnswerCard[];
}
/**
 * The acknowledgement: what the disk has of this batch, and inclusive ranges still missing before the last.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Receipt".
 */
export interface Receipt {
  stored: Stored[];
  missing: unknown[][];
}
/**
 * One event the disk has: its place and the SHA-256 (hex) of its line, of a sealed one as the device sent it.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Stored".
 */
export interface Stored {
  seq: number;
  sha256: string;
}
/**
 * Codes that stand in for the app, once each; shown once.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "RecoveryCodes".
 */
export interface RecoveryCodes {
  codes: string[];
}
/**
 * The person went on before the movement was done so often as planned.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "RepeatingLeft".
 */
export interface RepeatingLeft {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "repeating_left";
  step: string;
  movement: string;
}
/**
 * A pause; the person may go on earlier or rest longer, and may answer ``question`` again.
 *
 * ``energy`` is asked where the plan has a rule for people who tire quickly.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Rest".
 */
export interface Rest {
  kind: "rest";
  id: string;
  title: string;
  instruction: string;
  seconds: number;
  question: Question | null;
  energy: Question | null;
}
/**
 * The session goes on after an interruption, at the step it had reached.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Resumed".
 */
export interface Resumed {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "resumed";
  step: string;
}
/**
 * What an admin decides for the clinic.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Rules".
 */
export interface Rules {
  admins_need_second: boolean;
}
/**
 * A design, the displays that it compares in their order (A, B ...), and on how many days practised.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ScheduleAsk".
 */
export interface ScheduleAsk {
  design: string;
  /**
   * @minItems 1
   * @maxItems 4
   */
  displays: string[];
  days: number;
}
/**
 * Answers by the ids of their questions, the affected limb, and whether it is there.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ScreeningAsk".
 */
export interface ScreeningAsk {
  limb: "hand" | "arm" | "foot" | "leg";
  affected_limb: "there" | "gone";
  answers: {
    /**
     * This interface was referenced by `undefined`'s JSON-Schema definition
     * via the `patternProperty` "^[a-z][a-z0-9_]{0,47}$".
     */
    [k: string]: string;
  };
}
/**
 * What was asked, answered and concluded, in the words of that day.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ScreeningBody".
 */
export interface ScreeningBody {
  limb: "hand" | "arm" | "foot" | "leg";
  affected_limb: "there" | "gone";
  answers: AnswerGiven[];
  reasons: ReasonCard[];
}
/**
 * What answers mean before anything is kept; ``open`` are the questions that wait for an answer.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ScreeningOutcome".
 */
export interface ScreeningOutcome {
  outcome: "fits" | "precautions" | "unfinished" | "cannot_start";
  reasons: ReasonCard[];
  open: string[];
  packs: PackCard[];
}
/**
 * The first code that the app made of an offered secret.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "SecondConfirm".
 */
export interface SecondConfirm {
  sealed: string;
  code: string;
}
/**
 * A secret for an authenticator app, as text, as link and as QR picture; ``sealed`` comes back with the code.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "SecondOffer".
 */
export interface SecondOffer {
  secret: string;
  link: string;
  qr: string[];
  sealed: string;
}
/**
 * An entry as the exact line the device stored; ``person`` is whose device wrote it.
 *
 * The line may be sealed (``clinic.sealed``), and is then longer than the entry in it.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "SentEntry".
 */
export interface SentEntry {
  person: string | null;
  line: string;
}
/**
 * One session: planned, done, felt, measured; ``beside`` has what its scores are held against, a block each.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "SessionDetail".
 */
export interface SessionDetail {
  person: string;
  person_name: string;
  card: SessionCard;
  plan: SessionPlan;
  beside: Beside[];
}
/**
 * One whole session, as data: what holds for all of it, its steps, and why they are so.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "SessionPlan".
 */
export interface SessionPlan {
  version: 1;
  id: string;
  made_at: string;
  person: string;
  condition: string;
  condition_name: string;
  affected: "left" | "right";
  limb: "hand" | "arm" | "foot" | "leg";
  view: "mirror" | "flip" | "plain";
  picture: "camera" | "glass";
  language: string;
  display: Display3;
  pacing_sound: boolean;
  minutes: number;
  tracking: Tracking;
  hide_background: boolean;
  latency: LatencyLimits;
  hold: HoldStill;
  stop: StopRule;
  alarm: AlarmRule | null;
  emergency: string[];
  shorter: ShorterRule | null;
  tired: TiredRule | null;
  profiles: string[];
  support: Support;
  stage: StageNow | null;
  resume_within: number;
  steps: (
    | CheckIn
    | Lesson
    | Breathing
    | SetUp
    | Look
    | Block
    | Judgement
    | Rest
    | Imagery
    | Observation
    | DirectMovement
    | Checklist
    | Embodiment
    | CheckOut
    | Summary
  )[];
  why: Rule[];
}
/**
 * How the picture of the limb is shown.
 *
 * ``size`` is the limb's size beside its usual one, in steps of 0.01; ``delay`` is added to the delay of the device,
 * in ms. ``covered`` is a covered mirror (sham): the unaffected limb is seen on its own side and nothing is reflected.
 */
export interface Display3 {
  size: number;
  delay: number;
  covered: boolean;
}
/**
 * Whether the hand is tracked, and how many landmark sets a second are kept (0: none).
 *
 * With ``affected`` the hand of the affected side is tracked too. It stays covered on the screen.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Tracking".
 */
export interface Tracking {
  hand: boolean;
  landmarks_hz: number;
  affected: boolean;
}
/**
 * When a question asked again has risen by ``rise`` over check-in, offer to end.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "StopRule".
 */
export interface StopRule {
  question: string;
  rise: number;
  words: string;
  claim: string;
}
/**
 * What "Too much today" does: each step of practice that follows is cut to ``share``, as its kind says.
 *
 * ``minutes`` is how long the practice is then planned to take, said before the person chooses to begin.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ShorterRule".
 */
export interface ShorterRule {
  share: number;
  minutes: number;
  claim: string;
}
/**
 * What an answer about energy does: ``shorten`` cuts what follows to ``share``, ``offer`` offers to end.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "TiredRule".
 */
export interface TiredRule {
  question: string;
  shorten: string;
  offer: string;
  share: number;
  offer_words: string;
  shorter_words: string;
  claim: string;
}
/**
 * How the session page serves a person: what they can use, and what is shown and heard.
 *
 * ``hand`` can reach the buttons; ``seeing`` is the side attended to, the other one gets a cue; ``few_words`` shows at
 * most eight words beside a picture; ``scanning`` lights the buttons in turn, ``scan_seconds`` each.
 */
export interface Support {
  hand: "both" | "left" | "right";
  seeing: "both" | "left" | "right";
  few_words: boolean;
  spoken: boolean;
  scanning: boolean;
  /**
   * seconds
   */
  scan_seconds: number;
  large_text: boolean;
  less_motion: boolean;
  sound: boolean;
}
/**
 * Where the person stands in a programme: stage ``place`` of ``of``, since ``begun``.
 *
 * ``told`` says what they do in it, ``why`` how they came to it. ``welcome`` is for those who come back after a long
 * time, else empty. Of the ``days`` since then, today left out, they practised on ``practised``. ``before`` are the
 * last stages before this one, oldest first.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "StageNow".
 */
export interface StageNow {
  programme: string;
  id: string;
  name: string;
  told: string;
  why: string;
  welcome: string;
  place: number;
  of: number;
  begun: string;
  days: number;
  practised: number;
  before: StageBefore[];
}
/**
 * A stage that the person was in before: from which day on, and how they came to it.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "StageBefore".
 */
export interface StageBefore {
  name: string;
  begun: string;
  why: string;
}
/**
 * The camera coach, or the instructions for a glass mirror.
 *
 * ``tracked`` is said of the affected hand where it is tracked too, before the camera is chosen.
 * ``questions`` are asked once there is a picture; with ``measure_delay`` the whole delay is measured too.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "SetUp".
 */
export interface SetUp {
  kind: "set_up";
  id: string;
  title: string;
  before: string[];
  glass: string[];
  placements: PlacementChoice[];
  checks: ("in_view" | "side" | "own_view" | "light" | "distance")[];
  coach: CoachWords;
  questions: Question[];
  measure_delay: boolean;
  tracked: string[];
}
/**
 * The quiet account of what was done.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Summary".
 */
export interface Summary {
  kind: "summary";
  id: string;
  title: string;
  thanks: string;
}
/**
 * Some sessions of a person, newest first; ``older`` says whether there are more before them.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "SessionPage".
 */
export interface SessionPage {
  sessions: SessionCard[];
  older: boolean;
}
/**
 * A therapist who is to care for a person, beside the one who asks or in their place.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Share".
 */
export interface Share {
  therapist: string;
  in_my_place: boolean;
}
/**
 * What follows this step is made shorter: the person said "Too much today", or that little energy is left.
 *
 * ``said`` is where: on their page before the session, at check-in, by an answer about energy, or when a stop rule
 * offered to end.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Shortened".
 */
export interface Shortened {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "shortened";
  step: string;
  said: "home" | "check_in" | "energy" | "offer";
}
/**
 * What the therapist who asks has been shown.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ShownNotices".
 */
export interface ShownNotices {
  /**
   * @minItems 1
   * @maxItems 200
   */
  notices: string[];
}
/**
 * A therapist's or admin's login; ``code`` is their app's or a recovery code, where they have a second factor.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "SignIn".
 */
export interface SignIn {
  login: string;
  password: string;
  code: string | null;
}
/**
 * Percentiles of captured-to-drawn time in ms since the last such event.
 *
 * ``clock`` says what the start was: the capture time the browser gave, or the frame's presentation.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "SoftwareLatency".
 */
export interface SoftwareLatency {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "software_latency";
  frames: number;
  dropped: number;
  p50: number;
  p95: number;
  p99: number;
  clock: "capture" | "presentation";
}
/**
 * A step was left: done, skipped by the person, or cut short.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "StepEnded".
 */
export interface StepEnded {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "step_ended";
  step: string;
  outcome: "done" | "skipped" | "cut";
}
/**
 * A step of the plan came up.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "StepStarted".
 */
export interface StepStarted {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "step_started";
  step: string;
}
/**
 * Stop was used.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Stopped".
 */
export interface Stopped {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "stopped";
  step: string;
  by: "button" | "escape";
}
/**
 * How the session page serves a person: what they can use, and what is shown and heard.
 *
 * ``hand`` can reach the buttons; ``seeing`` is the side attended to, the other one gets a cue; ``few_words`` shows at
 * most eight words beside a picture; ``scanning`` lights the buttons in turn, ``scan_seconds`` each.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Support".
 */
export interface Support1 {
  hand: "both" | "left" | "right";
  seeing: "both" | "left" | "right";
  few_words: boolean;
  spoken: boolean;
  scanning: boolean;
  /**
   * seconds
   */
  scan_seconds: number;
  large_text: boolean;
  less_motion: boolean;
  sound: boolean;
}
/**
 * What to tick off, and what was done about it.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "TickOff".
 */
export interface TickOff {
  /**
   * @minItems 1
   * @maxItems 200
   */
  notices: string[];
  note: string;
}
/**
 * What the person's page needs: today's plan, the newest of what was done, the pain course.
 *
 * ``plan`` is null where no session is given, since the last screening says that the person cannot start.
 * ``enough`` is the condition's most of a day, where one more session would pass it. ``language`` is that of the
 * plan in force, ``languages`` are those that the person may choose from. ``diary`` is what the diary asks.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Today".
 */
export interface Today {
  name: string;
  plan: SessionPlan | null;
  language: string;
  done_today: number;
  enough: Enough | null;
  sessions: SessionCard[];
  older: boolean;
  pain: PainPoint[];
  diary: DiaryForm;
  languages: string[];
}
/**
 * One second of tracking; ``movement`` is mean fingertip path in palm lengths per second.
 *
 * ``movement`` and ``repetitions`` are null where only pixels were watched: they measure no palm and count nothing.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "Tracked".
 */
export interface Tracked {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "tracked";
  step: string;
  frames: number;
  in_view: number;
  movement: number | null;
  moving: number;
  repetitions: number | null;
  side: ("left" | "right") | null;
}
/**
 * How the picture is shown; ``midline`` is the share of the width at which it is reflected.
 *
 * With a ``hidden`` background the limb is shown on a plain table, as soon as it has been told from the empty one.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "ViewChanged".
 */
export interface ViewChanged {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "view_changed";
  view: "mirror" | "flip" | "plain";
  midline: number;
  intact: "left" | "right";
  background: "shown" | "hidden";
}
/**
 * How vivid a movement was, seen or felt: ``value`` from 1 to 5. A later rating of the same replaces it.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "VividnessRated".
 */
export interface VividnessRated {
  v: 1;
  session: string;
  seq: number;
  at: number;
  wall: string;
  display: string;
  kind: "vividness_rated";
  step: string;
  movement: string;
  sense: "seen" | "felt";
  value: number;
}
/**
 * An exercise of the coming sessions in plain words; they ask for ``fewest`` to ``most`` repetitions.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "WallExercise".
 */
export interface WallExercise {
  id: string;
  name: string;
  lines: string[];
  caution: string;
  fewest: number;
  most: number;
}
/**
 * A person's plan for the wall, in their language.
 *
 * ``stage`` are the name of the stage in a programme and what is done in it; empty without a programme.
 * ``minutes`` are those of a session, rests included; ``per_week`` is null where nothing says how many sessions.
 * ``look`` is what to do while only looking; ``exercises`` are those of the coming week.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "WallPlan".
 */
export interface WallPlan {
  name: string;
  language: string;
  direction: "ltr" | "rtl";
  condition: string;
  affected: "left" | "right";
  limb: "hand" | "arm" | "foot" | "leg";
  picture: "camera" | "glass";
  stage: string[];
  minutes: number;
  per_week: number | null;
  look: string;
  exercises: WallExercise[];
  hold: string[];
  emergency: string[];
}
/**
 * The coming week of a person, in English.
 *
 * ``per_week`` is null where nothing says how many sessions; ``days_left`` are those that the present stage of a
 * programme is still planned for, null without one.
 *
 * This interface was referenced by `Contract`'s JSON-Schema
 * via the `definition` "WeekAhead".
 */
export interface WeekAhead {
  per_week: number | null;
  days_left: number | null;
  coming: ComingSessions[];
}
