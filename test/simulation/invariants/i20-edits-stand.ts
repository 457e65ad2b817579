// SPEC.md I20
import type { Invariant } from '../history.ts';
import { viewOf } from './run-view.ts';

/** Who read the document before the edit may write a little later: no ledger knows a condition. */
const underWayMs = 90_000;

export const editsStand: Invariant = {
  id: 'I20',
  title: 'What a person edited in the ledger is never written over',
  check(run) {
    const view = viewOf(run);
    const operations = view.of('operation');
    const edits = operations.filter(({ name }) => name === 'edited_by_hand');
    return edits.flatMap(({ sourceId: documentId, atEpochMs: fromEpochMs, seq }) => {
      const end = operations.find(
        (one) => one.name === 'edit_taken_back' && one.sourceId === documentId && one.seq > seq,
      );
      const path = `/api.xro/2.0/Invoices/${documentId}`;
      return view.apiCalls
        .filter((call) => call.method === 'POST' && call.path.split('?')[0] === path)
        .filter(({ isLate, atEpochMs }) => !isLate && atEpochMs > fromEpochMs + underWayMs)
        .filter((call) => end === undefined || call.seq < end.seq)
        .map((call) => `${documentId} was edited at ${seq} and written over at ${call.seq}`);
    });
  },
};
