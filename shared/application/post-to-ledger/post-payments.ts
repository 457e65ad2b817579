import type { Settlement } from '../../domain/apply/decide-settlement.ts';
import { noteTexts, timelineDebt } from '../../domain/apply/notes.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { isUncertain } from '../../domain/effects/effects.ts';
import type { Catalogue, PaymentDraft } from '../../domain/ledger/drafts.ts';
import { effectIdText, parseEffectId } from '../../domain/ledger/effect-ids.ts';
import { owe } from '../../domain/links/owe.ts';
import { withPosted } from '../../domain/links/with-posted.ts';
import { chooseClearingAccount } from '../../domain/mapping/choose-account.ts';
import { documentDay } from '../../domain/mapping/document-day.ts';
import { type Mapped, mapped } from '../../domain/mapping/result.ts';
import type { LedgerPayment } from '../../ports/ledger/payments.ts';
import type { InvoiceUnit, Standing } from '../apply-changes/stages.ts';
import type { Intent } from '../effects/effect-call.ts';
import { finishEffect } from '../effects/journal.ts';
import { lookUpEffects } from '../effects/look-up-effects.ts';
import { sendEffects } from '../effects/send-effects.ts';
import type { BatchWith, LedgerBatch } from './ledger-batch.ts';

export type Pay = Extract<Settlement, { kind: 'pay' }>;

/** A payment, named by the sum that is paid once it is posted. */
interface PaymentIntent extends Intent {
  unit: Standing<InvoiceUnit>;
  cumulativeMinor: number;
}

export interface DuePayment extends PaymentIntent {
  body: PaymentDraft;
}

/** What is to be sent for a payment; undefined when it cannot be mapped, and the unit is parked. */
export async function draftPayment(
  unit: Standing<InvoiceUnit>,
  pay: Pay,
  batch: LedgerBatch,
): Promise<DuePayment | undefined> {
  const draft = draftOf(unit, pay, { batch, catalogue: await batch.ledger.catalogue.read() });
  if (!draft.ok) {
    unit.outcome = parked(draft.cause, draft.detail);
    return undefined;
  }
  const { cumulativeMinor } = pay;
  return { unit, cumulativeMinor, effect: effectName(cumulativeMinor), body: draft.value };
}

/** Posts all payments of the batch in as few calls as fit. */
export async function postPayments(due: DuePayment[], batch: BatchWith<'payments'>): Promise<void> {
  await sendEffects(due, batch, {
    policy: batch.policies.once,
    perCall: batch.ledger.elementsPerCall,
    find: (intents) => findPayments(intents, batch),
    send: (intents, key) =>
      batch.ledger.payments.create(
        intents.map(({ body }) => body),
        key,
      ),
    finish: (intent, answer) => {
      if (answer.ok) return paid(intent, intent.body.amountMinor, batch);
      finishEffect(intent.unit, batch, { name: intent.effect, state: 'rejected' });
      intent.unit.outcome = parked(answer.cause, answer.detail);
    },
  });
}

/**
 * Payments without a known end that are not the next ones to post (`nextMinor`): until it is known what
 * became of them, nobody can say how much is left to pay. Afterwards each is posted, or certainly not.
 */
export async function lookUpFormerPayments(
  units: Array<{ unit: Standing<InvoiceUnit>; nextMinor: number | undefined }>,
  batch: BatchWith<'payments'>,
): Promise<void> {
  const former = units.flatMap(({ unit, nextMinor }) => formerPayments(unit, nextMinor));
  if (former.length === 0) return;
  const absent = await lookUpEffects<PaymentIntent, LedgerPayment>(former, batch, {
    policy: batch.policies.once,
    find: (intents) => findPayments(intents, batch),
    finish: (intent, answer) => {
      if (answer.ok) paid(intent, answer.value.amountMinor, batch);
    },
  });
  for (const { intent } of absent)
    finishEffect(intent.unit, batch, { name: intent.effect, state: 'rejected' });
}

function formerPayments(unit: Standing<InvoiceUnit>, nextMinor: number | undefined) {
  return Object.entries(unit.link.effects)
    .filter(([, entry]) => isUncertain(entry))
    .flatMap(([effect]) => {
      const id = parseEffectId(effect);
      if (id?.kind !== 'payment' || id.cumulativeMinor === nextMinor) return [];
      return [{ unit, effect, cumulativeMinor: id.cumulativeMinor, body: undefined }];
    });
}

function effectName(cumulativeMinor: number): string {
  return effectIdText({ kind: 'payment', cumulativeMinor });
}

function referenceOf(unit: InvoiceUnit, cumulativeMinor: number): string {
  return `${unit.record.record.id}:${cumulativeMinor}`;
}

async function findPayments<I extends PaymentIntent>(
  intents: I[],
  batch: BatchWith<'payments'>,
): Promise<Map<I, LedgerPayment>> {
  const found = new Map<I, LedgerPayment>();
  const targetIds = new Set(intents.map(({ unit }) => unit.link.targetId));
  const known = await batch.ledger.payments.of([...targetIds]);
  for (const intent of intents) {
    const reference = referenceOf(intent.unit, intent.cumulativeMinor);
    const ofInvoice = known.get(intent.unit.link.targetId);
    const match = ofInvoice?.find(
      (payment) => payment.reference === reference && !payment.isDeleted,
    );
    if (match !== undefined) found.set(intent, match);
  }
  return found;
}

function draftOf(
  unit: Standing<InvoiceUnit>,
  pay: Pay,
  context: { batch: LedgerBatch; catalogue: Catalogue },
): Mapped<PaymentDraft> {
  const { settings } = context.batch;
  const { currency, paymentMethod: method } = unit.record.record;
  const account = chooseClearingAccount(settings, context.catalogue, { currency, method });
  if (!account.ok) return account;
  const date = documentDay(pay.paidAt, settings, context.catalogue);
  if (!date.ok) return date;
  return mapped({
    invoiceTargetId: unit.link.targetId,
    accountCode: account.value,
    date: date.value,
    amountMinor: pay.amountMinor,
    currency,
    reference: referenceOf(unit, pay.cumulativeMinor),
  });
}

function paid(intent: PaymentIntent, amountMinor: number, batch: LedgerBatch): void {
  const { unit, effect, cumulativeMinor } = intent;
  const invoice = unit.record.record;
  const { paymentPosted } = noteTexts(unit.link.target);
  const text = paymentPosted(invoice.number ?? invoice.id, amountMinor, invoice.currency);
  const anchors = { contactId: invoice.contactId, siteId: invoice.siteId, invoiceId: invoice.id };
  finishEffect(unit, batch, {
    name: effect,
    state: 'done',
    change: (link) => {
      // A later payment may have been taken down before this one.
      const paidMinor = Math.max(link.posted?.paidMinor ?? 0, cumulativeMinor);
      return owe(withPosted(link, { paidMinor }), timelineDebt(effect, text, anchors));
    },
  });
  batch.ports.metrics.count('PaymentPosted');
}
