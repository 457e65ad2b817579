import { money } from '../../../infra/local/vendors/stora/core/money.ts';
import type { Invoice } from '../../../infra/local/vendors/stora/core/resources.ts';
import { emitEvent } from '../../../infra/local/vendors/stora/webhooks/webhook-events.ts';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import type { BrokenRun } from './broken-runs.ts';
import type { GoodRun } from './good-run.ts';
import { operatorId } from './hand-made-run.ts';

/** Ways to break what holds of invoices whose life takes another turn. */
export const brokenLives: readonly BrokenRun[] = [
  {
    invariant: 'I1',
    what: 'a change is left to a person although nothing stands on the invoice',
    spoil: (good) => {
      good.run.book.payments.clear();
      shows(good, { total: pounds(1), amount_paid: pounds(0) });
      raise(good, 'changed_after_posting');
    },
    says: /issue changed_after_posting, which does not excuse it/,
  },
  {
    invariant: 'I14',
    what: 'a person is asked of a change that was brought into the ledger',
    spoil: (good) => raise(good, 'changed_after_posting'),
    says: /issue changed_after_posting of invoice .* stands/,
  },
  {
    invariant: 'I1',
    what: 'a person is asked of money that the operator wants on account',
    spoil: (good) => {
      chooses(good, { overpayment: 'post' });
      overpaid(good);
    },
    says: /issue overpaid, which does not excuse it/,
  },
  {
    invariant: 'I1',
    what: 'the site of an overpaid invoice is another one',
    spoil: (good) => {
      const { run, document } = good;
      overpaid(good);
      const lines = document.lines.map((line) => ({ ...line, tracking: [] }));
      run.book.documents.set(document.id, { ...document, lines });
    },
    says: /issue overpaid, which does not excuse it/,
  },
  {
    invariant: 'I14',
    what: 'a document is to be approved that nobody needs approved',
    spoil: (good) => {
      const { run, document } = good;
      run.book.documents.set(document.id, { ...document, status: 'DRAFT' });
      run.book.payments.clear();
      shows(good, { amount_paid: pounds(0) });
      raise(good, 'draft_to_approve');
    },
    says: /issue draft_to_approve of invoice .* stands/,
  },
  {
    invariant: 'I3',
    what: 'a reopened invoice shows an older time',
    spoil: (good) => {
      const { run, invoice } = good;
      shows(good, { status: 'uncollectible' });
      shows(good, { status: 'open' });
      const at = (minutes: number) => new Date(run.nowEpochMs + minutes * 60_000).toISOString();
      const own = { kind: 'invoice', sourceId: invoice.id } as const;
      run.save({ ...own, version: { at: at(2), rank: 2, fingerprint: 'given up' } });
      run.save({ ...own, version: { at: at(1), rank: 1, fingerprint: 'open again' } });
    },
    says: /its version went back/,
  },
  {
    invariant: 'I3',
    what: 'what was never asked for again goes back',
    spoil: (good) => {
      const { run, invoice } = good;
      shows(good, { status: 'uncollectible' });
      const at = new Date(run.nowEpochMs + 60_000).toISOString();
      const own = { kind: 'invoice', sourceId: invoice.id } as const;
      run.save({ ...own, version: { at, rank: 2, fingerprint: 'given up' } });
      run.save({ ...own, version: { at, rank: 1, fingerprint: 'open again' } });
    },
    says: /its version went back/,
  },
  {
    invariant: 'I12',
    what: 'a change stands in no activity',
    spoil: ({ run, document }) => {
      const body = JSON.stringify({ Invoices: [{ LineItems: [{ UnitAmount: 1 }] }] });
      run.call({ method: 'POST', path: `/api.xro/2.0/Invoices/${document.id}`, body });
      const { nowEpochMs: atEpochMs } = run;
      const edited = { changes: 'Edited', details: '', user: '', atEpochMs };
      run.book.history.set(document.id, [edited]);
    },
    says: /was changed 1 times, told of 0/,
  },
  {
    invariant: 'I12',
    what: 'an activity tells of a change that the ledger did not take',
    spoil: ({ run, document, invoice }) => {
      const body = JSON.stringify({ Invoices: [{ LineItems: [{ UnitAmount: 1 }] }] });
      run.call({ method: 'POST', path: `/api.xro/2.0/Invoices/${document.id}`, body });
      run.audit('invoice', invoice.id, 'amend:1:abcdefgh');
    },
    says: /was changed 0 times, told of 1/,
  },
  {
    invariant: 'I12',
    what: 'an activity tells of a credit that was never taken off',
    spoil: ({ run, invoice }) => run.audit('invoice', invoice.id, 'closing-unset:1'),
    says: /closing-unset:1 stands there and never happened/,
  },
];

function pounds(amountMinor: number) {
  return money(amountMinor, 'GBP');
}

/** The source shows another state, of which we were told. */
function shows({ run, invoice }: GoodRun, change: Partial<Invoice>): void {
  const { invoices } = run.operator.tables;
  invoices.set(invoice.id, { ...(invoices.get(invoice.id) ?? invoice), ...change });
  emitEvent(run.stora.world, run.operator, { type: 'invoice.updated', id: invoice.id });
  run.takeIn();
}

function overpaid(good: GoodRun): void {
  const { total } = good.invoice;
  shows(good, { status: 'paid', amount_paid: pounds(total.amount + 1), amount_due: pounds(0) });
  raise(good, 'overpaid');
}

function raise({ run, invoice }: GoodRun, cause: string): void {
  run.issues.push(anIssue({ operatorId, kind: 'invoice', sourceId: invoice.id, cause }));
}

function chooses({ run }: GoodRun, choice: Partial<LedgerSettings>): void {
  const input = [ledgerSettings({ operatorId }), ledgerSettings({ operatorId, ...choice })];
  run.store('settings', 'change', { input, output: undefined });
}
