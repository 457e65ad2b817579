import type { BrokenRun } from './broken-runs.ts';
import { operatorId, sequenceOf } from './hand-made-run.ts';

const key = { operatorId, queue: 'changes-xero' };

function changeOf(sourceId: string, resource: object, at = 1) {
  const record = { operatorId, target: 'xero', kind: 'invoice', sourceId };
  return { ...record, epoch: 1, eventId: `evt_aside_${at}`, eventType: 'invoice.paid', resource };
}

/** Ways to spoil a good run with what stands aside. */
export const brokenAsideRuns: BrokenRun[] = [
  {
    invariant: 'I6',
    what: 'what stood aside is taken away before it is posted',
    spoil: ({ run, invoice }) => {
      run.links.splice(0);
      const sourceId = 'inv_00000000000000ff';
      const message = changeOf(sourceId, { ...invoice, id: sourceId });
      const messageId = run.send('changes-xero', message);
      const left = { message, sequence: '1' };
      run.store('aside', 'put', { input: [key, [left], 0], output: undefined });
      run.ack([messageId]);
      const worked = { changes: [{ ...left, place: '1' }], by: '2', receive: 1, atEpochMs: 0 };
      run.store('aside', 'remove', { input: [key, worked], output: undefined });
    },
    says: /taken away at \d+: invoice.paid of inv_0+ff, neither parked nor done: not posted/,
  },
  {
    invariant: 'I6',
    what: 'a change goes by one that stands aside',
    spoil: ({ run, invoice }) => {
      const early = changeOf(invoice.id, invoice, 1);
      const earlyId = run.send('changes-xero', early);
      const left = [{ message: early, sequence: sequenceOf(earlyId) }];
      run.store('aside', 'put', { input: [key, left, 0], output: undefined });
      run.ack([earlyId]);
      run.ack([run.send('changes-xero', changeOf(invoice.id, invoice, 2))]);
    },
    says: /evt_aside_2 went on at \d+ before evt_aside_1, which stood aside/,
  },
  {
    invariant: 'I14',
    what: 'a change still stands aside',
    spoil: ({ run }) => run.change({ leftAside: ['changes-xero: invoice.paid'] }),
    says: /left aside: changes-xero/,
  },
];
