import { atLeast, atMost, type Goal } from '../goal.ts';
import { round } from '../statistics.ts';
import { awsQuotas } from './aws-quotas.ts';
import { seconds } from './intake-process.ts';
import { settingsOfBase, settingsOfToday } from './intake-settings.ts';
import {
  type IntakeLoad,
  type IntakeRun,
  type IntakeSettings,
  simulateIntake,
  sumOf,
} from './simulate-intake.ts';

/** Known customers: created, finalized, paid. A new one has a fourth. */
const webhooksOfInvoice = 3;
const monthEnd = {
  webhooksOfEach: 200 * webhooksOfInvoice,
  withinSeconds: 15 * 60,
  rampSeconds: 30,
  seed: 1,
} as const;

/** The same rate for a third of the time. */
const besideMonthEnd = { operators: 3_000, webhooksOfEach: 200, withinSeconds: 5 * 60 };
const flood = { perSecond: 4_500, beginsAtSeconds: 120, rampSeconds: 10 };

const floodKinds = ['forged', 'unknown', 'replayed'] as const;

/** One operator's month end within half a minute. */
const burst = { operators: 1, webhooksOfEach: 600, withinSeconds: 33, rampSeconds: 3, seed: 1 };

interface Largest {
  readonly operators: number;
  readonly readsPerWebhook: number;
  readonly opensPerWebhook: number;
  readonly peakExecutions: number;
}

/** The most operators of whom no webhook is refused, to one in fifty. */
export function largestWithout(
  settings: IntakeSettings,
  load: Omit<IntakeLoad, 'operators'> = monthEnd,
): Largest {
  let good: { operators: number; run: IntakeRun } | undefined;
  let bad = Math.ceil(
    (awsQuotas.apiRequestsPerSecond.value * load.withinSeconds) / load.webhooksOfEach,
  );
  for (let least = 0; bad - least > Math.max(1, bad / 50); least = good?.operators ?? 0) {
    const operators = Math.floor((least + bad) / 2);
    const run = simulateIntake(settings, { ...load, operators }, true);
    if (sumOf(run.refused) > 0) bad = operators;
    else good = { operators, run };
  }
  const { operators = 0, run } = good ?? {};
  return {
    operators,
    readsPerWebhook: round(run?.readsPerWebhook ?? 0, 2),
    opensPerWebhook: round(run?.opensPerWebhook ?? 0, 2),
    peakExecutions: run?.peakExecutions ?? 0,
  };
}

/** What a flood does to everybody else: the share of their webhooks that is refused. */
export function besideFlood(
  settings: IntakeSettings,
  kind: (typeof floodKinds)[number],
  load: Omit<IntakeLoad, 'flood'>,
) {
  const run = simulateIntake(settings, { ...load, flood: { ...flood, kind } });
  return {
    kind,
    perSecond: flood.perSecond,
    others: run.webhooks,
    othersRefused: sumOf(run.refused),
    peakExecutions: run.peakExecutions,
    floodAcceptedShare: round(run.flood.accepted / run.flood.deliveries, 4),
  };
}

const conditions =
  'Virtual time, default quotas of a large Region; seconds at AWS are assumed: ' +
  JSON.stringify(seconds);

/** How many operators' month ends the intake takes at once, before and now, and what floods do to them. */
export function benchIntake(progress: (line: string) => void) {
  progress('scale: month ends at the intake');
  const base = largestWithout(settingsOfBase);
  const today = settingsOfToday(true);
  const reserved = largestWithout(today);
  const inNewAccount = settingsOfToday(false);
  const smallRegion = awsQuotas.sqsCallsPerSecondOfSmallRegion.value;
  progress('scale: floods at the intake');
  const load = { ...monthEnd, ...besideMonthEnd };
  const floods = floodKinds.map((kind) => besideFlood(today, kind, load));
  // As many operators as it took without a flood.
  const atBase = { ...load, operators: 200 };
  const floodsAtBase = floodKinds.map((kind) => besideFlood(settingsOfBase, kind, atBase));
  return {
    conditions,
    base,
    today: reserved,
    withoutReservations: largestWithout(inNewAccount),
    whereQueuesTakeLess: largestWithout({ ...today, sendsPerSecond: smallRegion }),
    ratio: round(reserved.operators / base.operators, 1),
    floods,
    floodsAtBase,
    readsPerWebhookOfBurst: round(simulateIntake(today, burst).readsPerWebhook, 2),
    goals: goalsOf(reserved, floods),
  };
}

function goalsOf(today: Largest, floods: Array<ReturnType<typeof besideFlood>>): Goal[] {
  return [
    atLeast(
      'must: operators x 200 invoices in 15 minutes without a refused webhook',
      today.operators,
      3_000,
    ),
    atLeast('aim: the same', today.operators, 10_000),
    ...floods.map(({ kind, othersRefused }) =>
      atMost(`other operators' webhooks refused beside a flood (${kind})`, othersRefused, 0),
    ),
  ];
}
