/** Returns the first time after `afterEpochMs` at which a schedule is due. */
export type NextDue = (afterEpochMs: number) => number;

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };

/**
 * Reads `rate(5 minutes)` or `cron(0 3 * * ? *)`, in UTC.
 * @throws Error for what the runner does not know: `at(…)`, and `L`, `W` and `#` in cron.
 */
export function parseScheduleExpression(expression: string): NextDue {
  const [, kind, argument = ''] = /^(rate|cron)\((.*)\)$/.exec(expression.trim()) ?? [];
  if (kind === 'rate') return parseRate(expression, argument);
  if (kind === 'cron') return parseCron(expression, argument);
  throw unknown(expression);
}

function unknown(expression: string): Error {
  return new Error(`The local runner does not know the schedule ${expression}.`);
}

function parseRate(expression: string, argument: string): NextDue {
  const [, count = '', unit = ''] = /^(\d+) (minute|hour|day)s?$/.exec(argument) ?? [];
  const periodMs = Number(count) * (unitMs[unit] ?? 0);
  if (!(periodMs > 0)) throw unknown(expression);
  return (afterEpochMs) => afterEpochMs + periodMs;
}

interface Field {
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
}

const months = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const weekdays = 'SUN MON TUE WED THU FRI SAT'.split(' ');
const fields: readonly Field[] = [
  { min: 0, max: 59 },
  { min: 0, max: 23 },
  { min: 1, max: 31 },
  { min: 1, max: 12, names: months },
  // AWS counts weekdays from Sunday = 1.
  { min: 1, max: 7, names: weekdays },
  { min: 1970, max: 2199 },
];

// A date such as 29 February comes back within eight years; a cron without any match would search forever.
const searchMaxDays = 8 * 366;
const dayMs = 86_400_000;
const minuteMs = 60_000;

function parseCron(expression: string, argument: string): NextDue {
  const parts = argument.trim().split(/\s+/);
  const sets = fields.map((field, index) => parseField(parts[index] ?? '', field));
  if (parts.length !== fields.length || sets.some((set) => set === undefined)) {
    throw unknown(expression);
  }
  const isDue = (values: number[]) =>
    values.every((value, index) => sets[index]?.has(value) ?? false);
  return (afterEpochMs) => {
    let at = (Math.floor(afterEpochMs / minuteMs) + 1) * minuteMs;
    const end = at + searchMaxDays * dayMs;
    while (at < end) {
      const [minute = 0, hour = 0, ...date] = valuesOf(at);
      if (isDue([minute, hour, ...date])) return at;
      // Whole days are skipped at once when the date does not fit.
      const isDateDue = date.every((value, index) => sets[index + 2]?.has(value) ?? false);
      at = isDateDue ? at + minuteMs : (Math.floor(at / dayMs) + 1) * dayMs;
    }
    throw new Error(`The schedule ${expression} is never due.`);
  };
}

function valuesOf(epochMs: number): number[] {
  const at = new Date(epochMs);
  return [
    at.getUTCMinutes(),
    at.getUTCHours(),
    at.getUTCDate(),
    at.getUTCMonth() + 1,
    at.getUTCDay() + 1,
    at.getUTCFullYear(),
  ];
}

function parseField(text: string, field: Field): Set<number> | undefined {
  const values = text.split(',').flatMap((part) => parsePart(part, field) ?? [Number.NaN]);
  return values.some(Number.isNaN) ? undefined : new Set(values);
}

function parsePart(part: string, field: Field): number[] | undefined {
  const [, range = '', step = '1'] = /^([^/]+)(?:\/(\d+))?$/.exec(part) ?? [];
  const bounds = parseBounds(range, part.includes('/'), field);
  if (!bounds || Number(step) < 1) return undefined;
  const [from, to] = bounds;
  const count = Math.floor((to - from) / Number(step)) + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => from + index * Number(step));
}

function parseBounds(
  range: string,
  hasStep: boolean,
  field: Field,
): [from: number, to: number] | undefined {
  if (range === '*' || range === '?') return [field.min, field.max];
  const [from = Number.NaN, to = hasStep ? field.max : from] = range
    .split('-')
    .map((text) => parseValue(text, field));
  return from >= field.min && to <= field.max && from <= to ? [from, to] : undefined;
}

function parseValue(text: string, { min, names }: Field): number {
  const index = names?.indexOf(text.toUpperCase()) ?? -1;
  if (index >= 0) return index + min;
  return /^\d+$/.test(text) ? Number(text) : Number.NaN;
}
