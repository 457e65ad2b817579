import { round } from '../statistics.ts';
import type { CallFigures } from './figures.ts';

/** One figure beside what it was at the base. */
export interface Compared {
  readonly figure: string;
  readonly base: number;
  readonly now: number;
  readonly ratio: number;
  /** The ratio that it must not exceed. */
  readonly must?: number;
  readonly aim?: number;
  readonly holds?: boolean;
}

interface Wanted {
  readonly must?: number;
  readonly aim?: number;
}

/** What is wanted of figures in bursts; the others are shown beside. */
const wantedInBursts: Partial<Record<keyof CallFigures, Wanted>> = {
  awsCalls: { must: 0.45, aim: 0.3 },
  readCalls: { must: 0.2, aim: 0.1 },
  writeUnitsWithIndex: { must: 0.6, aim: 0.42 },
  // No kind may grow; the sum cannot either.
  storaCalls: { must: 1.02 },
  xeroCalls: { must: 1.02 },
};

/** Sets a figure beside the base. */
export function compared(figure: string, values: { base: number; now: number } & Wanted): Compared {
  const { base, now, must, aim } = values;
  const ratio = round(base === 0 ? (now === 0 ? 1 : Number.POSITIVE_INFINITY) : now / base, 3);
  return {
    figure,
    base,
    now,
    ratio,
    ...(must !== undefined && { must, holds: ratio <= must }),
    ...(aim !== undefined && { aim }),
  };
}

/** Every figure beside the base; with goals where it was counted in bursts. */
export function compareFigures(
  what: string,
  { base, now, hasGoals }: { base: CallFigures; now: CallFigures; hasGoals: boolean },
): Compared[] {
  return namesOf(now).map((name) =>
    compared(`${name}, ${what}`, {
      base: base[name],
      now: now[name],
      ...(hasGoals ? wantedInBursts[name] : {}),
    }),
  );
}

function namesOf(figures: CallFigures): (keyof CallFigures)[] {
  return Object.keys(figures) as (keyof CallFigures)[];
}

/** For people to read: a line for each figure. */
export function comparedTable(rows: readonly Compared[]): string[] {
  const width = Math.max(...rows.map(({ figure }) => figure.length));
  const line = (name: string, cells: readonly string[]) =>
    [name.padEnd(width), ...cells.map((cell) => cell.padStart(9))].join(' ');
  return [
    line('figure', ['base', 'now', 'ratio', 'must', 'aim', '']),
    ...rows.map(({ figure, base, now, ratio, must, aim, holds }) =>
      line(figure, [
        String(base),
        String(now),
        ratio.toFixed(3),
        must === undefined ? '' : `<= ${must}`,
        aim === undefined ? '' : `<= ${aim}`,
        holds === undefined ? '' : holds ? 'holds' : 'FAILS',
      ]),
    ),
  ];
}
