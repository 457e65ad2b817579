import type { FinishedRun } from '../history.ts';
import { type Occurred, viewOf } from './run-view.ts';

type Arrival = Occurred<'arrived'>;

/** One element that a call wanted to write in the ledger. */
export interface LedgerWrite {
  call: Arrival;
  what:
    | 'create_contact'
    | 'update_contact'
    | 'create'
    | 'void'
    | 'amend'
    | 'payment'
    | 'allocation'
    | 'history';
  /** Kind of document, for creates. */
  kind?: 'invoice' | 'credit_note' | undefined;
  /** The element as it was sent. */
  element: Record<string, unknown>;
  /** Id of the document in the ledger, where the path or the element names it. */
  targetId?: string | undefined;
}

const ledgerWrites = new WeakMap<FinishedRun, LedgerWrite[]>();

/** Every element of every write of ours that reached the ledger, whatever became of it. */
export function ledgerWritesOf(run: FinishedRun): LedgerWrite[] {
  const known = ledgerWrites.get(run);
  if (known !== undefined) return known;
  const found = viewOf(run).apiCalls.flatMap((call) =>
    call.provider === 'xero' && call.method !== 'GET' ? writesIn(call) : [],
  );
  ledgerWrites.set(run, found);
  return found;
}

/** The vendor did it, whether or not its answer said so. */
export function isApplied(call: Arrival): boolean {
  return (call.status >= 200 && call.status < 300) || call.isApplied === true;
}

export function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function writesIn(call: Arrival): LedgerWrite[] {
  const [path = ''] = call.path.slice('/api.xro/2.0'.length).split('?');
  const [, collection = '', id, part] = path.split('/');
  // What takes an allocation back names it by its path, and writes nothing.
  if (call.method === 'DELETE') return [];
  const elements = elementsOf(call.body);
  if (part === 'History')
    return elements.map((element) => ({ call, what: 'history', element, targetId: id }));
  if (part === 'Allocations')
    return elements.map((element) => ({ call, what: 'allocation', element, targetId: id }));
  const kind = kinds[collection];
  return elements.flatMap((element) => {
    if (collection === 'Payments') return { call, what: 'payment' as const, element };
    if (collection === 'Contacts') return contactWrite(call, element);
    if (kind === undefined) return [];
    if (element.Status === 'VOIDED') return { call, what: 'void' as const, element, targetId: id };
    if (id !== undefined && kind === 'invoice' && element.LineItems !== undefined)
      return { call, what: 'amend' as const, element, targetId: id };
    return { call, what: 'create' as const, kind, element };
  });
}

const kinds: Partial<Record<string, 'invoice' | 'credit_note'>> = {
  Invoices: 'invoice',
  CreditNotes: 'credit_note',
};

function contactWrite(call: Arrival, element: Record<string, unknown>): LedgerWrite {
  const targetId = text(element.ContactID);
  return targetId === ''
    ? { call, what: 'create_contact', element }
    : { call, what: 'update_contact', element, targetId };
}

function elementsOf(body: string): Array<Record<string, unknown>> {
  const parsed = JSON.parse(body === '' ? '{}' : body) as Record<string, unknown>;
  const [list] = Object.values(parsed);
  return Array.isArray(list) ? (list as Array<Record<string, unknown>>) : [parsed];
}
