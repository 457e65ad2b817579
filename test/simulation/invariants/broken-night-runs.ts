import type { Mismatch } from '../../../shared/contracts/mismatch.ts';
import type { CurrencyProof, MonthProof } from '../../../shared/contracts/month-proof.ts';
import type { Night } from '../../../shared/contracts/night-item.ts';
import { aMonthProof, aProofPage } from '../../builders/a-month-proof.ts';
import { aNight } from '../../builders/a-night.ts';
import type { BrokenRun } from './broken-runs.ts';
import type { GoodRun } from './good-run.ts';
import { type HandMadeRun, operatorId } from './hand-made-run.ts';

const month = '2026-11';
const ended: Partial<Night> = { status: 'done', proved: [month], months: [month] };

/** Ways to spoil a good run with what nights did, and what they say of it. */
export const brokenNightRuns: BrokenRun[] = [
  {
    invariant: 'I21',
    what: 'a night says that a document is not in the ledger which is',
    spoil: (good) => compared(good, { mismatches: [missing(good.invoice.id)] }),
    says: /inv_.* is listed as missing/,
  },
  {
    invariant: 'I21',
    what: 'a night does not say that a document is not in the ledger',
    spoil: (good) => {
      good.run.book.documents.delete(good.document.id);
      compared(good, {});
    },
    says: /inv_.* is not listed: it is missing/,
  },
  {
    invariant: 'I21',
    what: 'a night says other sums than both sides have',
    spoil: (good) => compared(good, { currencies: [sums(good, { isOff: true })] }),
    says: /postedMinor of acorn in the ledger is \d+, and said to be \d+/,
  },
  {
    invariant: 'I21',
    what: 'a night leaves something that nothing explains',
    spoil: (good) => compared(good, { currencies: [{ ...sums(good), unexplainedMinor: 1 }] }),
    says: /leaves 1 GBP/,
  },
  {
    invariant: 'I22',
    what: 'one firing too many begins a second night',
    spoil: ({ run }) => {
      take(run);
      saved(run, { runId: 'run-1' });
      saved(run, { runId: 'run-1', ...ended });
      saved(run, { runId: 'run-2' });
    },
    says: /run-2 was begun although it had been/,
  },
  {
    invariant: 'I22',
    what: 'a night begins that nobody asked for and whose hour has not come',
    spoil: ({ run }) => saved(run, { runId: 'run-1' }),
    says: /run-1 was begun without its hour/,
  },
  {
    invariant: 'I22',
    what: 'a night begins beside another one',
    spoil: ({ run }) => {
      saved(run, { runId: 'run-1', reason: 'asked' });
      saved(run, { runId: 'run-2', reason: 'asked' });
    },
    says: /run-2 was begun beside another one/,
  },
  {
    invariant: 'I22',
    what: 'a night stands for ever, or its end is told to nobody',
    spoil: ({ run }) => {
      saved(run, { runId: 'run-1', reason: 'asked', ...ended });
      saved(run, { runId: 'run-2', reason: 'asked' });
    },
    says: /end of the night run-1 was not told(.|\n)*run-2 stands at open/,
  },
  {
    invariant: 'I22',
    what: 'a night waits for a side that was left',
    spoil: ({ run }) => {
      saved(run, { runId: 'run-1', reason: 'asked' });
      run.add({ kind: 'disconnected', operatorId, provider: 'xero', epoch: 1 }, 'person');
    },
    says: /run-1 stood for long after xero left/,
  },
  {
    invariant: 'I22',
    what: 'a month is proved by some of its pages, and by an older night in the end',
    spoil: ({ run }) => {
      saved(run, { runId: 'run-1', reason: 'asked' });
      saved(run, { runId: 'run-2', reason: 'asked', startedAt: '2026-12-01T02:00:00.000Z' });
      proved(run, { runId: 'run-2' });
      proved(run, { runId: 'run-1' });
    },
    says: /run-2 without the list source invoice(.|\n)*proved by the older night run-1/,
  },
  {
    invariant: 'I22',
    what: 'pages of two nights lie side by side',
    spoil: ({ run }) =>
      run.change({
        monthProofs: [aMonthProof({ operatorId })],
        proofPages: [aProofPage({ operatorId }), aProofPage({ operatorId, runId: 'run-0' })],
      }),
    says: /still has pages of run-0/,
  },
  {
    invariant: 'I22',
    what: 'what was raised just now is brought over',
    spoil: ({ run }) => {
      const of = { operatorId, recordKind: 'invoice', sourceId: 'inv_1' } as const;
      run.add({ kind: 'operation', name: 'month_end', ...of }, 'person');
      const body = JSON.stringify({ operatorId, kind: 'invoice', sourceId: 'inv_1' });
      const sent = { group: 'g', dedupeId: 'd', messageId: 'm-night', sequence: '1', body };
      run.add({ kind: 'sent', queue: 'changes-xero', ...sent }, 'reconcile-books-1');
    },
    says: /inv_1 was brought over before it could come/,
  },
];

/** The last night, and what it says of the month. */
function compared(good: GoodRun, said: Partial<MonthProof>): void {
  const night = aNight({ operatorId, reason: 'asked', ...ended });
  const proof = aMonthProof({ operatorId, currencies: [sums(good)], ...said });
  proved(good.run, proof);
  good.run.change({ nights: [night], monthProofs: [proof] });
}

/** Of the only invoice, on both sides. */
function sums({ invoice }: GoodRun, { isOff = false } = {}): CurrencyProof {
  const side = {
    postedMinor: invoice.total.amount,
    creditedMinor: 0,
    paidMinor: invoice.amount_paid.amount,
    openMinor: invoice.amount_due.amount,
  };
  return {
    currency: 'GBP',
    source: side,
    ledger: isOff ? { ...side, postedMinor: side.postedMinor + 1 } : side,
    bySite: [],
    byAccount: [],
    byTax: [],
    byDay: [],
    differenceMinor: 0,
    explainedMinor: 0,
    unexplainedMinor: 0,
  };
}

function missing(sourceId: string): Mismatch {
  const of = { class: 'missing', kind: 'invoice', fix: 'repairs_itself' } as const;
  return { ...of, sourceId, currency: 'GBP', differenceMinor: 0, standing: 'seen' };
}

function saved(run: HandMadeRun, overrides: Partial<Night>): void {
  const night = aNight({ operatorId, ...overrides });
  run.store('nights', 'save', { input: night, output: night });
}

function proved(run: HandMadeRun, overrides: Partial<MonthProof>): void {
  const proof = aMonthProof({ operatorId, ...overrides });
  run.store('monthProofs', 'put', { input: proof, output: undefined });
}

function take(run: HandMadeRun): void {
  const watch = { operatorId, target: 'xero' };
  const due = { watch, dueAtEpochMs: run.nowEpochMs };
  run.store('nightWatches', 'next', { input: [due, run.nowEpochMs + 1], output: true });
}
