import type { MismatchClass } from '../../shared/contracts/mismatch.ts';
import type { SourceDocument } from '../../shared/domain/reconcile/proof-rows.ts';
import type { LedgerDocument } from '../../shared/ports/ledger/documents.ts';
import { anInvoice, changed } from './proof-documents.ts';
import { doneAt, type ProofWorld, withPosted } from './proof-world.ts';

type Invoice = Extract<SourceDocument, { kind: 'invoice' }>['record'];

/** What somebody, or chance, did to one document, and the class under which it is to be found. */
export interface Distortion {
  name: string;
  class: MismatchClass;
  /** Whether it can be done to this posted invoice. */
  fits(invoice: Invoice, standing: LedgerDocument): boolean;
  /** Returns the id by which it is to be found, where that is not the invoice's own. */
  plant(world: ProofWorld, invoice: Invoice): string | undefined;
}

const always = () => true;
const isOpen = (_invoice: Invoice, { dueMinor }: LedgerDocument) => dueMinor > 1;
const isUnpaid = ({ paidMinor, status }: Invoice) => paidMinor === 0 && status === 'open';
const isPaid = (_invoice: Invoice, { paidMinor }: LedgerDocument) => paidMinor > 0;

/** An edit in the ledger, found under the invoice's own id. */
function edit(
  of: MismatchClass,
  change: (document: LedgerDocument) => LedgerDocument,
  fits: Distortion['fits'] = always,
): Distortion {
  return {
    name: `${of}, in the ledger`,
    class: of,
    fits,
    plant: (world, { id }) => {
      world.edit(id, change);
      return undefined;
    },
  };
}

/** A change at the source of which nobody heard. */
function unheard(
  name: string,
  change: (invoice: Invoice) => Partial<Invoice>,
  fits: Distortion['fits'],
): Distortion {
  return {
    name,
    class: 'webhook_lost',
    fits,
    plant: (world, invoice) => {
      world.change(invoice.id, changed(change(invoice)));
      return undefined;
    },
  };
}

type Line = NonNullable<LedgerDocument['lines']>[number];

function withLines(document: LedgerDocument, change: (line: Line, at: number) => Line) {
  return { ...document, lines: document.lines?.map(change) ?? [] };
}

/** One more document in the ledger, made of this one. */
function copied(world: ProofWorld, id: string, change: Partial<LedgerDocument>): void {
  const standing = world.standingOf(id);
  const targetId = `${standing.targetId}-copy`;
  world.ledger.push({ kind: 'invoice', document: { ...standing, targetId, ...change } });
}

/** One more document at the source, of the day of this one. */
function raised(world: ProofWorld, { id, issuedAt, currency }: Invoice): string {
  const again = `${id}b`;
  world.raise(anInvoice(again, { issuedAt, currency }));
  return again;
}

/** The same, of the credit note that was set against it before it was paid. */
function ofNote(distortion: Distortion): Distortion {
  return {
    ...distortion,
    name: `${distortion.name}, of the credit note`,
    fits: ({ preCreditMinor = 0 }) => preCreditMinor > 0,
    plant: (world, { id, ...invoice }) => {
      const note = id.replace('inv', 'cn');
      distortion.plant(world, { ...invoice, id: note });
      return note;
    },
  };
}

const otherAmount = edit('amount', (one) => ({ ...one, totalMinor: one.totalMinor + 100 }));
const otherAccount = edit('account', (one) =>
  withLines(one, (line, at) => (at === 0 ? { ...line, accountCode: '825' } : line)),
);
const voided = edit('voided_by_hand', (one) => ({ ...one, status: 'VOIDED' }));
const otherDay = edit('date', (one) => ({ ...one, day: `${one.day?.slice(0, 8)}30` }));

