import {
  createSeededRandom,
  type SeededRandom,
} from '../../../infra/local/vendors/common/seeded-random.ts';
import type { StoraSettingsInput } from '../../../infra/local/vendors/stora/core/stora-settings.ts';
import type { Provider } from '../../../shared/contracts/ids.ts';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import type { EnabledFaults } from '../engine/fault-dice.ts';
import { type FaultId, type FaultPlace, faultKinds } from '../engine/fault-kinds.ts';
import { drawChoices } from './draw-choices.ts';
import { drawDesk } from './draw-desk.ts';
import { drawEdits } from './draw-edits.ts';
import { drawImports } from './draw-imports.ts';
import { drawLoads } from './draw-loads.ts';
import { drawNights } from './draw-nights.ts';
import { drawPolicies } from './draw-policies.ts';
import { drawSwitches } from './draw-switches.ts';
import { drawTurns } from './draw-turns.ts';
import { drawWalks } from './draw-walks.ts';
import type { BusinessName, PersonName, PlannedOperation } from './planned-operation.ts';

export interface VendorPlan {
  stora: StoraSettingsInput;
  xero: { accessTokenSeconds: number; window: 'fixed' | 'sliding' };
}

/** All that a seed decides beforehand. What chance decides on the way is drawn from the same seed. */
export interface Plan {
  seed: number;
  startAt: string;
  chaosMs: number;
  operatorIds: readonly string[];
  vendors: VendorPlan;
  ledger: Partial<LedgerSettings>;
  /** To whose ledger nothing goes before a person has switched it on. */
  beginsOff: readonly string[];
  faults: EnabledFaults;
  operations: readonly PlannedOperation[];
  /** One person at the ledger works for all operators. */
  hasOneBookkeeper: boolean;
  /** How long nobody connects again in the end; 0: people look after it at once. */
  restMs: number;
  /** Somebody has earlier documents brought into the ledger. */
  hasWalk: boolean;
  /** Both sides are compared at night. */
  hasNights: boolean;
}

const minuteMs = 60_000;

/** Draws a plan. Some are calm: whatever fails there is no fault's doing. */
export function drawPlan(seed: number): Plan {
  const random = createSeededRandom(seed);
  const operatorIds = random.chance(0.6) ? ['acorn'] : ['acorn', 'harbour'];
  const isCalm = random.chance(0.06);
  const faults = isCalm ? {} : drawFaults(random);
  // Ten minutes to three hours, mostly short: what goes wrong does so while there is work.
  const chaosMs = Math.round(10 * minuteMs * 18 ** (random.next() ** 3));
  const drawing = { random, operatorIds, chaosMs, faults };
  const startAt = new Date(Date.UTC(2026, 10, 30, random.below(24), random.below(60)));
  const vendors = drawVendors(random);
  const ledger = { ...drawLedger(random), ...drawChoices(seed), ...drawPolicies(seed) };
  const operations = [
    ...drawBusiness(drawing),
    ...drawPeople(drawing),
    ...drawTroubles(drawing),
    ...drawLoads({ seed, operatorIds, chaosMs }),
    ...drawDesk({ seed, operatorIds, chaosMs }),
    ...drawEdits({ seed, operatorIds, chaosMs }),
  ];
  const switches = drawSwitches({ seed, operatorIds, chaosMs });
  const turns = drawTurns({ seed, operatorIds, chaosMs, operations });
  const walks = drawWalks({ seed, operatorIds, chaosMs });
  const nights = drawNights({ seed, operatorIds, chaosMs });
  // Who stands there twice under one name is nobody's customer for certain.
  const isNamedBefore = turns.faults.named_before !== undefined;
  const imports = isNamedBefore ? [] : drawImports({ seed, operatorIds, chaosMs });
  return {
    seed,
    startAt: startAt.toISOString(),
    chaosMs,
    operatorIds,
    vendors: {
      ...vendors,
      stora: { ...vendors.stora, absent: { eventTypes: turns.absentEvents } },
    },
    ledger,
    beginsOff: switches.beginsOff,
    faults: { ...faults, ...turns.faults, ...nights.faults },
    operations: [
      ...operations,
      ...turns.operations,
      ...walks,
      ...switches.operations,
      ...imports,
      ...nights.operations,
    ].sort((one, other) => one.afterMs - other.afterMs),
    hasOneBookkeeper: turns.hasOneBookkeeper,
    restMs: turns.restMs,
    hasWalk: [...walks, ...imports, ...nights.operations].some(({ what }) => what === 'walk'),
    hasNights: nights.hasNights,
  };
}

const drawnElsewhere: ReadonlySet<FaultPlace> = new Set(['turn', 'night', 'every_run']);

/** Swarm: each run has its own few kinds, some rare and some often. */
function drawFaults(random: SeededRandom): EnabledFaults {
  const share = random.pick([0.1, 0.3, 0.3, 0.5]);
  const strength = random.pick([0.5, 1, 1, 2]);
  const ownKinds = faultKinds.filter(({ place }) => !drawnElsewhere.has(place));
  const enabled = ownKinds.filter(() => random.chance(share));
  return Object.fromEntries(
    enabled.map(({ id, chance }) => [id, Math.min(1, chance * strength)] as const),
  );
}

