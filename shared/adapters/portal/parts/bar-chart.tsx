import type { Child } from 'hono/jsx';
import { type Column, Table } from './table.tsx';

export interface Bar {
  /** Below the axis; empty where there is no room for each. */
  tick: string;
  /** In the table. */
  name: string;
  value: number;
  /** The part on top that is not done yet. */
  waiting?: number;
}

const width = 520;
const height = 190;
const base = 160;

/** A chart without a script: the bars as SVG, their figures in a table one click away. */
export function BarChart(props: {
  id: string;
  title: string;
  bars: readonly Bar[];
  /** What the bars mean; the second where some of it waits. */
  words: { value: string; waiting?: string };
  /** How a figure is written, in the table. */
  write?: (value: number) => string;
  /** In the place of the one that is made of the bars. */
  table?: Child;
}) {
  const { id, title, bars, words, write = String, table } = props;
  const largest = Math.max(1, ...bars.map(({ value, waiting = 0 }) => value + waiting));
  const step = width / Math.max(bars.length, 1);
  return (
    <>
      <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={id}>
        <title id={id}>{title}. The table below it has the figures.</title>
        {bars.map((bar, index) => (
          <BarOf bar={bar} left={index * step} step={step} largest={largest} />
        ))}
        <line class="axis" x1="0" x2={width} y1={base} y2={base} />
      </svg>
      {words.waiting === undefined ? null : <Legend value={words.value} waiting={words.waiting} />}
      <details>
        <summary>As a table</summary>
        {table ?? (
          <Table caption={title} columns={columnsOf(words)} rows={rowsOf(bars, words, write)} />
        )}
      </details>
    </>
  );
}

function BarOf(props: { bar: Bar; left: number; step: number; largest: number }) {
  const { bar, left, step, largest } = props;
  const gap = Math.min(6, step / 4);
  const x = round(left + gap / 2);
  const barWidth = round(Math.min(step - gap, 64));
  const done = round((bar.value / largest) * (base - 10));
  const waiting = round(((bar.waiting ?? 0) / largest) * (base - 10));
  return (
    <>
      {done > 0 ? (
        <rect class="bar" x={x} y={base - done} width={barWidth} height={done} rx="2" />
      ) : null}
      {waiting > 0 ? (
        <rect
          class="wait"
          x={x}
          y={round(base - done - waiting)}
          width={barWidth}
          height={waiting}
          rx="2"
        />
      ) : null}
      {bar.tick === '' ? null : <Tick words={bar.tick} left={x} right={round(x + barWidth)} />}
    </>
  );
}

/** Below its bar; at both ends it would stick out there. */
function Tick(props: { words: string; left: number; right: number }) {
  const { words, left, right } = props;
  const place = placeOfTick(left, right);
  return (
    <text class={place.name} x={place.x} y={base + 20}>
      {words}
    </text>
  );
}

function placeOfTick(left: number, right: number): { name: string | undefined; x: number } {
  if (left < width * 0.05) return { name: undefined, x: 0 };
  if (right > width * 0.92) return { name: 'end', x: right };
  return { name: 'mid', x: round((left + right) / 2) };
}

function Legend(props: { value: string; waiting: string }) {
  return (
    <p class="legend chart">
      <Swatch look="bar" words={props.value} />
      <Swatch look="wait" words={props.waiting} />
    </p>
  );
}

function Swatch(props: { look: string; words: string }) {
  return (
    <span>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        <rect class={props.look} width="12" height="12" rx="2" />
      </svg>{' '}
      {props.words}
    </span>
  );
}

function columnsOf(words: { value: string; waiting?: string }): Column[] {
  const names = words.waiting === undefined ? [words.value] : [words.value, words.waiting];
  return [{ head: '' }, ...names.map((head) => ({ head, isNumber: true }))];
}

function rowsOf(
  bars: readonly Bar[],
  words: { waiting?: string },
  write: (value: number) => string,
): string[][] {
  return bars.map(({ name, value, waiting = 0 }) =>
    words.waiting === undefined ? [name, write(value)] : [name, write(value), write(waiting)],
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
