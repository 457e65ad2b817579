export interface SparkValue {
  /** Undefined: nothing is known of that day. */
  value: number | undefined;
}

const width = 930;
const height = 60;
const base = 56;
/** What stands for nothing found: seen, and told from nothing known. */
const floor = 3;

/** A row of small bars, one a day; the table below it has the figures. */
export function Sparkline(props: { id: string; title: string; values: readonly SparkValue[] }) {
  const { id, title, values } = props;
  const largest = Math.max(1, ...values.map(({ value = 0 }) => value));
  const step = width / Math.max(1, values.length);
  return (
    <svg class="chart spark" viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={id}>
      <title id={id}>{title} The table below it has the figures.</title>
      {values.map(({ value }, at) =>
        value === undefined ? null : (
          <rect
            class={value === 0 ? 'fine' : 'wait'}
            x={round(at * step + 3)}
            y={round(base - barHeight(value, largest))}
            width={round(step - 6)}
            rx="2"
            height={round(barHeight(value, largest))}
          />
        ),
      )}
      <line class="axis" x1="0" x2={width} y1={base + 1} y2={base + 1} />
    </svg>
  );
}

function barHeight(value: number, largest: number): number {
  return value === 0 ? floor : floor + (value / largest) * (base - floor - 2);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
