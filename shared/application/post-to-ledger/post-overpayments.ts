import type { Link } from '../../contracts/link-item.ts';
import type { Settlement } from '../../domain/apply/decide-settlement.ts';
import { noteTexts, timelineDebt } from '../../domain/apply/notes.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { isDone, isUncertain } from '../../domain/effects/effects.ts';
import { effectIdText, parseEffectId } from '../../domain/ledger/effect-ids.ts';
import { owe } from '../../domain/links/owe.ts';
import { withPosted } from '../../domain/links/with-posted.ts';
import { chooseClearingAccount } from '../../domain/mapping/choose-account.ts';
import { documentDay } from '../../domain/mapping/document-day.ts';
import { moneyWords } from '../../domain/money/money-words.ts';
import type { LedgerOverpayment } from '../../ports/ledger/overpayments.ts';
import type { WriteKey } from '../../ports/writes.ts';
import { end, type InvoiceUnit, type Standing } from '../apply-changes/stages.ts';
import { type BatchWith, type LedgerBatch, ledgerHas } from './ledger-batch.ts';
import { finishStep, type LedgerStep, settleStep, takeStep } from './ledger-step.ts';

type PayOver = Extract<Settlement, { kind: 'pay_over' }>;

/** Posts what was received beyond what is due, as money on the customer's account. */
export async function postOverpayment(
  unit: Standing<InvoiceUnit>,
  pay: PayOver,
  batch: LedgerBatch,
): Promise<void> {
  const invoice = unit.record.record;
  const { currency, id, number = id, paymentMethod: method } = invoice;
  const { amountMinor, cumulativeMinor } = pay;
  if (!ledgerHas(batch, 'overpayments'))
    return end(unit, parked('overpayment_not_taken', moneyWords(amountMinor, currency)));
  const step = stepOf(unit, cumulativeMinor, batch);
  if (!isPaidByUs(unit.link)) {
    const known = await step.find();
    if (known !== undefined) return finishStep(unit, { step, value: known }, batch);
    return end(unit, parked('overpaid', byOtherHands(amountMinor, currency)));
  }
  const { settings, ledger } = batch;
  const catalogue = await ledger.catalogue.read();
  const account = chooseClearingAccount(settings, catalogue, { currency, method });
  if (!account.ok) return end(unit, parked(account.cause, account.detail));
  const date = documentDay(pay.paidAt, settings, catalogue);
  if (!date.ok) return end(unit, parked(date.cause, date.detail));
  const contactTargetId = await customerOf(unit, batch);
  const body = {
    contactTargetId,
    accountCode: account.value,
    date: date.value,
    amountMinor,
    currency,
    reference: referenceOf(unit, cumulativeMinor),
    invoiceNumber: number,
  };
  const send = (key: WriteKey) => ledger.overpayments.create(body, key);
  await takeStep(unit, { ...step, body, send }, batch);
}

/** Who enters the payments of an invoice enters the rest as well, under words that we cannot know it by. */
function isPaidByUs(link: Link): boolean {
  const { paidMinor = 0 } = link.posted ?? {};
  const effect = effectIdText({ kind: 'payment', cumulativeMinor: paidMinor });
  return paidMinor === 0 || isDone(link, effect);
}

function byOtherHands(amountMinor: number, currency: string): string {
  return `${moneyWords(amountMinor, currency)} too much; what was due was paid in the ledger by other hands`;
}

/** Money of which nobody knows whether it was posted: until then nobody can tell how much is left. */
export async function settleFormerOverpayments(
  unit: Standing<InvoiceUnit>,
  batch: LedgerBatch,
): Promise<void> {
  if (!ledgerHas(batch, 'overpayments')) return;
  for (const [effect, entry] of Object.entries(unit.link.effects)) {
    const id = isUncertain(entry) ? parseEffectId(effect) : undefined;
    if (id?.kind === 'overpayment')
      await settleStep(unit, stepOf(unit, id.cumulativeMinor, batch), batch);
  }
}

function stepOf(
  unit: Standing<InvoiceUnit>,
  cumulativeMinor: number,
  batch: BatchWith<'overpayments'>,
): LedgerStep<LedgerOverpayment> {
  const { contactId, siteId, id, number = id, currency } = unit.record.record;
  const effect = effectIdText({ kind: 'overpayment', cumulativeMinor });
  const { overpaymentPosted } = noteTexts(unit.link.target);
  return {
    effect,
    find: async () => {
      const contactTargetId = await customerOf(unit, batch);
      const reference = referenceOf(unit, cumulativeMinor);
      return batch.ledger.overpayments.find({ contactTargetId, reference, currency });
    },
    done:
      ({ amountMinor }) =>
      (link) => {
        const text = overpaymentPosted(number, amountMinor, currency);
        const overpaidMinor = cumulativeMinor - (link.posted?.paidMinor ?? 0);
        const note = timelineDebt(effect, text, { contactId, siteId, invoiceId: id });
        return owe(withPosted(link, { overpaidMinor }), note);
      },
  };
}

/** Whose the invoice is in the ledger now: somebody may have merged the contact. */
async function customerOf(unit: Standing<InvoiceUnit>, batch: LedgerBatch): Promise<string> {
  const found = await batch.ledger.invoices.get(unit.link.targetId);
  return found?.contactTargetId ?? '';
}

function referenceOf(unit: InvoiceUnit, cumulativeMinor: number): string {
  return `${unit.record.record.id}:${cumulativeMinor}`;
}
