// Radio keys: arrows move and choose, a digit chooses, Space and Enter belong to the focused choice.
export interface Radio {
  count: number;
  chosen: number | null;
  choose: (index: number) => void;
  /** The index a typed digit stands for, or -1. */
  digit?: (digit: number) => number;
}

const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

/** The index a key leads to, or null when the key is not the group's. */
export function led(key: string, at: number, radio: Radio): number | null {
  const { count } = radio;
  const step = steps[key];
  if (step !== undefined) return (at + step + count) % count;
  if (key === "Home") return 0;
  if (key === "End") return count - 1;
  if (/^\d$/.test(key) && radio.digit) {
    const index = radio.digit(Number(key));
    return index >= 0 && index < count ? index : null;
  }
  return null;
}
