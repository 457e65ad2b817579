import type { BrokenRun } from './broken-runs.ts';
import { operatorId } from './hand-made-run.ts';

/** Ways to spoil a good run with what people leave as it is. */
export const brokenDeskRuns: BrokenRun[] = [
  {
    invariant: 'I19',
    what: 'a record was sent although a person left it as it is',
    spoil: ({ run, invoice }) => {
      const key = { operatorId, target: 'xero', kind: 'invoice', sourceId: invoice.id };
      const issue = { ...key, cause: 'account_archived', message: 'M.', state: 'abc' };
      run.store('issues', 'raise', { input: issue, output: undefined });
      const accepted = { at: '', by: 'operator', reason: 'So.', cause: issue.cause, state: 'abc' };
      run.store('issues', 'accept', { input: [issue, accepted], output: true });
      run.nowEpochMs += 11 * 60_000;
      run.store('issues', 'noteWoken', { input: [issue, {}], output: undefined });
    },
    says: /although accepted/,
  },
];
