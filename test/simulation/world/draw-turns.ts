import {
  createSeededRandom,
  type SeededRandom,
} from '../../../infra/local/vendors/common/seeded-random.ts';
import type { EnabledFaults } from '../engine/fault-dice.ts';
import { type FaultId, faultKinds } from '../engine/fault-kinds.ts';
import { drawLives } from './draw-policies.ts';
import type { PlannedOperation } from './planned-operation.ts';

interface Run {
  seed: number;
  operatorIds: readonly string[];
  chaosMs: number;
  /** What was drawn before: some turns go together with none of it. */
  operations: readonly PlannedOperation[];
}

/** What settings, books and people do beside the plan, and which names the source does not know. */
export interface Turns {
  faults: EnabledFaults;
  operations: readonly PlannedOperation[];
  /** One person at the ledger works for all operators. */
  hasOneBookkeeper: boolean;
  /** How long nobody connects again in the end; 0: people look after it at once. */
  restMs: number;
  absentEvents: readonly string[];
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/**
 * Settings that change and parties that leave, each in some runs. Drawn from numbers of its own, so
 * that all else of a seed stays what it is.
 */
export function drawTurns(run: Run): Turns {
  const random = createSeededRandom(run.seed ^ 0x70725);
  const kinds = faultKinds.filter(({ place }) => place === 'turn');
  const drawn = kinds.filter(({ chance }) => random.chance(chance));
  const faults = Object.fromEntries(drawn.map(({ id }) => [id, 1] as const));
  const has = (id: FaultId) => faults[id] !== undefined;
  return {
    faults,
    operations: [
      ...drawn.flatMap(({ id }) => draws[id]?.(random, run) ?? []),
      ...removedSite(run),
      ...drawLives(run),
    ],
    hasOneBookkeeper: has('one_bookkeeper') && run.operatorIds.length > 1,
    restMs: has('long_rest') ? 25 * hourMs + random.below(4 * hourMs) : 0,
    absentEvents: has('events_unknown') ? drawAbsent(random) : [],
  };
}

/** An option is deleted while the document that it was made for waits for its account. */
function removedSite(run: Run): PlannedOperation[] {
  const random = createSeededRandom(run.seed ^ 0x517e);
  if (!random.chance(0.06)) return [];
  const operatorId = random.pick(run.operatorIds);
  const afterMs = 10_000 + random.below(60_000);
  return [
    { operatorId, afterMs: 0, what: 'archive_account', forMs: 10 * minuteMs },
    { operatorId, afterMs: 1, what: 'month_end', share: 0.5, count: 2 },
    { operatorId, afterMs, what: 'change_tracking', how: 'delete', forMs: 0 },
  ];
}

/** None of them is confirmed; without `contact.deleted` nothing tells of a deletion. */
const inferred = [
  'contact.updated',
  'invoice.updated',
  'invoice.voided',
  'invoice.marked_uncollectible',
];

function drawAbsent(random: SeededRandom): string[] {
  const absent = inferred.filter(() => random.chance(0.5));
  return absent.length > 0 ? absent : [...inferred];
}

type Draw = (random: SeededRandom, run: Run) => PlannedOperation[];

const draws: Partial<Record<FaultId, Draw>> = {
  settings_changed: (random, run) =>
    several(random, () => ({
      ...baseOf(random, run),
      what: 'change_settings',
      change: random.pick(['status', 'notes', 'category']),
    })),
  tracking_changed: (random, run) =>
    several(random, () => ({
      ...baseOf(random, run),
      what: 'change_tracking',
      how: random.pick(['archive', 'rename', 'delete']),
      forMs: random.below(40 * minuteMs),
    })),
  account_archived: (random, run) => {
    const base = baseOf(random, run);
    const { afterMs } = base;
    return [
      { ...base, what: 'archive_account', forMs: random.below(40 * minuteMs) },
      { ...base, afterMs: afterMs + 1_000, what: 'month_end', share: random.next(), count: 3 },
    ];
  },
  calls_refused_whole: (random, run) =>
    several(random, () => {
      const base = baseOf(random, run);
      const { afterMs } = base;
      const kind = random.pick([
        'invoice',
        'contact',
        'payment',
        'credit_note',
        'history',
      ] as const);
      return [
        { ...base, what: 'refuse_calls', kind, count: 2 + random.below(3) },
        // Right after, so that there is something to refuse.
        { ...base, afterMs: afterMs + 1_000, what: 'month_end', share: 0.5, count: 3 },
      ];
    }),
  taken_out: (random, run) => [{ ...baseOf(random, run), what: 'take_out' }, payment(random, run)],
  written_off: (random, run) =>
    several(random, () => {
      const { afterMs, ...base } = baseOf(random, run);
      const share = random.next();
      const part = { ...base, afterMs, what: 'pay_part' as const, share, count: 1 };
      const isPaid = random.chance(0.6);
      const off = { ...base, what: 'write_off' as const, share, count: 1 };
      const apartMs = random.pick([10, 500, 120_000]);
      return [...(isPaid ? [part] : []), { ...off, afterMs: afterMs + apartMs }];
    }),
  details_emptied: (random, run) =>
    several(random, () => ({
      ...baseOf(random, run),
      what: 'empty_contact',
      share: random.next(),
      count: 1,
    })),
  strangers_in_bursts: (random, run) => [
    {
      ...baseOf(random, run),
      what: 'foreign_bursts',
      provider: random.pick(['stora', 'xero']),
      minutes: 3 + random.below(12),
    },
  ],
  intruder: (random, run) => drawIntruder(random, run),
  contacts_merged: (random, run) =>
    several(random, () => [
      { ...baseOf(random, run), what: 'merge_contacts', turn: random.next() },
      payment(random, run),
      { ...baseOf(random, run), what: 'month_end', share: random.next(), count: 2 },
    ]),
  named_before: (random, run) =>
    run.operatorIds.map((operatorId) => ({
      operatorId,
      afterMs: 0,
      what: 'name_before',
      turn: random.next(),
    })),
};

/** Whoever asks for a company that its owner gave up in the meantime asks rightly. */
function drawIntruder(random: SeededRandom, run: Run): PlannedOperation[] {
  const [first, second] = run.operatorIds;
  if (first === undefined || second === undefined) return [];
  const isLeft = run.operations.some(
    ({ what }) => what === 'disconnect' || what === 'switch_off' || what === 'take_out',
  );
  if (isLeft) return [];
  const [operatorId, of] = random.chance(0.5) ? [first, second] : [second, first];
  return [{ operatorId, of, afterMs: random.below(run.chaosMs), what: 'intrude' }];
}

function payment(random: SeededRandom, run: Run): PlannedOperation {
  return { ...baseOf(random, run), what: 'pay', share: random.next(), count: 1 };
}

function several(
  random: SeededRandom,
  one: () => PlannedOperation | PlannedOperation[],
): PlannedOperation[] {
  return Array.from({ length: 1 + random.below(3) }, one).flat();
}

function baseOf(random: SeededRandom, { operatorIds, chaosMs }: Run) {
  return { afterMs: random.below(chaosMs), operatorId: random.pick(operatorIds) };
}
