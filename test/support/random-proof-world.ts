import fc from 'fast-check';
import type { LedgerSettings } from '../../shared/contracts/settings.ts';
import type { Catalogue, CatalogueTaxRate } from '../../shared/domain/ledger/drafts.ts';
import { inclusiveTaxMinor } from '../../shared/domain/money/inclusive-tax.ts';
import type { SourceInvoice, SourceLine } from '../../shared/domain/source/records.ts';
import { anAccount } from '../builders/a-catalogue.ts';
import { aNote, anInvoice, changed } from './proof-documents.ts';
import { ProofWorld } from './proof-world.ts';

const rates = { OUTPUT2: 2_000, RROUTPUT: 500, NONE: 0 };
const chart = [
  { code: '200', defaultTaxType: 'OUTPUT2' },
  { code: '260', defaultTaxType: 'RROUTPUT' },
  { code: '820', defaultTaxType: 'NONE' },
] as const;

/** An account whose documents alone are moved when the settings change. */
export const movedAccount = '820';

const catalogue: Partial<Catalogue> = {
  currencies: ['GBP', 'EUR'],
  accounts: [
    ...chart.map(({ code, defaultTaxType }) => anAccount({ code, defaultTaxType })),
    anAccount({ code: '610', acceptsPayments: true, defaultTaxType: 'NONE' }),
    anAccount({ code: '825', defaultTaxType: 'NONE' }),
  ],
  taxRates: Object.entries(rates).map(
    ([taxType, rateBasisPoints]): CatalogueTaxRate => ({
      ...{ taxType, name: taxType, rateBasisPoints, isActive: true, appliesToRevenue: true },
    }),
  ),
  trackingCategories: [
    {
      categoryId: 'cat-location',
      name: 'Location',
      isActive: true,
      options: ['Harbour Road', 'Mill Lane'].map((name) => ({
        ...{ optionId: `opt-${name}`, name, isActive: true },
      })),
    },
  ],
};

const charge = fc
  .record({
    account: fc.constantFrom(...chart),
    quantity: fc.integer({ min: 1, max: 5 }),
    priceMinor: fc.integer({ min: 500, max: 40_000 }),
  })
  .map(({ account, quantity, priceMinor }) => {
    const totalMinor = quantity * priceMinor;
    return {
      ...{ accountingCode: account.code, quantity, priceMinor, discountMinor: 0, totalMinor },
      taxMinor: inclusiveTaxMinor(totalMinor, rates[account.defaultTaxType]),
    };
  });

const day = fc.integer({ min: 1, max: 28 });

/** An invoice of one of three months, in one of its states; some with a credit note against the first line. */
const raised = fc.record({
  charges: fc.array(charge, { minLength: 1, maxLength: 4 }),
  month: fc.constantFrom('2026-10', '2026-11', '2026-11', '2026-12'),
  day,
  currency: fc.constantFrom('GBP', 'GBP', 'GBP', 'EUR'),
  siteName: fc.constantFrom('Harbour Road', 'Mill Lane'),
  contactId: fc.constantFrom('con_1', 'con_2', 'con_3'),
  state: fc.constantFrom(
    ...(['open', 'open', 'open', 'open', 'part', 'paid', 'draft', 'void'] as const),
    ...(['uncollectible', 'written_off', 'credited', 'adopted'] as const),
  ),
  credit: fc.constantFrom(undefined, undefined, 'pre_payment', 'post_payment'),
  isCreditedInFull: fc.boolean(),
} as const);
type Raised = typeof raised extends fc.Arbitrary<infer T> ? T : never;

export interface RandomWorld {
  raised: Raised[];
  settings: Partial<LedgerSettings>;
  isLocked: boolean;
}

export const randomWorld: fc.Arbitrary<RandomWorld> = fc.record({
  raised: fc.array(raised, { minLength: 1, maxLength: 14 }),
  settings: fc.record({
    startDate: fc.constantFrom('2026-01-01', '2026-11-03'),
    lockedPeriod: fc.constant('next_open_day' as const),
    foreignCurrency: fc.constant('post' as const),
  }),
  isLocked: fc.boolean(),
});

