import type { OperatorSeed } from '../../../infra/local/vendors/stora/data/sample-operators.ts';
import type { Account, Book } from '../../../infra/local/vendors/xero/core/book.ts';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import type { EnabledFaults } from '../../simulation/engine/fault-dice.ts';
import type { Plan } from '../../simulation/world/plan.ts';
import { someFaults } from '../backfill/backfill-scene.ts';
import { accountOfCode, codes } from './chart.ts';

export const operatorId = 'acorn';
/** Two months before anybody connects, in which documents are raised that a backfill has to bring over. */
const startAt = '2025-10-01T08:00:00.000Z';
export const startDate = '2025-10-01';
/** On which money comes in. */
export const clearingAccount = '095';
export const connectedAt = '2025-12-01T08:00:00.000Z';

/** What goes wrong all the time: as in the bench of the backfill, and what a year of webhooks meets. */
const faultsOfAYear: EnabledFaults = {
  ...someFaults,
  xero_500_applied: 0.001,
  stora_lost_answer: 0.001,
  webhook_twice: 0.03,
  webhook_unreachable: 0.02,
  webhook_answer_lost: 0.01,
  webhook_delayed: 0.01,
  delivered_twice: 0.005,
  environment_lost: 0.01,
  schedule_twice: 0.01,
  crash_before_call: 0.0005,
  crash_after_call: 0.0005,
  crash_after_store: 0.0001,
};

const places = [
  { name: 'Bristol Temple Meads', city: 'Bristol', line1: '4 Cattle Market Road', area: 'BS1 6QS' },
  { name: 'Bath Riverside', city: 'Bath', line1: '21 Lower Bristol Road', area: 'BA2 3BA' },
  { name: 'Cardiff Bay', city: 'Cardiff', line1: '7 Dumballs Road', area: 'CF10 5BT' },
];

/** One company with three sites; nine of ten units are let. */
export function operatorOf(units: number): OperatorSeed {
  return {
    slug: operatorId,
    name: 'Acorn Self Storage',
    currency: 'GBP',
    storefrontHost: 'acorn.stora.test',
    documentPrefix: 'ACORN',
    contacts: Math.floor(units * 0.9),
    postalArea: 'BS',
    sites: places.map(({ name, city, line1, area }, index) => ({
      name,
      city,
      line1,
      postalCode: area,
      rentCode: codes.rent[index] ?? '',
      units: Math.ceil(units / places.length),
    })),
  };
}

/** Everything that can be switched on is: credits, deposits, bad debts, money on account. */
const ledger: Partial<LedgerSettings> = {
  startDate,
  historyNotes: false,
  createTracking: true,
  clearingAccountCode: clearingAccount,
  accountMap: accountOfCode,
  depositAccountCode: '820',
  taxRules: [
    { accountCode: '820', rateBasisPoints: 0, taxType: 'NONE' },
    { accountCode: '477', rateBasisPoints: 0, taxType: 'NONE' },
    { accountCode: '265', rateBasisPoints: 0, taxType: 'EXEMPTOUTPUT' },
    { rateBasisPoints: 1_200, taxType: 'TAX001' },
    { rateBasisPoints: 2_000, taxType: 'OUTPUT2' },
  ],
  postPaymentCredit: 'refund',
  overpayment: 'post',
  uncollectible: 'credit',
  badDebtAccountCode: '477',
  voidedDocument: 'void_or_credit',
  lockedPeriod: 'next_open_day',
};

export function planOf({
  seed,
  units,
  hasFaults,
}: {
  seed: number;
  units: number;
  hasFaults: boolean;
}): Plan {
  return {
    seed,
    startAt,
    chaosMs: 0,
    operatorIds: [operatorId],
    vendors: {
      stora: { windowKind: 'sliding', operators: [operatorOf(units)] } as Plan['vendors']['stora'],
      xero: { accessTokenSeconds: 1_800, window: 'sliding' },
    },
    ledger,
    faults: hasFaults ? faultsOfAYear : {},
    operations: [],
    hasOneBookkeeper: false,
    restMs: 0,
    hasWalk: true,
    hasNights: true,
    beginsOff: [],
  };
}

const furtherAccounts: ReadonlyArray<Pick<Account, 'code' | 'name' | 'type' | 'taxType'>> = [
  { code: '095', name: 'Card clearing bank', type: 'BANK', taxType: 'NONE' },
  { code: '210', name: 'Storage rent Bristol', type: 'REVENUE', taxType: 'OUTPUT2' },
  { code: '211', name: 'Storage rent Bath', type: 'REVENUE', taxType: 'OUTPUT2' },
  { code: '212', name: 'Storage rent Cardiff', type: 'REVENUE', taxType: 'OUTPUT2' },
  { code: '265', name: 'Insurance, exempt', type: 'REVENUE', taxType: 'EXEMPTOUTPUT' },
];

/** The books before anybody connects: accounts per site, and no period closed yet. */
export function prepareBook(book: Book): void {
  book.organisation = {
    ...book.organisation,
    periodLockDay: undefined,
    endOfYearLockDay: undefined,
  };
  for (const account of furtherAccounts) {
    const accountId = `0000acc0-0000-4000-8000-${account.code.padStart(12, '0')}`;
    book.accounts.set(accountId, {
      ...account,
      accountId,
      accountClass: account.type === 'BANK' ? 'ASSET' : 'REVENUE',
      status: 'ACTIVE',
      takesPayments: account.type === 'BANK',
      systemAccount: '',
      updatedEpochMs: 0,
    });
  }
}
