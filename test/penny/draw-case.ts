import {
  createSeededRandom,
  type SeededRandom,
} from '../../infra/local/vendors/common/seeded-random.ts';
import type { LedgerSettings } from '../../shared/contracts/settings.ts';
import type { StoraCreditNote, StoraInvoice } from '../../shared/source/stora/stora-resources.ts';
import { ledgerSettings } from '../builders/ledger-settings.ts';
import { type Charge, type How, pounds } from './charges.ts';
import { accountOfCode, kinds } from './chart.ts';
import { type Credit, drawCredits } from './draw-credits.ts';
import { documentTax, taxInside, times } from './source-arithmetic.ts';

export interface PennyCase {
  settings: LedgerSettings;
  charges: Charge[];
  how: How;
  invoice: StoraInvoice;
  credits: Credit[];
  notes: StoraCreditNote[];
  /** Sums that were paid on the way. */
  paidMinor: number[];
}

/** All that one seed decides: an operator's settings, an invoice with its life, its credit notes. */
export function drawCase(seed: number): PennyCase {
  const random = createSeededRandom(seed);
  const settings = drawSettings(random);
  const how: How = {
    rounding: random.pick(['half_up', 'half_up', 'half_up', 'half_even', 'down']),
    mode: random.pick(['line', 'line', 'each_tax', 'document']),
  };
  const charges = Array.from({ length: 1 + Math.floor(8 * random.next() ** 2) }, () =>
    drawCharge(random, settings, how),
  );
  const sums = drawSums(random, charges, how);
  const life = drawCredits(random, { charges, how, totalMinor: sums.totalMinor });
  const dueMinor = sums.totalMinor - life.paidMinor.reduce(add, 0) - life.preCreditMinor;
  return {
    settings,
    charges,
    how,
    invoice: invoiceOf(charges, { ...sums, ...life, dueMinor }),
    credits: life.credits,
    notes: life.credits.map(({ note }) => note),
    paidMinor: life.paidMinor,
  };
}

function drawSettings(random: SeededRandom): LedgerSettings {
  const settings = ledgerSettings({
    clearingAccountCode: '091',
    accountMap: accountOfCode,
    taxCentDifference: random.chance(0.8) ? 'override' : 'issue',
    amountCentDifference: random.chance(0.7) ? 'line' : 'issue',
    postPaymentCredit: random.pick(['leave_open', 'refund']),
    creditNoteStatus: 'AUTHORISED',
    defaultAccountCode: '999',
    ...(random.chance(0.9) ? { roundingAccountCode: '860' } : {}),
    ...(random.chance(0.7) ? { depositAccountCode: '820' } : {}),
    ...(random.chance(0.5)
      ? {
          taxRules: [
            { accountCode: '404', rateBasisPoints: 0, taxType: 'EXEMPTOUTPUT' },
            { rateBasisPoints: 2_000, taxType: 'OUTPUT2' },
          ],
        }
      : {}),
  });
  const { defaultAccountCode: _none, ...rest } = settings;
  return random.chance(0.9) ? settings : rest;
}

const names = ['Unit 12', 'Unit 12', 'Monthly charge', 'Protection', 'Padlock', 'Fee', ''];

function drawCharge(random: SeededRandom, settings: LedgerSettings, how: How): Charge {
  const kind = random.pick(kinds);
  const isDeposit = kind.isDeposit === true;
  const code = random.chance(0.04) ? null : codeOf(kind.code, random);
  const quantityParts = random.pick([10_000, 10_000, 20_000, 30_000, 5_000, 2_500, 13_333]);
  const priceMinor = random.chance(0.3) ? 1 + random.below(60) : 1 + random.below(500_000);
  const fullMinor = times(quantityParts, priceMinor, how.rounding);
  const isProration = random.chance(0.15);
  const billedMinor = isProration
    ? Math.floor((fullMinor * (1 + random.below(30))) / 30)
    : fullMinor;
  const discountMinor = Math.floor((billedMinor * random.pick([0, 0, 0, 25, 33, 100])) / 100);
  const sign = random.chance(0.06) ? -1 : 1;
  const totalMinor = sign * (billedMinor - discountMinor) + 0;
  const slip = random.chance(0.01) ? random.pick([-2, -1, 1, 2]) : 0;
  return {
    description: isDeposit ? 'Security deposit for unit 12' : random.pick(names),
    code,
    isDeposit,
    taxes: kind.taxes,
    quantity: quantityParts / 10_000,
    priceMinor: sign * priceMinor,
    discountMinor,
    isProration,
    totalMinor,
    taxMinor: taxInside(totalMinor, kind.taxes, how) + slip,
    account: accountFor({ code, isDeposit }, settings),
  };
}

/** Some operators use the ledger's codes themselves. */
function codeOf(code: string, random: SeededRandom): string {
  return random.chance(0.3) ? (accountOfCode[code] ?? code) : code;
}

function accountFor(
  { code, isDeposit }: Pick<Charge, 'code' | 'isDeposit'>,
  { depositAccountCode, defaultAccountCode }: LedgerSettings,
): string | undefined {
  if (isDeposit && depositAccountCode !== undefined) return depositAccountCode;
  return code === null ? defaultAccountCode : (accountOfCode[code] ?? code);
}

/** Now and then the document does not add up, by a cent or by more. */
function drawSums(random: SeededRandom, charges: Charge[], { mode, rounding }: How) {
  const slip = random.chance(0.06) ? random.pick([-1, -1, 1, 1, -2, 2, 50]) : 0;
  const taxSlip = random.chance(0.02) ? random.pick([-1, 1]) : 0;
  const lineTaxMinor = charges.reduce((sum, { taxMinor }) => sum + taxMinor, 0);
  return {
    totalMinor: charges.reduce((sum, { totalMinor }) => sum + totalMinor, 0) + slip,
    taxMinor: (mode === 'document' ? documentTax(charges, rounding) : lineTaxMinor) + taxSlip,
  };
}

function invoiceOf(
  charges: Charge[],
  sums: {
    totalMinor: number;
    taxMinor: number;
    paidMinor: number[];
    preCreditMinor: number;
    dueMinor: number;
  },
): StoraInvoice {
  return {
    id: 'inv_1',
    number: 'P-1',
    status: sums.dueMinor === 0 ? 'paid' : 'open',
    finalized_at: '2026-11-02T09:00:00Z',
    paid_at: sums.dueMinor === 0 ? '2026-11-20T09:00:00Z' : null,
    tax: pounds(sums.taxMinor),
    total: pounds(sums.totalMinor),
    amount_paid: pounds(sums.paidMinor.reduce(add, 0)),
    amount_due: pounds(sums.dueMinor),
    pre_payment_credit_notes_amount: pounds(sums.preCreditMinor),
    contact: { id: 'con_1' },
    line_items: charges.map((charge) => ({
      description: charge.description,
      accounting_code: charge.code,
      type: null,
      quantity: charge.quantity,
      price: pounds(charge.priceMinor),
      discount_total: pounds(charge.discountMinor),
      tax: pounds(charge.taxMinor),
      total: pounds(charge.totalMinor),
      proration: charge.isProration,
    })),
  };
}

function add(sum: number, one: number): number {
  return sum + one;
}