/** Everything raised and posted as the mapping posts it; what is too early is only raised. */
export function worldOf({ raised: all, settings, isLocked }: RandomWorld): ProofWorld {
  const locks = isLocked ? { periodLockDate: '2026-11-05' } : {};
  const world = new ProofWorld(settings, { ...catalogue, ...locks });
  all.forEach((one, index) => {
    raise(world, one, index);
  });
  return world;
}

function raise(world: ProofWorld, one: Raised, index: number): void {
  const lines = one.charges.map((line, at) => ({ ...line, description: `Charge ${at + 1}` }));
  const invoice = invoiceOf(one, lines, index);
  const isPosted = one.state !== 'draft' && one.state !== 'void';
  const document = anInvoice(`inv_${index}`, invoice);
  const isEarly = dayOf(one) < world.settings.startDate;
  if (!isPosted || isEarly) world.raise(document);
  else {
    world.post(document);
    if (one.state === 'adopted') world.adopt(document.record.id);
    if (one.state === 'written_off') world.close(document.record.id, 'bad_debt');
    if (one.state === 'credited') {
      world.close(document.record.id, 'void');
      world.change(document.record.id, changed({ status: 'void' }));
      world.hear(document.record.id);
    }
    if (one.state === 'open' || one.state === 'paid') credit(world, one, index);
  }
}

/** Half of its first line, or all of it. */
function credit(world: ProofWorld, one: Raised, index: number): void {
  const [line] = one.charges;
  if (one.credit === undefined || line === undefined) return;
  const amountMinor = creditOf(one);
  const { defaultTaxType = 'NONE' } = chart.find(({ code }) => code === line.accountingCode) ?? {};
  const taxMinor = inclusiveTaxMinor(amountMinor, rates[defaultTaxType]);
  world.post(
    aNote(`cn_${index}`, `inv_${index}`, {
      timing: one.credit,
      totalMinor: amountMinor,
      issuedAt: `${dayOf(one)}T10:00:00Z`,
      currency: one.currency,
      contactId: one.contactId,
      siteName: one.siteName,
      lines: [{ description: 'Charge 1', quantity: 1, taxMinor, amountMinor }],
    }),
  );
}

function dayOf({ month, day: date }: Raised): string {
  return `${month}-${String(date).padStart(2, '0')}`;
}

function creditOf({ charges: [line], isCreditedInFull }: Raised): number {
  const totalMinor = line?.totalMinor ?? 0;
  return isCreditedInFull ? totalMinor : Math.floor(totalMinor / 2);
}

const statuses = {
  ...({ open: 'open', part: 'open', paid: 'paid', draft: 'draft', void: 'void' } as const),
  ...({ uncollectible: 'uncollectible', written_off: 'uncollectible' } as const),
  ...({ credited: 'open', adopted: 'open' } as const),
};

function invoiceOf(one: Raised, lines: SourceLine[], index: number): Partial<SourceInvoice> {
  const { state, credit, currency, contactId, siteName } = one;
  const totalMinor = lines.reduce((sum, line) => sum + line.totalMinor, 0);
  const isCredited = credit === 'pre_payment' && (state === 'open' || state === 'paid');
  const preCreditMinor = isCredited ? creditOf(one) : 0;
  const dueMinor = totalMinor - preCreditMinor;
  const paidMinor = state === 'paid' ? dueMinor : state === 'part' ? Math.floor(dueMinor / 3) : 0;
  return {
    ...{ lines, totalMinor, preCreditMinor, paidMinor, currency, contactId, siteName },
    number: `N-${index}`,
    status: statuses[state],
    taxMinor: lines.reduce((sum, line) => sum + line.taxMinor, 0),
    issuedAt: `${dayOf(one)}T09:00:00Z`,
  };
}
