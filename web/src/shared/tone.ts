// The pacing cue as heard: a soft tone, higher on the way out. Sound may only start from a person's own act.
let context: AudioContext | null = null;

/** Call from a press or key, so that the browser lets later tones sound. */
export function wakeSound(): void {
  try {
    context ??= new AudioContext();
    if (context.state === "suspended") void context.resume();
  } catch {
    context = null; // no sound on this device: the cue is still seen
  }
}

/** From where tones come, -1 (left) to 1 (right): the side that a person tends to miss. */
let from = 0;
export function heardFrom(side: "left" | "right" | null): void {
  from = side === "left" ? -1 : side === "right" ? 1 : 0;
}

export function tone(out: boolean): void {
  if (context?.state !== "running") return;
  const now = context.currentTime;
  const source = new OscillatorNode(context, { type: "sine", frequency: out ? 440 : 330 });
  const gain = new GainNode(context, { gain: 0 });
  gain.gain.setValueAtTime(0, now);
  gain.gain.linearRampToValueAtTime(0.14, now + 0.03);
  gain.gain.exponentialRampToValueAtTime(0.001, now + 0.35);
  const pan = new StereoPannerNode(context, { pan: from });
  source.connect(gain).connect(pan).connect(context.destination);
  source.start(now);
  source.stop(now + 0.4);
}
