import { ActionError } from '../../../infra/local/vendors/stora/billing/action-error.ts';
import {
  payInvoice,
  voidInvoice,
} from '../../../infra/local/vendors/stora/billing/invoice-actions.ts';
import { changeInvoice } from '../../../infra/local/vendors/stora/billing/late-changes.ts';
import type { Book, LedgerDocument } from '../../../infra/local/vendors/xero/core/book.ts';
import type { Engine } from '../engine/with-faults.ts';
import type { PlannedTurn } from './planned-operation.ts';
import type { Vendors } from './vendors.ts';

interface Edited {
  operatorId: string;
  book: Book;
  documentId: string;
  sourceId: string;
  accountCode: string | undefined;
}

/** An account of the sample company that nothing of ours is posted to. */
const elsewhere = '260';

/**
 * A bookkeeper moves the first line of an open invoice of ours to another account, and the source does
 * something to the same invoice afterwards. In the end the bookkeeper takes the edit back.
 */
export class HandEdits {
  readonly #engine: Engine;
  readonly #vendors: Vendors;
  #edited: Edited[] = [];

  constructor(engine: Engine, vendors: Vendors) {
    this.#engine = engine;
    this.#vendors = vendors;
  }

  edit({ operatorId, turn }: { operatorId: string; turn: number }): void {
    const book = this.#vendors.xero.world.book(operatorId);
    const invoices = this.#vendors.stora.world.operators.get(operatorId)?.tables.invoices;
    if (book === undefined || invoices === undefined) return;
    const known = new Set(this.#edited.map(({ documentId }) => documentId));
    const open = [...book.documents.values()].filter(
      ({ id, kind, status, reference }) =>
        kind === 'invoice' &&
        status === 'AUTHORISED' &&
        !known.has(id) &&
        invoices.get(reference)?.status === 'open' &&
        invoices.get(reference)?.amount_paid.amount === 0,
    );
    const document = open[Math.floor(turn * open.length)];
    if (document === undefined) return;
    const { id: documentId, reference: sourceId } = document;
    const accountCode = document.lines[0]?.accountCode;
    this.#edited.push({ operatorId, book, documentId, sourceId, accountCode });
    book.documents.set(documentId, this.#withAccount(document, elsewhere));
    this.#tell('edited_by_hand', { operatorId, sourceId: documentId });
  }

  /** As staff at the source do, who know nothing of the edit. */
  touch({ operatorId, how }: Extract<PlannedTurn, { what: 'touch_edited' }>): void {
    const { world } = this.#vendors.stora;
    const operator = world.operators.get(operatorId);
    const edited = this.#edited.findLast((one) => one.operatorId === operatorId);
    if (operator === undefined || edited === undefined) return;
    const { sourceId: invoiceId } = edited;
    try {
      if (how === 'void') voidInvoice(world, operator, invoiceId);
      else if (how === 'pay') payInvoice(world, operator, { invoiceId });
      else changeInvoice(world, operator, { invoiceId, percent: 90 });
    } catch (error) {
      // What the vendor does not let people do is simply not done.
      if (error instanceof ActionError) return;
      throw error;
    }
    this.#tell(`${how}_edited`, { operatorId, sourceId: invoiceId });
    this.#vendors.afterwards();
  }

  takeBack(): void {
    for (const { operatorId, book, documentId, accountCode } of this.#edited.splice(0)) {
      const document = book.documents.get(documentId);
      if (document?.lines[0]?.accountCode === elsewhere)
        book.documents.set(documentId, this.#withAccount(document, accountCode));
      this.#tell('edit_taken_back', { operatorId, sourceId: documentId });
    }
  }

  #withAccount(document: LedgerDocument, accountCode: string | undefined): LedgerDocument {
    const lines = document.lines.map((line, at) => (at === 0 ? { ...line, accountCode } : line));
    return { ...document, lines, updatedEpochMs: this.#engine.time.nowEpochMs() };
  }

  #tell(name: string, of: { operatorId: string; sourceId: string }): void {
    this.#engine.recorder.add({ kind: 'operation', name, recordKind: 'invoice', ...of });
  }
}
