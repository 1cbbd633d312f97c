// A Heart Rate Measurement as the Bluetooth standard lays it out: flags, the rate, maybe energy, then intervals between beats.

export interface Packet {
  /** Beats a minute, as the strap says it. */
  rate: number;
  /** False where the strap says that it does not touch the skin; null where it does not tell. */
  contact: boolean | null;
  /** Intervals between beats in ms, the oldest first: none, one or several at once. */
  intervals: number[];
}

const LONG_RATE = 0x01;
const TOUCHES = 0x02;
const TELLS_TOUCH = 0x04;
const ENERGY = 0x08;
const INTERVALS = 0x10;

/** Read one notification; null where it is shorter than its flags say. */
export function packetOf(data: DataView): Packet | null {
  if (data.byteLength < 2) return null;
  const flags = data.getUint8(0);
  let at = flags & LONG_RATE ? 3 : 2;
  if (data.byteLength < at) return null;
  const rate = flags & LONG_RATE ? data.getUint16(1, true) : data.getUint8(1);
  // The energy spent lies before the intervals and is of no use here.
  if (flags & ENERGY) at += 2;
  if (data.byteLength < at) return null;
  const intervals: number[] = [];
  if (flags & INTERVALS) for (; at + 2 <= data.byteLength; at += 2) intervals.push((data.getUint16(at, true) * 1000) / 1024);
  return { rate, contact: flags & TELLS_TOUCH ? (flags & TOUCHES) !== 0 : null, intervals };
}
