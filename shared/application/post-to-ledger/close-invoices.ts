import type { ClosingNote, Link } from '../../contracts/link-item.ts';
import { retryEventType } from '../../contracts/messages.ts';
import { livesOn } from '../../domain/apply/decide-settlement.ts';
import { noteTexts, timelineDebt } from '../../domain/apply/notes.ts';
import { isOutOfBooks, isUnapproved } from '../../domain/apply/out-of-books.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { openOf } from '../../domain/apply/read-life.ts';
import {
  closingEffect,
  creationOf,
  openClosingSteps,
  roundOf,
} from '../../domain/effects/closings.ts';
import { refusedByTarget } from '../../domain/issues/refused-by-target.ts';
import type { AllocationDraft } from '../../domain/ledger/drafts.ts';
import { owe } from '../../domain/links/owe.ts';
import { withPosted } from '../../domain/links/with-posted.ts';
import {
  type ClosingContext,
  closingDay,
  closingNames,
  mapVoidCredit,
  mapWriteOff,
} from '../../domain/mapping/map-closing-note.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import { end, type InvoiceUnit, type Standing } from '../apply-changes/stages.ts';
import { type BatchWith, type LedgerBatch, ledgerHas } from './ledger-batch.ts';
import { finishStep, type LedgerStep, settleStep, takeStep } from './ledger-step.ts';
import { withUsableSite } from './standing-site.ts';

/*
 * An invoice is closed by a credit note of our own where its debt was given up, or where it cannot be voided.
 * Created, set against it, taken off and voided are four writes, each done once: a worker that dies in between
 * leaves a link that says how far it came, and the next one goes on from there.
 */

type Closable = Standing<InvoiceUnit>;

/** Finds out what became of steps without a known end: until then nobody can tell how the invoice stands. */
export async function settleFormerClosing(unit: Closable, batch: LedgerBatch): Promise<void> {
  for (const step of openClosingSteps(unit.link)) {
    if (step === 'unset' || step === 'void-note') {
      if (step === 'unset') await settleStep(unit, unsetStep(unit, batch), batch);
      else if (ledgerHas(batch, 'reversals')) await settleStep(unit, voidStep(unit, batch), batch);
    } else if (ledgerHas(batch, 'credits')) {
      if (step === 'set') await settleStep(unit, setStep(unit, batch), batch);
      else await settleStep(unit, createStep(unit, step, batch), batch);
    }
  }
}

/** Closes what is open by a credit note, set against the invoice as far as it is due. */
export async function closeByCredit(
  unit: Closable,
  purpose: ClosingNote['purpose'],
  batch: LedgerBatch,
): Promise<void> {
  if (!ledgerHas(batch, 'credits')) return end(unit, parked('credit_notes_not_taken'));
  const found = await batch.ledger.invoices.get(unit.link.targetId);
  if (found === undefined || isOutOfBooks(found))
    return end(unit, livesOn(unit.record.record, unit.link.posted?.paidMinor ?? 0));
  if (isUnapproved(found)) return end(unit, parked('draft_to_approve', found.number));
  if (unit.link.posted?.closing === undefined) await create(unit, { purpose, found }, batch);
  if (unit.outcome === undefined) await setAgainst(unit, found, batch);
}

/** Takes the credit note off the invoice, which is open again, and voids it. */
export async function takeBackClosing(unit: Closable, batch: LedgerBatch): Promise<void> {
  const { closing } = unit.link.posted ?? {};
  if (closing === undefined) return;
  if (!ledgerHas(batch, 'reversals'))
    return end(unit, parked('write_off_stands', unit.link.targetLabel));
  const { reversals } = batch.ledger;
  const { targetId } = closing;
  const known = await reversals.get(targetId);
  if (known !== undefined && isOutOfBooks(known)) {
    if (isAgainstPerson(unit, closing)) return end(unit, parked('write_off_voided', known.number));
    // A person was quicker, and what is out of the books is set against nothing.
    return finishStep(unit, { step: voidStep(unit, batch), value: known }, batch);
  }
  if ((closing.setMinor ?? 0) > 0) {
    const body = { creditNoteTargetId: targetId, invoiceTargetId: unit.link.targetId };
    const send = (key: WriteKey) => reversals.unset(body, key);
    await takeStep(unit, { ...unsetStep(unit, batch), body, send }, batch);
  }
  if (unit.outcome !== undefined) return;
  const note = { creditNoteTargetId: targetId, isDraft: isUnapproved(known) };
  const send = (key: WriteKey) => reversals.void(note, key);
  await takeStep(unit, { ...voidStep(unit, batch), body: targetId, send }, batch);
}

/**
 * Somebody voided it there, and the source still gives the debt up: what is open would be written off once
 * more, which takes a person's word.
 */
function isAgainstPerson({ record, messages }: Closable, { isLeaving }: ClosingNote): boolean {
  const isAsked = messages.some(({ eventType }) => eventType === retryEventType);
  return record.record.status === 'uncollectible' && !isLeaving && !isAsked;
}