function drawVendors(random: SeededRandom): VendorPlan {
  return {
    stora: {
      rotationMode: random.pick(['revoke-on-use', 'revoke-at-once']),
      windowKind: random.pick(['fixed', 'sliding']),
      windowClockOffsetMs: random.pick([0, 0, -700, 900]),
      limiterOrder: random.pick(['second-first', 'minute-first']),
      restampSignature: random.chance(0.5),
      empty401Bodies: random.chance(0.3),
      challengeOn403: random.chance(0.5),
      createStatus: random.pick([200, 201]),
      documentGeneration: random.chance(0.8) ? 'new' : 'old',
      accessTokenTtlSeconds: random.chance(0.12) ? 1_800 : 7_200,
    },
    xero: {
      accessTokenSeconds: random.chance(0.12) ? 600 : 1_800,
      window: random.pick(['fixed', 'sliding']),
    },
  };
}

function drawLedger(random: SeededRandom): Partial<LedgerSettings> {
  return {
    postPayments: random.chance(0.85),
    historyNotes: random.chance(0.85),
    invoiceStatus: random.chance(0.9) ? 'AUTHORISED' : 'DRAFT',
    createTracking: true,
  };
}

interface Drawing {
  random: SeededRandom;
  operatorIds: readonly string[];
  chaosMs: number;
  faults: EnabledFaults;
}

const business: ReadonlyArray<[BusinessName, weight: number]> = [
  ['month_end', 5],
  ['book', 2],
  ['pay', 4],
  ['pay_part', 2],
  ['void', 2],
  ['credit', 1],
  ['credit_part', 2],
  ['new_contact', 1],
  ['change_contact', 3],
  ['delete_contact', 1],
];
const bag = business.flatMap(([name, weight]) => Array.from({ length: weight }, () => name));

/** In bursts, as a day at a desk goes: what follows at once meets what is still being worked on. */
function drawBusiness({ random, operatorIds, chaosMs }: Drawing): PlannedOperation[] {
  const total = 6 + Math.floor(20 * random.next() ** 3);
  let afterMs = 0;
  return Array.from({ length: total }, (_, index) => {
    const isBurst = random.chance(0.5);
    afterMs = isBurst
      ? Math.min(chaosMs - 1, afterMs + random.below(15_000))
      : random.below(chaosMs);
    return {
      afterMs: index === 0 ? 0 : afterMs,
      operatorId: random.pick(operatorIds),
      what: index === 0 ? 'month_end' : random.pick(bag),
      share: random.next(),
      count: 1 + Math.floor(4 * random.next() ** 2),
    };
  });
}

function drawPeople({ random, operatorIds, chaosMs }: Drawing): PlannedOperation[] {
  const planned: PlannedOperation[] = [];
  const person = (what: PersonName, provider: Provider, afterMs: number) => {
    planned.push({ afterMs, operatorId: random.pick(operatorIds), what, provider });
  };
  const anyProvider = () => random.pick(['stora', 'xero'] as const);
  if (random.chance(0.2)) {
    const operatorId = random.pick(operatorIds);
    const provider = anyProvider();
    const afterMs = random.below(chaosMs);
    planned.push({ afterMs, operatorId, what: 'disconnect', provider });
    const againAfterMs = afterMs + random.below(chaosMs - afterMs);
    planned.push({ afterMs: againAfterMs, operatorId, what: 'reconnect', provider });
  }
  if (random.chance(0.2)) person('reconnect', anyProvider(), random.below(chaosMs));
  if (random.chance(0.06)) person('switch_off', anyProvider(), random.below(chaosMs));
  if (random.chance(0.3)) person('retry_issues', 'xero', random.below(chaosMs));
  return planned;
}

/** Troubles that are rather a state of the world than an accident of one call. */
function drawTroubles({ random, operatorIds, chaosMs, faults }: Drawing): PlannedOperation[] {
  const has = (id: FaultId) => faults[id] !== undefined;
  const base = () => ({ afterMs: random.below(chaosMs), operatorId: random.pick(operatorIds) });
  const provider = () => random.pick(['stora', 'xero'] as const);
  const planned: PlannedOperation[] = [];
  const outage = (of: Provider | 'table', forMs: number) =>
    planned.push({ ...base(), what: 'outage', of, forMs });
  if (has('access_revoked')) {
    planned.push({ ...base(), what: 'revoke_access', provider: provider() });
  }
  if (has('lock_date_moved')) {
    planned.push({ ...base(), what: 'close_period', forMs: random.below(90 * minuteMs) });
  }
  if (has('foreign_traffic')) {
    const count = 20 + random.below(100);
    const overMs = minuteMs * (1 + random.below(6));
    planned.push({ ...base(), what: 'foreign_calls', provider: provider(), count, overMs });
  }
  if (has('stora_outage')) outage('stora', random.below(20 * minuteMs));
  if (has('xero_outage')) outage('xero', random.below(20 * minuteMs));
  if (has('table_outage')) outage('table', random.below(2 * minuteMs));
  if (random.chance(0.15))
    planned.push({ ...base(), what: 'backfill', count: 5 + random.below(40) });
  return planned;
}
