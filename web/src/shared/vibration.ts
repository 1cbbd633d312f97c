// A turn of the breath as felt: a short pulse for breathing in, two for breathing out.

/** A device without a touch screen has the name, but nothing that moves. */
export const vibrates = (): boolean => "vibrate" in navigator && navigator.maxTouchPoints > 0;

export function pulse(out: boolean): void {
  if (vibrates()) navigator.vibrate(out ? [40, 90, 40] : [60]);
}
