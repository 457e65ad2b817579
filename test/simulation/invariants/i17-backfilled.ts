// SPEC.md I17
import type { CreditNote, Invoice } from '../../../infra/local/vendors/stora/core/resources.ts';
import type { BackfillRun } from '../../../shared/contracts/backfill-run.ts';
import type { FinishedRun, Invariant } from '../history.ts';
import { booksOf, documentsFor } from './ledger-books.ts';
import { type RunView, recordKey, viewOf } from './run-view.ts';

export const backfilled: Invariant = {
  id: 'I17',
  title: 'A backfill that came to its end has left out nothing, and none stands that may go on',
  check: (run) => {
    const view = viewOf(run);
    return [
      ...endedRuns(view).flatMap((ended) => leftOut(ended, { run, view })),
      ...run.backfills.flatMap((one) => standing(one, run)),
    ];
  },
};

interface EndedRun {
  seq: number;
  backfill: BackfillRun;
}

/** Each run that was saved as done; a later one takes its place in the store. */
function endedRuns(view: RunView): EndedRun[] {
  const saves = view.of('stored').filter(({ store, method }) => {
    return store === 'backfills' && method === 'save';
  });
  return saves.flatMap(({ seq, output }) => {
    const backfill = output as BackfillRun | 'conflict';
    return backfill !== 'conflict' && backfill.status === 'done' ? [{ seq, backfill }] : [];
  });
}

function leftOut(
  { backfill, seq }: EndedRun,
  { run, view }: { run: FinishedRun; view: RunView },
): string[] {
  const { operatorId } = backfill;
  const tables = run.stora.world.operators.get(operatorId)?.tables;
  // Whoever left since, or came with another company, has documents of which nothing is owed.
  if (view.wasDisconnected(operatorId, { from: 0, to: Number.POSITIVE_INFINITY })) return [];
  const books = booksOf(run, operatorId);
  const documents: Array<{ kind: 'invoice' | 'credit_note'; one: Invoice | CreditNote }> = [
    ...[...(tables?.invoices.values() ?? [])].map((one) => ({ kind: 'invoice' as const, one })),
    ...[...(tables?.creditNotes.values() ?? [])].map((one) => ({
      kind: 'credit_note' as const,
      one,
    })),
  ];
  return documents.flatMap(({ kind, one }) => {
    if (!isOwed(one, backfill)) return [];
    const key = recordKey({ operatorId, target: 'xero', kind, sourceId: one.id });
    if (view.issueAt(key, seq) !== undefined || hasIssue(run, one.id)) return [];
    const as = kind === 'invoice' ? ('invoice' as const) : ('creditNote' as const);
    if (documentsFor(books, { kind: as, sourceId: one.id }).length > 0) return [];
    return [`${kind} ${one.id} was left out by the backfill of ${backfill.startedAt}`];
  });
}

/** It was a document before the run began, and still is one. */
function isOwed(one: Invoice | CreditNote, { issuedFrom, startedAt }: BackfillRun): boolean {
  const issuedAt = 'finalized_at' in one ? one.finalized_at : one.created_at;
  if (issuedAt === null || issuedAt < issuedFrom) return false;
  const isBefore = Date.parse(issuedAt) < Date.parse(startedAt) - 5_000;
  return isBefore && (one.status === 'open' || one.status === 'paid' || one.status === 'issued');
}

function hasIssue({ issues }: FinishedRun, sourceId: string): boolean {
  return issues.some((issue) => issue.sourceId === sourceId);
}

/** At rest only a person who has to connect, or paused it, keeps a run. */
function standing(one: BackfillRun, { connections }: FinishedRun): string[] {
  if (one.status !== 'running') return [];
  const sides = connections.filter(
    ({ operatorId, status }) => operatorId === one.operatorId && status === 'connected',
  );
  return sides.length < 2 ? [] : [`the backfill of ${one.operatorId} stands at ${one.step}`];
}
