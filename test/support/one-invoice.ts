import type { ChangeMessage } from '../../shared/contracts/messages.ts';
import type { LedgerSettings } from '../../shared/contracts/settings.ts';
import type { StoraInvoice } from '../../shared/source/stora/stora-resources.ts';
import { aChangeMessage } from '../builders/a-change-message.ts';
import { aStoraInvoice, aStoraInvoiceLine } from '../builders/a-stora-invoice.ts';
import { storaPounds } from '../builders/stora-money.ts';
import { type PipelineOptions, startPipeline } from './pipeline.ts';

/** The parts of a ledger's document, payment … that tell how an invoice stands. */
interface Shown {
  number: string;
  status: string;
  total: string;
  amountDue: string;
  date: string;
  lines: Array<{ description: string; accountCode: string; lineAmount: string; taxType: string }>;
}

export type OneInvoice = Awaited<ReturnType<typeof oneInvoice>>;

/** One invoice of 120.00 and its life: each state comes one second after the one before. */
export async function oneInvoice(options: PipelineOptions = {}) {
  const pipeline = await startPipeline(options);
  let second = 0;
  const change = (state: Partial<StoraInvoice>): ChangeMessage => {
    second += 1;
    const at = `2026-11-30T10:${String(Math.floor(second / 60)).padStart(2, '0')}:${String(second % 60).padStart(2, '0')}Z`;
    return aChangeMessage({
      operatorId: 'acorn',
      eventId: `evt_${second}`,
      occurredAt: at,
      resource: aStoraInvoice(state),
    });
  };
  return {
    pipeline,
    change,
    /** Works the states in order, each in a batch of its own, however often it has to wait. */
    shows: async (...states: Array<Partial<StoraInvoice>>) => {
      for (const state of states) await work(pipeline, change(state));
    },
    again: (message: ChangeMessage) => work(pipeline, message),
    choose: async (settings: Partial<LedgerSettings>) => {
      const present = await pipeline.stores.settings.get('acorn', 'xero');
      if (present === undefined) throw new Error('There are no settings.');
      await pipeline.stores.settings.put({ ...present, ...settings });
    },
    books: async () => {
      const state = await pipeline.xeroState();
      const sums = ({ number, status, total, amountDue }: Shown) =>
        [number, status, total, amountDue].join(' ');
      return {
        invoices: state.invoices.map(sums),
        creditNotes: state.creditNotes.map(sums),
        payments: state.payments.map(({ amount }: { amount: string }) => amount),
        onAccount: state.bankTransactions.map(({ amount }: { amount: string }) => amount),
      };
    },
    documents: async (kind: 'invoices' | 'creditNotes') =>
      (await pipeline.xeroState())[kind] as Shown[],
    issues: async () =>
      (await pipeline.stores.issues.list('acorn')).map(
        ({ cause, message }) => `${cause}: ${message}`,
      ),
    link: () =>
      pipeline.stores.links.get({
        operatorId: 'acorn',
        target: 'xero',
        kind: 'invoice',
        sourceId: 'inv_0001',
      }),
  };
}

async function work(
  pipeline: Awaited<ReturnType<typeof startPipeline>>,
  message: ChangeMessage,
): Promise<void> {
  for (let tries = 0; tries < 20; tries += 1) {
    const [result] = await pipeline.apply([message]);
    if (result?.kind !== 'deferred') return;
    pipeline.clock.advance(Math.max(2, result.retryAfterSeconds) * 1_000);
  }
  throw new Error('It does not come to its end.');
}

/** States as the source shows them. */
export const received = (pence: number) => ({
  amount_paid: storaPounds(pence),
  amount_due: storaPounds(Math.max(0, 12_000 - pence)),
});
export const paid = { status: 'paid', ...received(12_000), paid_at: '2026-11-30T10:30:00Z' };
export const givenUp = { status: 'uncollectible' };
export const voided = { status: 'void', amount_due: storaPounds(0) };

/** The invoice over another sum, tax at 20 % included. */
export function over(pence: number): Partial<StoraInvoice> {
  const tax = storaPounds(Math.round(pence / 6));
  const total = storaPounds(pence);
  return {
    tax,
    total,
    amount_due: total,
    line_items: [aStoraInvoiceLine({ price: total, total, tax })],
  };
}
