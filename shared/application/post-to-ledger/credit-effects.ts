import { noteTexts, timelineDebt } from '../../domain/apply/notes.ts';
import { type Parked, parked } from '../../domain/apply/outcome.ts';
import { creditUseOf, usedOfCredit } from '../../domain/effects/credits.ts';
import { isUncertain } from '../../domain/effects/effects.ts';
import type { AllocationDraft, RefundDraft } from '../../domain/ledger/drafts.ts';
import { owe } from '../../domain/links/owe.ts';
import { dayOf, documentDay } from '../../domain/mapping/document-day.ts';
import type { Mapped } from '../../domain/mapping/result.ts';
import type { LedgerPayment } from '../../ports/ledger/payments.ts';
import type { CreditNoteUnit, Standing } from '../apply-changes/stages.ts';
import { finishEffect } from '../effects/journal.ts';
import { lookUpEffects } from '../effects/look-up-effects.ts';
import { sendEffects } from '../effects/send-effects.ts';
import { linkOfInvoice } from './invoice-links.ts';
import { type BatchWith, type LedgerBatch, ledgerHas } from './ledger-batch.ts';

export type PostedNote = Standing<CreditNoteUnit>;

/**
 * The day of what follows a credit note: its own, unless the operator wants the first open day instead of a
 * locked one. Whether its own is open the ledger itself says.
 */
export async function creditDay(unit: PostedNote, batch: LedgerBatch): Promise<Mapped<string>> {
  const { settings } = batch;
  const { issuedAt } = unit.record.record;
  if (settings.lockedPeriod !== 'next_open_day') return dayOf(issuedAt, settings);
  return documentDay(issuedAt, settings, await batch.ledger.catalogue.read());
}

/** Sets the credit note against an invoice; returns why the ledger did not take it. */
export async function allocate(
  unit: PostedNote,
  { effect, draft }: { effect: string; draft: AllocationDraft },
  batch: BatchWith<'credits'>,
): Promise<Parked | undefined> {
  const refusals: Parked[] = [];
  await sendEffects([{ unit, effect, body: draft }], batch, {
    policy: batch.policies.once,
    find: async (intents) => {
      const known = await batch.ledger.credits.allocatedTo(
        draft.creditNoteTargetId,
        draft.invoiceTargetId,
      );
      return new Map(known > 0 ? intents.map((intent) => [intent, known]) : []);
    },
    send: async (_intents, key) => {
      const answer = await batch.ledger.credits.allocate(draft, key);
      return [answer.ok ? { ok: true, value: draft.amountMinor } : answer];
    },
    finish: (_intent, answer) => {
      if (answer.ok) return allocated(unit, { effect, amountMinor: answer.value }, batch);
      finishEffect(unit, batch, { name: effect, state: 'rejected' });
      refusals.push(parked(answer.cause, answer.detail));
    },
  });
  return refusals[0];
}

function allocated(
  unit: PostedNote,
  { effect, amountMinor }: { effect: string; amountMinor: number },
  batch: LedgerBatch,
): void {
  finishEffect(unit, batch, {
    name: effect,
    state: 'done',
    change: (link) => usedOfCredit(link, amountMinor),
  });
}

/** Pays back what is left; returns why the ledger did not take it. */
export async function refund(
  unit: PostedNote,
  { effect, draft }: { effect: string; draft: RefundDraft },
  batch: BatchWith<'refunds'>,
): Promise<Parked | undefined> {
  const refusals: Parked[] = [];
  await sendEffects([{ unit, effect, body: draft }], batch, {
    policy: batch.policies.once,
    find: async (intents) => {
      const found = await findRefund(unit, draft.reference, batch);
      return new Map(found === undefined ? [] : intents.map((intent) => [intent, found]));
    },
    send: async (_intents, key) => [await batch.ledger.refunds.create(draft, key)],
    finish: (_intent, answer) => {
      if (answer.ok) return refunded(unit, { effect, amountMinor: draft.amountMinor }, batch);
      finishEffect(unit, batch, { name: effect, state: 'rejected' });
      refusals.push(parked(answer.cause, answer.detail));
    },
  });
  return refusals[0];
}

export function refundReference(unit: CreditNoteUnit, cumulativeMinor: number): string {
  return `${unit.record.record.id}:${cumulativeMinor}`;
}

async function findRefund(
  unit: PostedNote,
  reference: string,
  batch: BatchWith<'refunds'>,
): Promise<LedgerPayment | undefined> {
  const known = await batch.ledger.refunds.of(unit.link.targetId);
  return known.find((payment) => payment.reference === reference && !payment.isDeleted);
}

/** The name of the effect says up to which sum; nothing else of the link has to. */
function refunded(
  unit: PostedNote,
  { effect, amountMinor }: { effect: string; amountMinor: number },
  batch: LedgerBatch,
): void {
  const { id, number = id, currency, contactId, siteId, invoiceId } = unit.record.record;
  const text = noteTexts(unit.link.target).refundPosted(number, amountMinor, currency);
  finishEffect(unit, batch, {
    name: effect,
    state: 'done',
    change: (link) => owe(link, timelineDebt(effect, text, { contactId, siteId, invoiceId })),
  });
}

/**
 * Allocations and refunds without a known end that are not the next step (`next`): until it is known what
 * became of them, nobody can say how much is left. Afterwards each is there, or certainly not.
 */
export async function lookUpFormerCredits(
  unit: PostedNote,
  next: string | undefined,
  batch: BatchWith<'credits'>,
): Promise<void> {
  const former = Object.entries(unit.link.effects)
    .filter(([name, entry]) => name !== next && isUncertain(entry) && creditUseOf(name))
    .map(([effect]) => ({ unit, effect, body: undefined }));
  if (former.length === 0) return;
  type Former = (typeof former)[number];
  const absent = await lookUpEffects<Former, number>(former, batch, {
    policy: batch.policies.once,
    find: async (intents) => {
      const found = new Map<Former, number>();
      for (const intent of intents) {
        const amountMinor = await amountThere(unit, intent.effect, batch);
        if (amountMinor > 0) found.set(intent, amountMinor);
      }
      return found;
    },
    finish: (intent, answer) => {
      if (!answer.ok) return;
      const done = { effect: intent.effect, amountMinor: answer.value };
      if (creditUseOf(intent.effect)?.kind === 'refund') refunded(unit, done, batch);
      else allocated(unit, done, batch);
    },
  });
  for (const { intent } of absent)
    finishEffect(unit, batch, { name: intent.effect, state: 'rejected' });
}

/** What of such an effect stands in the ledger; 0: nothing. */
async function amountThere(
  unit: PostedNote,
  effect: string,
  batch: BatchWith<'credits'>,
): Promise<number> {
  const use = creditUseOf(effect);
  if (use?.kind === 'refund') {
    if (!ledgerHas(batch, 'refunds')) return 0;
    const found = await findRefund(unit, refundReference(unit, use.cumulativeMinor), batch);
    return found?.amountMinor ?? 0;
  }
  const invoiceId = use?.kind === 'other' ? use.invoiceSourceId : unit.record.record.invoiceId;
  const { targetId } = await linkOfInvoice(invoiceId, batch);
  if (targetId === undefined) return 0;
  return batch.ledger.credits.allocatedTo(unit.link.targetId, targetId);
}
