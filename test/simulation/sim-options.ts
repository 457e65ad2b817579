import { parseArgs } from 'node:util';

export interface SimOptions {
  /** How many seeds to run. */
  readonly seeds: number;
  /** The first of them. */
  readonly from: number;
  /** Threads; 1 runs everything in this very process, which planted bugs need. */
  readonly cores: number;
  /** Stops after this long, whatever is left. */
  readonly seconds: number | undefined;
  /** One seed to be run again with its plan and all that happens printed. */
  readonly replay: number | undefined;
  /** Ends the run at the first seed that breaks an invariant. */
  readonly isStoppedByViolation: boolean;
}

const ranges = {
  seeds: { least: 1, most: 10_000_000 },
  from: { least: 1, most: 1_000_000_000 },
  cores: { least: 1, most: 64 },
  seconds: { least: 1, most: 86_400 },
} as const;

/** Reads the command line and the environment. @throws Error that says what is allowed. */
export function readSimOptions(
  args: readonly string[],
  env: Record<string, string | undefined> = {},
): SimOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seeds: { type: 'string' },
      from: { type: 'string' },
      cores: { type: 'string' },
      seconds: { type: 'string' },
      'stop-at-first': { type: 'boolean', default: false },
    },
  });
  return {
    seeds: numberOf('seeds', values.seeds) ?? 200,
    from: numberOf('from', values.from) ?? 1,
    cores: numberOf('cores', values.cores) ?? 2,
    seconds: numberOf('seconds', values.seconds),
    replay: env.SIM_SEED === undefined ? undefined : numberOf('from', env.SIM_SEED),
    isStoppedByViolation: values['stop-at-first'],
  };
}

function numberOf(name: keyof typeof ranges, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const { least, most } = ranges[name];
  const value = Number(text);
  if (Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw new Error(`--${name} takes a whole number from ${least} to ${most}, not "${text}".`);
}
