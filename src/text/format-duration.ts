const [SECOND, MINUTE, HOUR, DAY] = [1000, 60_000, 3_600_000, 86_400_000];

/** A time span in its two largest units: `40 ms`, `1.2 s`, `41 s`, `3 min 5 s`, `2 h`, `1 d 4 h`. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds < 0.9995 * SECOND) return `${Math.max(0, Math.round(milliseconds))} ms`;
  if (milliseconds < 9.95 * SECOND) return `${(milliseconds / SECOND).toFixed(1).replace(/\.0$/, "")} s`;
  const seconds = Math.round(milliseconds / SECOND) * SECOND;
  if (seconds < MINUTE) return `${seconds / SECOND} s`;
  if (seconds < HOUR) return pair(seconds, MINUTE, "min", SECOND, "s");
  const minutes = Math.round(milliseconds / MINUTE) * MINUTE;
  if (minutes < DAY) return pair(minutes, HOUR, "h", MINUTE, "min");
  return pair(Math.round(milliseconds / HOUR) * HOUR, DAY, "d", HOUR, "h");
}

function pair(span: number, large: number, largeName: string, small: number, smallName: string): string {
  const rest = Math.floor((span % large) / small);
  return `${Math.floor(span / large)} ${largeName}${rest > 0 ? ` ${rest} ${smallName}` : ""}`;
}
