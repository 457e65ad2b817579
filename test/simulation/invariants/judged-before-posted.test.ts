import { expect, it } from 'vitest';
import { goodRun } from './good-run.ts';
import { operatorId } from './hand-made-run.ts';
import { parkedForItsOwn } from './i15-parked-for-its-own.ts';

function problems({ isJudgedBefore }: { isJudgedBefore: boolean }): string[] {
  const { run, invoice } = goodRun();
  const key = { operatorId, target: 'xero', kind: 'invoice', sourceId: invoice.id } as const;
  const judged = { ...key, revision: 1, effects: {}, owed: [] };
  const save = { store: 'links', method: 'save', input: judged, output: judged };
  if (isJudgedBefore) run.add({ kind: 'stored', ...save }, 'apply-changes-2');
  const posted = { ...judged, targetId: 'document-1' };
  run.add({ kind: 'stored', ...save, input: posted, output: posted }, 'apply-changes-3');
  const issue = { ...key, cause: 'tracking_full', message: '' };
  const raise = { store: 'issues', method: 'raise', input: issue, output: undefined };
  run.add({ kind: 'stored', ...raise }, 'apply-changes-2');
  return parkedForItsOwn.check(run.finish());
}

it('spares an issue of a worker that stood still after it had noted its verdict', () => {
  expect(problems({ isJudgedBefore: true })).toEqual([]);
});

it('finds an issue of a worker that judged the record only when it was posted', () => {
  expect(problems({ isJudgedBefore: false }).join()).toMatch(/although it was posted long ago/);
});
