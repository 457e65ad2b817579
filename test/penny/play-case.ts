import type { Link } from '../../shared/contracts/link-item.ts';
import { decideCreditStep } from '../../shared/domain/apply/decide-credit-step.ts';
import { decideSettlement } from '../../shared/domain/apply/decide-settlement.ts';
import { newLink } from '../../shared/domain/links/new-link.ts';
import { checkSupported } from '../../shared/domain/mapping/check-supported.ts';
import { mapCreditNote } from '../../shared/domain/mapping/map-credit-note.ts';
import { type DocumentContext, mapInvoice } from '../../shared/domain/mapping/map-invoice.ts';
import type { Mapped } from '../../shared/domain/mapping/result.ts';
import type { SourceInvoice } from '../../shared/domain/source/records.ts';
import { readCreditNote } from '../../shared/source/stora/read-credit-note.ts';
import { readInvoice } from '../../shared/source/stora/read-invoice.ts';
import {
  allocationBody,
  creditNoteBody,
  invoiceBody,
  paymentBody,
  refundBody,
} from '../../shared/targets/xero/xero-bodies.ts';
import { catalogue } from './chart.ts';
import { drawCase, type PennyCase } from './draw-case.ts';
import type { Credit } from './draw-credits.ts';
import { expectedCredit, expectedInvoice, mistakes } from './expected.ts';
import type { Judge, Posted } from './judge.ts';

/** What became of one document: `exact`, the cause for which it waits, or what is wrong. */
export type Verdict =
  | { document: 'invoice' | 'credit_note'; kind: 'exact' }
  | { document: 'invoice' | 'credit_note'; kind: 'parked'; cause: string }
  | { document: 'invoice' | 'credit_note'; kind: 'wrong'; text: string };

/** The product's decisions from the source's own form to the bytes that it would send, before the judge. */
export function playCase(seed: number, judge: Judge): Verdict[] {
  judge.clear();
  const drawn = drawCase(seed);
  const invoice = readInvoice(drawn.invoice, undefined);
  const context = { settings: drawn.settings, catalogue, contactTargetId: 'contact-1' };
  const draft = supported(invoice, () => mapInvoice(invoice, context));
  if (!draft.ok) return [{ document: 'invoice', kind: 'parked', cause: draft.cause }];
  const posted = judge.create('invoice', invoiceBody(draft.value));
  if (typeof posted === 'string') return [wrong('invoice', posted)];
  const found = mistakes(posted, expectedInvoice(drawn));
  const unpaid = payAll(drawn, { invoice, posted, judge });
  const notes = drawn.credits.map((credit) =>
    playCredit(credit, { drawn, invoice, posted, judge, context }),
  );
  const left = leftMistakes(drawn, posted, { notes, judge });
  const text = [...found, ...unpaid, ...left].join('; ');
  return [text === '' ? exact('invoice') : wrong('invoice', text), ...notes];
}

function supported<T>(
  document: Parameters<typeof checkSupported>[0],
  map: () => Mapped<T>,
): Mapped<T> {
  const known = checkSupported(document, catalogue);
  return known.ok ? map() : known;
}

interface Playing {
  invoice: SourceInvoice;
  posted: Posted;
  judge: Judge;
}

/** Each sum that was reached on the way, posted one after the other as the product decides. */
function payAll({ settings, paidMinor }: PennyCase, playing: Playing): string[] {
  const { invoice, posted, judge } = playing;
  const seen = paidMinor.map((_one, at) => ({
    cumulativeMinor: paidMinor.slice(0, at + 1).reduce((sum, one) => sum + one, 0),
    at: `2026-11-${String(at + 3).padStart(2, '0')}T12:00:00Z`,
  }));
  let link = linkOf('invoice', posted);
  for (let steps = 0; steps <= seen.length; steps += 1) {
    const step = decideSettlement(invoice, link, { settings, now: '2026-11-28T09:00:00Z', seen });
    if (step.kind === 'nothing') return [];
    if (step.kind !== 'pay') return [`settlement ended as ${step.kind}`];
    const refused = judge.pay(
      paymentBody({
        invoiceTargetId: posted.id,
        accountCode: settings.clearingAccountCode ?? '',
        date: '2026-11-20',
        amountMinor: step.amountMinor,
        currency: 'GBP',
        reference: `inv_1:${step.cumulativeMinor}`,
      }),
    );
    if (refused !== undefined) return [refused];
    link = { ...link, posted: paidUpTo(link, step.cumulativeMinor) };
  }
  return ['payments without an end'];
}

