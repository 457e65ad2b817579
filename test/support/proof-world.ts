import type { Link } from '../../shared/contracts/link-item.ts';
import type { AcceptedMismatch, ProofRow } from '../../shared/contracts/month-proof.ts';
import type { LedgerSettings } from '../../shared/contracts/settings.ts';
import { dueOf } from '../../shared/domain/apply/read-life.ts';
import { sealOf, shapeOfDraft } from '../../shared/domain/apply/seal.ts';
import { placedMark } from '../../shared/domain/differences/placed-mark.ts';
import type { Catalogue, CreditNoteDraft } from '../../shared/domain/ledger/drafts.ts';
import { mapCreditNote } from '../../shared/domain/mapping/map-credit-note.ts';
import { mapInvoice } from '../../shared/domain/mapping/map-invoice.ts';
import type { Mapped } from '../../shared/domain/mapping/result.ts';
import { linesOf } from '../../shared/domain/preview/line-amounts.ts';
import type {
  AtSource,
  ListedPayment,
  MonthFacts,
} from '../../shared/domain/reconcile/month-facts.ts';
import { monthOf } from '../../shared/domain/reconcile/months-of-night.ts';
import {
  ledgerProofRow,
  type SourceDocument,
  sourceProofRow,
} from '../../shared/domain/reconcile/proof-rows.ts';
import { shortMark } from '../../shared/domain/short-mark.ts';
import type { SourceInvoice } from '../../shared/domain/source/records.ts';
import { canonicalText } from '../../shared/domain/versions/record-version.ts';
import type { LedgerDocument } from '../../shared/ports/ledger/documents.ts';
import { aCatalogue } from '../builders/a-catalogue.ts';
import { aLink } from '../builders/a-link.ts';
import { ledgerSettings } from '../builders/ledger-settings.ts';

type Kind = ProofRow['kind'];
interface Standing {
  kind: Kind;
  document: LedgerDocument;
}

/** Both sides and what we know of them, to be distorted by tests. */
export class ProofWorld {
  settings: LedgerSettings;
  catalogue: Catalogue;
  documents: SourceDocument[] = [];
  ledger: Standing[] = [];
  payments: ListedPayment[] = [];
  accepted: AcceptedMismatch[] = [];
  readonly links = new Map<string, Link>();
  readonly issues = new Map<string, string>();
  readonly underWay = new Set<string>();
  readonly gone = new Set<string>();
  readonly handEdits = new Map<string, NonNullable<ReturnType<MonthFacts['handEdit']>>>();
  #created = 0;

  constructor(settings: Partial<LedgerSettings> = {}, catalogue: Partial<Catalogue> = {}) {
    this.settings = ledgerSettings({ startDate: '2026-01-01', ...settings });
    this.catalogue = aCatalogue(catalogue);
  }

  /** Raised at the source, and nothing else. */
  raise(document: SourceDocument): void {
    this.documents.push(document);
  }

  /** Raised, and posted by the mapping that posts; what it rejects throws. */
  post(document: SourceDocument): void {
    this.raise(document);
    const draft = this.#draftOf(document);
    if (!draft.ok) throw new Error(`${draft.cause}: ${draft.detail}`);
    const standing = this.enter(document.kind, draft.value);
    this.#link(document, { draft: draft.value, standing });
    if (document.kind === 'invoice') this.#pay(document.record, standing);
    else this.#allocate(document, standing);
  }

  /** Our credit note that closes an invoice, dated in December. */
  close(sourceId: string, purpose: 'bad_debt' | 'void'): void {
    const invoice = this.standingOf(sourceId);
    const { dueMinor: totalMinor, totalMinor: wholeMinor } = invoice;
    const taxMinor = purpose === 'void' ? invoice.taxMinor : 0;
    const word = purpose === 'void' ? 'void' : 'write-off';
    const targetId = `x-closes-${sourceId}`;
    const lines = (invoice.lines ?? [])
      .slice(0, 1)
      .map((line) => ({ ...line, totalMinor, taxMinor: 0 }));
    this.ledger.push({
      kind: 'credit_note',
      document: {
        ...invoice,
        ...{ targetId, number: `${invoice.number}-C`, reference: `${sourceId}:${word}` },
        ...{ day: '2026-12-03', totalMinor, taxMinor, dueMinor: 0, paidMinor: 0 },
        lines: totalMinor === wholeMinor && purpose === 'void' ? (invoice.lines ?? []) : lines,
      },
    });
    this.edit(sourceId, (one) => ({ ...one, dueMinor: 0 }));
    const closing = { purpose, targetId, totalMinor, setMinor: totalMinor };
    this.relink(sourceId, withPosted({ closing }));
  }

  /** Somebody entered it before us, on an account of their own, and we only linked it. */
  adopt(sourceId: string): void {
    this.edit(sourceId, (one) => ({
      ...one,
      reference: 'imported',
      lines: one.lines?.map((line) => ({ ...line, accountCode: '825' })) ?? [],
    }));
    this.relink(sourceId, withoutMarks);
  }

