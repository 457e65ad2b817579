import { issueCreditNote } from '../../../infra/local/vendors/stora/billing/credit-note-actions.ts';
import { payInvoice } from '../../../infra/local/vendors/stora/billing/invoice-actions.ts';
import { runMonthEnd } from '../../../infra/local/vendors/stora/billing/month-end-run.ts';
import type { OperatorSeed } from '../../../infra/local/vendors/stora/data/sample-operators.ts';
import type { EnabledFaults } from '../../simulation/engine/fault-dice.ts';
import type { Plan } from '../../simulation/world/plan.ts';
import type { World } from '../../simulation/world/world.ts';

export const operatorId = 'acorn';
/** Months of documents before anybody connects. */
const months = 12;
const monthMs = 30 * 86_400_000;
const startAt = '2025-12-01T08:00:00.000Z';

/** One company whose customers are billed monthly. */
export function operatorOf(customers: number): OperatorSeed {
  return {
    slug: operatorId,
    name: 'Acorn Self Storage',
    currency: 'GBP',
    storefrontHost: 'acorn.stora.test',
    documentPrefix: 'ACORN',
    contacts: customers,
    postalArea: 'BS',
    sites: [
      {
        name: 'Bristol Temple Meads',
        city: 'Bristol',
        line1: '4 Cattle Market Road',
        postalCode: 'BS1 6QS',
        rentCode: '200',
        units: customers * 2,
      },
    ],
  };
}

/** Each rare, all together at one call in a hundred or so: answers lost, errors, refusals, slow stores. */
export const someFaults: EnabledFaults = {
  // The SDK repeats what the table refuses; so many are left.
  store_throttled: 0.0001,
  store_answer_lost: 0.0001,
  queue_refused: 0.01,
  queue_answer_lost: 0.01,
  answer_lost: 0.001,
  connection_reset: 0.001,
  connection_refused: 0.001,
  edge_error: 0.001,
  stora_gateway_error: 0.002,
  xero_503: 0.002,
};

export function planOf(given: {
  seed: number;
  faults: EnabledFaults;
  historyNotes: boolean;
  documents: number;
}): Plan {
  const operators = [operatorOf(Math.max(4, Math.round(given.documents / months)))];
  return {
    seed: given.seed,
    startAt,
    chaosMs: 0,
    operatorIds: [operatorId],
    vendors: {
      stora: { windowKind: 'sliding', operators } as Plan['vendors']['stora'],
      xero: { accessTokenSeconds: 1_800, window: 'sliding' },
    },
    ledger: { startDate: '2025-12-01', historyNotes: given.historyNotes, createTracking: true },
    faults: given.faults,
    operations: [],
    hasOneBookkeeper: false,
    restMs: 0,
    hasWalk: true,
    hasNights: false,
    beginsOff: [],
  };
}

/** A year of a storage business: nearly all is paid, and some of it credited. */
export async function raiseEarlier(
  world: World,
  documents: number,
  pass: (ms: number) => Promise<void>,
): Promise<number> {
  const stora = world.vendors.stora.world;
  const operator = stora.operators.get(operatorId);
  if (operator === undefined) throw new Error('There is no operator.');
  const book = world.vendors.xero.world.book(operatorId);
  if (book !== undefined) book.organisation = { ...book.organisation, periodLockDay: undefined };
  let raised = 0;
  for (let month = 0; month < months; month += 1) {
    const count = Math.round((documents * 0.96) / months);
    const invoices = runMonthEnd(stora, operator, count);
    raised += invoices.length;
    for (const [index, { id }] of invoices.entries()) {
      if (index % 25 === 0) {
        issueCreditNote(stora, operator, { invoiceId: id, amountMinor: 500 });
        raised += 1;
      }
      if (index % 12 !== 1) payInvoice(stora, operator, { invoiceId: id });
    }
    await pass(monthMs);
  }
  return raised;
}
