import type { BrokenRun } from './broken-runs.ts';
import { operatorId } from './hand-made-run.ts';

/** Ways to spoil a good run with what a bookkeeper edited. */
export const brokenEditRuns: BrokenRun[] = [
  {
    invariant: 'I20',
    what: 'an invoice that a bookkeeper edited was voided by us',
    spoil: ({ run, targetId }) => {
      const of = { operatorId, recordKind: 'invoice', sourceId: targetId } as const;
      run.add({ kind: 'operation', name: 'edited_by_hand', ...of }, 'person');
      run.nowEpochMs += 100_000;
      run.call({ method: 'POST', path: `/api.xro/2.0/Invoices/${targetId}` });
    },
    says: /written over/,
  },
];