  /** Stands in the ledger, by whomever it was entered. */
  enter(kind: Kind, draft: CreditNoteDraft): LedgerDocument {
    this.#created += 1;
    const document: LedgerDocument = {
      targetId: `x-${this.#created}`,
      number: draft.number,
      reference: draft.reference,
      contactTargetId: draft.contactTargetId,
      day: draft.date,
      currency: draft.currency,
      totalMinor: draft.totalMinor,
      taxMinor: draft.taxMinor,
      paidMinor: 0,
      dueMinor: draft.totalMinor,
      status: draft.status,
      lines: linesOf(draft, this.catalogue).map((line, index) => ({
        lineId: `l-${this.#created}-${index}`,
        description: line.description,
        accountCode: line.accountCode,
        taxType: line.taxType,
        totalMinor: line.netMinor + line.taxMinor,
        taxMinor: line.taxMinor,
        ...(draft.lines[index]?.tracking ? { tracking: draft.lines[index].tracking } : {}),
      })),
    };
    this.ledger.push({ kind, document });
    return document;
  }

  /** Changes a document at the source, and nobody hears of it. */
  change(sourceId: string, change: (document: SourceDocument) => SourceDocument): void {
    this.documents = this.documents.map((one) => (one.record.id === sourceId ? change(one) : one));
  }

  /** A message told of it: this state was applied, parked or left alone. */
  hear(sourceId: string): void {
    const document = this.documents.find(({ record }) => record.id === sourceId);
    if (document === undefined) throw new Error(`${sourceId} is not at the source`);
    const { issuedAt: at } = document.record;
    const version = { at, rank: 1, fingerprint: fingerprintOf(document) };
    this.relink(sourceId, (link) => ({ ...link, version }));
  }

  edit(sourceId: string, change: (document: LedgerDocument) => LedgerDocument): void {
    const { targetId } = this.linkOf(sourceId);
    this.ledger = this.ledger.map((one) =>
      one.document.targetId === targetId ? { ...one, document: change(one.document) } : one,
    );
  }

  standingOf(sourceId: string): LedgerDocument {
    const { targetId } = this.linkOf(sourceId);
    const found = this.ledger.find(({ document }) => document.targetId === targetId);
    if (found === undefined) throw new Error(`${sourceId} stands nowhere`);
    return found.document;
  }

  /** As we would have noted it, had we written what stands there. */
  placedNow(sourceId: string): { placed: string } {
    return placedMark(this.standingOf(sourceId));
  }

  linkOf(sourceId: string): Link {
    const link = [...this.links.values()].find((one) => one.sourceId === sourceId);
    if (link === undefined) throw new Error(`no link of ${sourceId}`);
    return link;
  }

  /** What we wrote, and how it stands. */
  posted(): Array<{ sourceId: string; document: LedgerDocument }> {
    return [...this.links.values()]
      .filter(({ posted }) => posted?.placed !== undefined)
      .map(({ sourceId }) => ({ sourceId, document: this.standingOf(sourceId) }));
  }

  relink(sourceId: string, change: (link: Link) => Link): void {
    const link = this.linkOf(sourceId);
    this.links.set(`${link.kind} ${sourceId}`, change(link));
  }

  /** As a night would read it. */
  facts(month: string): MonthFacts {
    const rows = this.documents.map((document) => this.#sourceRow(document));
    const standing = this.ledger.map(({ kind, document }) => ledgerProofRow(kind, document));
    const source = rows.filter(({ day = '' }) => monthOf(day) === month);
    const ledger = standing.filter(({ day = '' }) => monthOf(day) === month);
    const linked = new Set(source.map((row) => this.#linkedTo(row)));
    const unlinked = source.filter((row) => this.#linkedTo(row) === undefined);
    const numbers = new Set(unlinked.map(({ kind, number }) => `${kind} ${number}`));
    const named = new Set(ledger.map(({ kind, sourceId }) => `${kind} ${sourceId}`));
    return {
      month,
      settings: this.settings,
      source,
      ledger,
      elsewhere: standing.filter(
        (row) =>
          !ledger.includes(row) &&
          (linked.has(row.targetId) || numbers.has(`${row.kind} ${row.number}`)),
      ),
      elsewhereSource: rows.filter(
        (row) => !source.includes(row) && named.has(`${row.kind} ${row.sourceId}`),
      ),
      linkOf: (kind, id) => this.links.get(`${kind} ${id}`),
      issueOf: (kind, id) => {
        const cause = this.issues.get(`${kind} ${id}`);
        return cause === undefined ? undefined : { cause };
      },
      handEdit: (kind, id) => this.handEdits.get(`${kind} ${id}`),
      isUnderWay: (kind, id) => this.underWay.has(`${kind} ${id}`),
      atSource: (_kind, id) => this.#atSource(id),
      payments: this.payments,
      accepted: this.accepted,
      labelOf: (by, key) =>
        by === 'account'
          ? this.catalogue.accounts.find(({ code }) => code === key)?.name
          : this.catalogue.taxRates.find(({ taxType }) => taxType === key)?.name,
    };
  }

  #linkedTo({ kind, sourceId }: ProofRow): string | undefined {
    return this.links.get(`${kind} ${sourceId}`)?.targetId;
  }

  #atSource(sourceId: string): AtSource {
    if (this.gone.has(sourceId)) return 'gone';
    return this.documents.some(({ record }) => record.id === sourceId) ? 'known' : 'gone';
  }

  #sourceRow(document: SourceDocument): ProofRow {
    return sourceProofRow(document, {
      settings: this.settings,
      catalogue: this.catalogue,
      takesTracking: true,
      fingerprint: fingerprintOf(document),
      invoice: this.#invoiceOf(document),
    });
  }

  #invoiceOf(document: SourceDocument): SourceInvoice | undefined {
    if (document.kind === 'invoice') return undefined;
    return this.documents.flatMap(({ kind, record }) =>
      kind === 'invoice' && record.id === document.record.invoiceId ? [record] : [],
    )[0];
  }