export const distortions: readonly Distortion[] = [
  ...[otherAmount, otherAccount, voided, otherDay].flatMap((one) => [one, ofNote(one)]),
  ofNote({
    name: 'its link lost',
    class: 'record_without_link',
    fits: always,
    plant: (world, { id }) => {
      world.links.delete(`credit_note ${id}`);
      return undefined;
    },
  }),
  { name: 'never heard of', class: 'missing', fits: always, plant: raised },
  {
    name: 'waiting',
    class: 'late',
    fits: always,
    plant: (world, invoice) => {
      const id = raised(world, invoice);
      world.underWay.add(`invoice ${id}`);
      return id;
    },
  },
  {
    name: 'parked',
    class: 'late',
    fits: always,
    plant: (world, invoice) => {
      const id = raised(world, invoice);
      world.issues.set(`invoice ${id}`, 'account_missing');
      return id;
    },
  },
  {
    name: 'a change that is parked',
    class: 'late',
    fits: isUnpaid,
    plant: (world, { id, totalMinor }) => {
      world.change(id, changed({ totalMinor: totalMinor + 7 }));
      world.issues.set(`invoice ${id}`, 'changed_after_posting');
      return undefined;
    },
  },
  {
    name: 'copied under its reference',
    class: 'posted_twice',
    fits: always,
    plant: (world, { id }) => {
      copied(world, id, { number: `${id}-copy` });
      return undefined;
    },
  },
  {
    name: 'entered under a reference of ours',
    class: 'only_in_ledger',
    fits: always,
    plant: (world, { id }) => {
      copied(world, id, { number: `${id}-x`, reference: `${id}x` });
      return `${id}x`;
    },
  },
  {
    name: 'amount, at the source',
    class: 'amount',
    fits: isUnpaid,
    plant: (world, { id, totalMinor }) => {
      world.change(id, changed({ totalMinor: totalMinor + 5 }));
      world.hear(id);
      return undefined;
    },
  },
  edit('tax', (one) =>
    withLines({ ...one, taxMinor: one.taxMinor + 3 }, (line, at) =>
      at === 0 ? { ...line, taxMinor: line.taxMinor + 3 } : line,
    ),
  ),
  edit('site', (one) =>
    withLines(one, (line) => ({
      ...line,
      tracking: { categoryName: 'Location', optionName: 'Elsewhere' },
    })),
  ),
  {
    ...edit('date', (one) => ({ ...one, day: '2026-12-30' })),
    name: 'moved to December',
  },
  edit('contact', (one) => ({ ...one, contactTargetId: 'x-con_9' })),
  edit('edited_by_hand', (one) =>
    withLines(one, (line) => ({ ...line, description: `${line.description}!` })),
  ),
  {
    name: 'deleted there',
    class: 'voided_by_hand',
    fits: always,
    plant: (world, { id }) => {
      const { targetId } = world.standingOf(id);
      world.ledger = world.ledger.filter(({ document }) => document.targetId !== targetId);
      return undefined;
    },
  },
  {
    name: 'paid, heard, and not posted',
    class: 'payment_missing',
    fits: (invoice, standing) => isUnpaid(invoice) && isOpen(invoice, standing),
    plant: (world, { id, totalMinor, preCreditMinor = 0 }) => {
      world.change(id, changed({ status: 'paid', paidMinor: totalMinor - preCreditMinor }));
      world.hear(id);
      return undefined;
    },
  },
  edit(
    'payment_missing',
    (one) => ({ ...one, paidMinor: 0, dueMinor: one.dueMinor + one.paidMinor }),
    isPaid,
  ),
  edit(
    'payment_only_in_ledger',
    (one) => ({ ...one, paidMinor: one.paidMinor + one.dueMinor, dueMinor: 0 }),
    isOpen,
  ),
  {
    name: 'paid on the bank',
    class: 'paid_on_other_account',
    fits: isPaid,
    plant: (world, { id }) => {
      const { targetId } = world.standingOf(id);
      world.payments = world.payments.map((one) =>
        one.invoiceTargetId === targetId ? { ...one, accountCode: '090', reference: '' } : one,
      );
      return undefined;
    },
  },
  {
    name: 'a credit that was taken off',
    class: 'credit_not_allocated',
    fits: ({ preCreditMinor = 0 }) => preCreditMinor > 0,
    plant: (world, { id, preCreditMinor = 0 }) => {
      const note = id.replace('inv', 'cn');
      world.edit(note, (one) => ({ ...one, dueMinor: one.totalMinor }));
      world.edit(id, (one) => ({ ...one, dueMinor: one.dueMinor + preCreditMinor }));
      return note;
    },
  },
  {
    name: 'gone from the source',
    class: 'link_without_record',
    fits: always,
    plant: (world, { id }) => {
      world.documents = world.documents.filter(({ record }) => record.id !== id);
      return undefined;
    },
  },
  {
    name: 'its link lost',
    class: 'record_without_link',
    fits: ({ status }) => status !== 'void' && status !== 'uncollectible',
    plant: (world, { id }) => {
      world.links.delete(`invoice ${id}`);
      return undefined;
    },
  },
  {
    name: 'its customer archived',
    class: 'deleted_contact',
    fits: ({ status }) => status !== 'void',
    plant: (world, { id }) => {
      const contactId = `con_of_${id}`;
      world.change(id, changed({ contactId }));
      world.hear(id);
      world.handEdits.set(`contact ${contactId}`, { what: 'archived' });
      return contactId;
    },
  },
  unheard(
    'paid, unheard',
    ({ totalMinor, preCreditMinor = 0 }) => ({
      status: 'paid',
      paidMinor: totalMinor - preCreditMinor,
    }),
    (invoice, standing) => isUnpaid(invoice) && isOpen(invoice, standing),
  ),
  unheard('voided, unheard', () => ({ status: 'void' }), isUnpaid),
  unheard('changed, unheard', ({ totalMinor }) => ({ totalMinor: totalMinor + 9 }), isUnpaid),
  {
    name: 'a draft again',
    class: 'late',
    fits: isUnpaid,
    plant: (world, { id }) => {
      world.edit(id, (one) => ({ ...one, status: 'DRAFT' }));
      return undefined;
    },
  },
  {
    name: 'zone of another day',
    class: 'settings_changed',
    fits: always,
    plant: (world, { id, issuedAt }) => {
      // Written a day before, as the zone was another then; its mark is of what was written.
      const day = new Date(Date.parse(issuedAt) - 24 * 3_600_000).toISOString().slice(0, 10);
      world.edit(id, (one) => ({ ...one, day }));
      world.relink(id, (link) =>
        withPosted(world.placedNow(id))({
          ...link,
          effects: { create: doneAt(issuedAt) },
        }),
      );
      return undefined;
    },
  },
];
