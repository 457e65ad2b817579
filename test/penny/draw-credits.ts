import type { SeededRandom } from '../../infra/local/vendors/common/seeded-random.ts';
import type { StoraCreditNote } from '../../shared/source/stora/stora-resources.ts';
import { type Charge, type How, pounds } from './charges.ts';
import { apportioned, divide } from './source-arithmetic.ts';

/** A credit note, with the charge that each of its lines credits. */
export interface Credit {
  note: StoraCreditNote;
  lines: CreditedLine[];
}

interface CreditedLine {
  charge: Charge;
  /** Called as the charge is; else somebody wrote a text of their own. */
  isNamed: boolean;
  amountMinor: number;
  taxMinor: number;
}

interface Life {
  paidMinor: number[];
  preCreditMinor: number;
  credits: Credit[];
}

interface Billed {
  charges: Charge[];
  how: How;
  totalMinor: number;
}

/** What happens to an invoice: parts are paid, parts are credited, before and after it is paid. */
export function drawCredits(random: SeededRandom, billed: Billed): Life {
  const life: Life = { paidMinor: [], preCreditMinor: 0, credits: [] };
  let dueMinor = billed.totalMinor;
  let creditedAfterMinor = 0;
  const steps = random.below(4);
  for (let step = 0; step < steps && billed.totalMinor > 0; step += 1) {
    const isCredit = random.chance(0.6);
    const paid = life.paidMinor.reduce((sum, one) => sum + one, 0);
    const left = dueMinor > 0 ? dueMinor : paid - creditedAfterMinor;
    if (left <= 0) break;
    const amountMinor = random.chance(0.4) ? left : 1 + random.below(left);
    if (!isCredit && dueMinor > 0) {
      life.paidMinor.push(amountMinor);
      dueMinor -= amountMinor;
      continue;
    }
    const type = dueMinor > 0 ? 'pre_payment' : 'post_payment';
    const number = life.credits.length + 1;
    const credit = drawCredit(random, billed, { amountMinor, leftMinor: left, type, number });
    if (credit === undefined) continue;
    life.credits.push(credit);
    const credited = credit.note.total.amount;
    if (type === 'post_payment') creditedAfterMinor += credited;
    else {
      dueMinor -= credited;
      life.preCreditMinor += credited;
    }
  }
  return life;
}

interface Wish {
  amountMinor: number;
  leftMinor: number;
  type: 'pre_payment' | 'post_payment';
  number: number;
}

function drawCredit(random: SeededRandom, billed: Billed, wish: Wish): Credit | undefined {
  const lines = linesOf(random, billed, wish.amountMinor).filter(
    ({ amountMinor }) => amountMinor !== 0,
  );
  const linesMinor = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const slip = random.chance(0.05) ? random.pick([-1, 1, 2]) : 0;
  const totalMinor = linesMinor + slip;
  if (lines.length === 0 || totalMinor <= 0 || totalMinor > wish.leftMinor) return undefined;
  return { lines, note: noteOf(lines, totalMinor, wish) };
}

/** All lines in proportion (the source's own way), whole lines, or a part of one. */
function linesOf(random: SeededRandom, billed: Billed, amountMinor: number): CreditedLine[] {
  const { charges } = billed;
  const way = random.pick(['share', 'share', 'whole', 'part', 'all'] as const);
  if (way === 'all') return charges.map((charge) => whole(charge));
  if (way === 'whole') return charges.filter(() => random.chance(0.5)).map((one) => whole(one));
  if (way === 'share') {
    const shares = apportioned(
      amountMinor,
      charges.map(({ totalMinor }) => totalMinor),
    );
    return charges.map((charge, at) => part(charge, shares[at] ?? 0, billed));
  }
  const charge = random.pick(charges);
  const most = Math.min(amountMinor, charge.totalMinor);
  if (most <= 0) return [];
  const line = part(charge, 1 + random.below(most), billed);
  return [{ ...line, isNamed: random.chance(0.7) }];
}

function whole(charge: Charge): CreditedLine {
  const { totalMinor: amountMinor, taxMinor } = charge;
  return { charge, isNamed: true, amountMinor, taxMinor };
}

function part(charge: Charge, amountMinor: number, { how }: Billed): CreditedLine {
  const { totalMinor, taxMinor } = charge;
  if (totalMinor === 0 || amountMinor === 0)
    return { charge, isNamed: true, amountMinor: 0, taxMinor: 0 };
  const sign = totalMinor < 0 ? -1n : 1n;
  const numerator = BigInt(amountMinor) * BigInt(taxMinor) * sign;
  const tax = divide(numerator, BigInt(totalMinor) * sign, how.rounding);
  return { charge, isNamed: true, amountMinor, taxMinor: tax };
}

function noteOf(lines: CreditedLine[], totalMinor: number, wish: Wish): StoraCreditNote {
  return {
    id: `cred_${wish.number}`,
    number: `P-1-CN-${wish.number}`,
    status: 'issued',
    type: wish.type,
    total: pounds(totalMinor),
    created_at: '2026-11-21T09:00:00Z',
    contact: { id: 'con_1' },
    invoice: { id: 'inv_1' },
    line_items: lines.map(({ charge, isNamed, amountMinor, taxMinor }) => ({
      description: isNamed ? charge.description || 'Storage' : 'Goodwill',
      quantity: 1,
      tax: pounds(taxMinor),
      amount: pounds(amountMinor),
    })),
  };
}