  #draftOf(document: SourceDocument): Mapped<CreditNoteDraft> {
    const { settings, catalogue } = this;
    const { siteName: optionName, contactId } = document.record;
    const tracking = optionName && { categoryName: settings.trackingCategoryName, optionName };
    const contactTargetId = this.contactOf(contactId);
    const context = { settings, catalogue, contactTargetId, ...(tracking ? { tracking } : {}) };
    if (document.kind === 'invoice') return mapInvoice(document.record, context);
    const invoice = this.#invoiceOf(document);
    if (invoice === undefined) throw new Error('credits no invoice of the world');
    return mapCreditNote(document.record, invoice, context);
  }

  /** Id of the customer in the ledger. */
  contactOf(sourceId: string): string {
    const targetId = `x-${sourceId}`;
    const key = `contact ${sourceId}`;
    if (!this.links.has(key)) this.links.set(key, aLink({ kind: 'contact', sourceId, targetId }));
    return this.links.get(key)?.targetId ?? targetId;
  }

  #link(
    document: SourceDocument,
    { draft, standing }: { draft: CreditNoteDraft; standing: LedgerDocument },
  ): void {
    const { kind, record } = document;
    const seal = kind === 'invoice' ? { seal: sealOf(record, shapeOfDraft(draft)) } : {};
    const { currency, totalMinor, taxMinor, status } = standing;
    this.links.set(
      `${kind} ${record.id}`,
      aLink({
        kind,
        sourceId: record.id,
        targetId: standing.targetId,
        version: { at: record.issuedAt, rank: 1, fingerprint: fingerprintOf(document) },
        effects: { create: doneAt(record.issuedAt) },
        posted: {
          ...{ currency, totalMinor, taxMinor, paidMinor: 0, allocatedMinor: 0, voided: false },
          ...placedMark(standing),
          asDraft: status === 'DRAFT',
          ...seal,
        },
      }),
    );
  }

  #pay(invoice: SourceInvoice, { targetId, status }: LedgerDocument): void {
    const paidMinor = Math.min(invoice.paidMinor, dueOf(invoice));
    if (paidMinor === 0 || status === 'DRAFT') return;
    this.relink(invoice.id, withPosted({ paidMinor }));
    this.edit(invoice.id, (standing) => ({
      ...standing,
      paidMinor,
      dueMinor: standing.dueMinor - paidMinor,
    }));
    this.payments.push({
      invoiceTargetId: targetId,
      accountCode: this.settings.clearingAccountCode,
      amountMinor: paidMinor,
      reference: `${invoice.id}:${paidMinor}`,
    });
  }

  /** Against the invoice that it credits, as far as that takes it. */
  #allocate({ record }: Extract<SourceDocument, { kind: 'credit_note' }>, note: LedgerDocument) {
    if (record.timing === 'post_payment' || note.status === 'DRAFT') return;
    const invoice = this.standingOf(record.invoiceId);
    const allocatedMinor = Math.min(note.dueMinor, invoice.dueMinor);
    if (allocatedMinor === 0) return;
    this.edit(record.id, takes(allocatedMinor));
    this.edit(record.invoiceId, takes(allocatedMinor));
    this.relink(record.id, (link) => ({
      ...withPosted({ allocatedMinor })(link),
      effects: { ...link.effects, allocation: doneAt(record.issuedAt) },
    }));
  }
}

export function withPosted(change: Partial<NonNullable<Link['posted']>>) {
  return (link: Link): Link =>
    link.posted === undefined ? link : { ...link, posted: { ...link.posted, ...change } };
}

/** As what somebody else entered is linked. */
function withoutMarks({ posted, ...link }: Link): Link {
  if (posted === undefined) return link;
  const { seal: _seal, placed: _placed, ...linked } = posted;
  return { ...link, posted: linked };
}

function takes(minor: number) {
  return (document: LedgerDocument): LedgerDocument => ({
    ...document,
    dueMinor: document.dueMinor - minor,
  });
}

export function doneAt(at: string) {
  return { state: 'done', generation: 0, sentAtEpochMs: Date.parse(at), requestHash: '' } as const;
}

function fingerprintOf(document: SourceDocument): string {
  return shortMark(canonicalText(document));
}