function playCredit(
  credit: Credit,
  playing: Playing & { drawn: PennyCase; context: DocumentContext },
): Verdict {
  const { drawn, invoice, posted, judge, context } = playing;
  const note = readCreditNote(credit.note, undefined);
  const draft = supported(note, () => mapCreditNote(note, invoice, context));
  if (!draft.ok) return { document: 'credit_note', kind: 'parked', cause: draft.cause };
  const created = judge.create('creditNote', creditNoteBody(draft.value));
  if (typeof created === 'string') return wrong('credit_note', created);
  const found = mistakes(created, expectedCredit(credit, drawn));
  const step = decideCreditStep(note, linkOf('credit_note', created), drawn);
  const money = { currency: 'GBP', date: '2026-11-21' };
  const creditNoteTargetId = created.id;
  if (step.kind === 'allocate_own') {
    const { amountMinor } = step;
    const body = { creditNoteTargetId, invoiceTargetId: posted.id, amountMinor, ...money };
    found.push(...some(judge.allocate(creditNoteTargetId, allocationBody(body))));
  }
  if (step.kind === 'refund') {
    const { amountMinor } = step;
    const refund = { creditNoteTargetId, accountCode: '091', amountMinor, reference: 'r' };
    found.push(...some(judge.pay(refundBody({ ...refund, ...money }))));
  }
  const isSettled = note.timing === 'pre_payment' || drawn.settings.postPaymentCredit === 'refund';
  const leftMinor = isSettled ? 0 : note.totalMinor;
  if (judge.leftMinor(created.id) !== leftMinor)
    found.push(`${judge.leftMinor(created.id)} of the credit is left, not ${leftMinor}`);
  return found.length === 0 ? exact('credit_note') : wrong('credit_note', found.join('; '));
}

/** What is due in the end is what the source says, but for credit notes that wait for a person. */
function leftMistakes(
  { invoice, credits }: PennyCase,
  posted: Posted,
  { notes, judge }: { notes: Verdict[]; judge: Judge },
): string[] {
  const waiting = credits.filter(
    ({ note }, at) => note.type === 'pre_payment' && notes[at]?.kind === 'parked',
  );
  const waitingMinor = waiting.reduce((sum, { note }) => sum + note.total.amount, 0);
  const dueMinor = (invoice.amount_due?.amount ?? 0) + waitingMinor;
  const left = judge.leftMinor(posted.id);
  return left === dueMinor ? [] : [`${left} is due, not ${dueMinor}`];
}

function linkOf(kind: 'invoice' | 'credit_note', { id, totalMinor, taxMinor }: Posted): Link {
  const link = newLink({ operatorId: 'acorn', target: 'xero', kind, sourceId: 'one' });
  const amounts = { totalMinor, taxMinor, paidMinor: 0, allocatedMinor: 0 };
  const posted = { currency: 'GBP', ...amounts, voided: false, asDraft: false };
  return { ...link, targetId: id, posted };
}

function paidUpTo({ posted }: Link, paidMinor: number): NonNullable<Link['posted']> {
  if (posted === undefined) throw new Error('It is not posted.');
  return { ...posted, paidMinor };
}

function some(text: string | undefined): string[] {
  return text === undefined ? [] : [text];
}

function exact(document: Verdict['document']): Verdict {
  return { document, kind: 'exact' };
}

function wrong(document: Verdict['document'], text: string): Verdict {
  return { document, kind: 'wrong', text };
}