async function create(
  unit: Closable,
  { purpose, found }: { purpose: ClosingNote['purpose']; found: LedgerDocument },
  batch: BatchWith<'credits'>,
): Promise<void> {
  const step = createStep(unit, creationOf(purpose), batch);
  const known = await step.find();
  if (known !== undefined) {
    // Under our number and reference from a link of before, as after another company was connected. It may
    // be set against the invoice already, of which nothing is due then.
    const totalMinor = purpose === 'bad_debt' ? openOf(unit.record.record) : found.totalMinor;
    if (known.totalMinor !== totalMinor) return end(unit, parked('number_taken', known.number));
    return finishStep(unit, { step, value: known }, batch);
  }
  const usable = await withUsableSite(unit, found, batch);
  const map = purpose === 'bad_debt' ? mapWriteOff : mapVoidCredit;
  const draft = map(unit.record.record, usable, await contextOf(unit, batch));
  if (!draft.ok) return end(unit, parked(draft.cause, draft.detail));
  const send = async (key: WriteKey) => {
    const [written] = await batch.ledger.credits.create([draft.value], key);
    return written ?? ({ ok: false, cause: refusedByTarget.rejected, detail: '' } as const);
  };
  await takeStep(unit, { ...step, body: draft.value, send }, batch);
}

async function setAgainst(
  unit: Closable,
  found: LedgerDocument,
  batch: BatchWith<'credits'>,
): Promise<void> {
  const { closing } = unit.link.posted ?? {};
  if (closing === undefined || closing.setMinor !== undefined) return;
  const step = setStep(unit, batch);
  const amountMinor = Math.min(found.dueMinor, closing.totalMinor);
  // Nothing is due: it is set against it already, or stays on the customer's account.
  if (amountMinor === 0) return finishStep(unit, { step, value: (await step.find()) ?? 0 }, batch);
  const date = closingDay(await contextOf(unit, batch));
  if (!date.ok) return end(unit, parked(date.cause, date.detail));
  const body: AllocationDraft = {
    creditNoteTargetId: closing.targetId,
    invoiceTargetId: unit.link.targetId,
    amountMinor,
    currency: found.currency,
    date: date.value,
  };
  const send = async (key: WriteKey): Promise<Written<number>> => {
    const answer = await batch.ledger.credits.allocate(body, key);
    return answer.ok ? { ok: true, value: amountMinor } : answer;
  };
  await takeStep(unit, { ...step, body, send }, batch);
}

function createStep(
  unit: Closable,
  made: 'write-off' | 'void-credit',
  batch: BatchWith<'credits'>,
): LedgerStep<LedgerDocument> {
  const round = roundOf(unit.link);
  const purpose = made === 'write-off' ? 'bad_debt' : 'void';
  const { number, reference } = closingNames(unit.record.record, purpose, round);
  return {
    effect: closingEffect(made, round),
    find: async () => {
      const known = await batch.ledger.credits.find([number]);
      return known.find((note) => note.reference === reference && !isOutOfBooks(note));
    },
    done: ({ targetId, totalMinor }) => withClosing({ purpose, targetId, totalMinor }),
  };
}

function setStep(unit: Closable, batch: BatchWith<'credits'>): LedgerStep<number> {
  const { link, record } = unit;
  const { contactId, siteId, id, number = id } = record.record;
  const { closing } = link.posted ?? {};
  const round = roundOf(link);
  const texts = noteTexts(link.target);
  const isBadDebt = closing?.purpose === 'bad_debt';
  const note = isBadDebt
    ? timelineDebt(`written_off:${round}`, texts.invoiceWrittenOff(number), {
        contactId,
        siteId,
        invoiceId: id,
      })
    : timelineDebt('voided', texts.invoiceCredited(number), { contactId, siteId, invoiceId: id });
  return {
    effect: closingEffect('set', round),
    find: async () => {
      const setMinor = await batch.ledger.credits.allocatedTo(
        closing?.targetId ?? '',
        unit.link.targetId,
      );
      return setMinor > 0 ? setMinor : undefined;
    },
    done: (setMinor) => (stored) => owe(changedClosing({ setMinor })(stored), note),
  };
}

function unsetStep(unit: Closable, batch: LedgerBatch): LedgerStep<true> {
  return {
    effect: closingEffect('unset', roundOf(unit.link)),
    find: async () => {
      const { targetId = '' } = unit.link.posted?.closing ?? {};
      const left = await batch.ledger.credits?.allocatedTo(targetId, unit.link.targetId);
      return left === 0 ? true : undefined;
    },
    done: () => changedClosing({ setMinor: 0, isLeaving: true }),
  };
}

function voidStep(unit: Closable, batch: BatchWith<'reversals'>): LedgerStep<LedgerDocument> {
  const { contactId, siteId, id, number = id } = unit.record.record;
  const round = roundOf(unit.link);
  const text = noteTexts(unit.link.target).writeOffTakenBack(number);
  const note = timelineDebt(`taken_back:${round}`, text, { contactId, siteId, invoiceId: id });
  return {
    effect: closingEffect('void-note', round),
    find: async () => {
      const known = await batch.ledger.reversals.get(unit.link.posted?.closing?.targetId ?? '');
      return isOutOfBooks(known) ? known : undefined;
    },
    done: () => (link) => owe(withoutClosing(link), note),
  };
}

function withClosing(closing: ClosingNote): (link: Link) => Link {
  return (link) => withPosted(link, { closing });
}

function changedClosing(change: Partial<ClosingNote>): (link: Link) => Link {
  return (link) => {
    const { closing } = link.posted ?? {};
    return closing === undefined ? link : withClosing({ ...closing, ...change })(link);
  };
}

function withoutClosing(link: Link): Link {
  if (link.posted === undefined) return link;
  const { closing: _closing, ...posted } = link.posted;
  return { ...link, posted };
}

async function contextOf(unit: Closable, batch: LedgerBatch): Promise<ClosingContext> {
  return {
    settings: batch.settings,
    catalogue: await batch.ledger.catalogue.read(),
    round: roundOf(unit.link),
    now: new Date(batch.ports.clock.nowEpochMs()).toISOString(),
  };
}
