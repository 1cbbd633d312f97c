/** Wall time with its offset, as "2026-03-01T09:30:00.000+01:00". */
export function wall(date: Date): string {
  const offset = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, -1);
  const part = (value: number) => String(Math.abs(Math.trunc(value))).padStart(2, "0");
  return `${local}${offset < 0 ? "-" : "+"}${part(offset / 60)}:${part(offset % 60)}`;
}
