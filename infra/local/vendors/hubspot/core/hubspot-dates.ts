/** Milliseconds of `2026-11-30` at midnight UTC; undefined for what is no day. */
export function dayEpochMs(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const epochMs = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(epochMs) || isoDay(epochMs) !== text ? undefined : epochMs;
}

/** `2026-11-30` of a moment, in UTC. */
export function isoDay(epochMs: number): string {
  return new Date(epochMs).toISOString().slice(0, 10);
}

/** Milliseconds of a time with its zone, as ISO writes it, or of a number of them. */
export function timeEpochMs(text: string): number | undefined {
  if (/^-?\d{1,15}$/.test(text)) return Number(text);
  if (!/^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2}))?$/.test(text))
    return undefined;
  // The language turns the 30th of February into a day of March.
  if (dayEpochMs(text.slice(0, 10)) === undefined) return undefined;
  const epochMs = Date.parse(text);
  return Number.isNaN(epochMs) ? undefined : epochMs;
}

/** `2026-11-30T09:00:00.000Z`, as answers write times. */
export function isoTime(epochMs: number): string {
  return new Date(epochMs).toISOString();
}
