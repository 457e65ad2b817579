import { describe, expect, it } from 'vitest';
import { goodRun } from './good-run.ts';
import { operatorId } from './hand-made-run.ts';
import { ackedIsJournaled } from './i06-acked-is-journaled.ts';

describe('a write-back that is acknowledged while its contact owes metadata', () => {
  it('is found when that is the debt it was received for', () => {
    expect(problems('contact-1')).toMatchObject([
      expect.stringMatching(/still owes metadata contact-1/),
    ]);
  });

  it('is spared when a merge left another contact meanwhile, whose id is a debt of its own', () => {
    expect(problems('contact-2')).toEqual([]);
  });
});

function problems(targetIdAtTheEnd: string): string[] {
  const { run } = goodRun();
  const key = { kind: 'contact', sourceId: 'con_00000000000000ff' } as const;
  const owed = [{ what: 'metadata' as const }];
  run.save({ ...key, owed, targetId: 'contact-1' });
  const message = run.send('write-backs', { ...key, operatorId, target: 'xero', epoch: 1 });
  run.save({ ...key, owed, targetId: targetIdAtTheEnd });
  run.ack([message], 'write-backs');
  return ackedIsJournaled.check(run.finish());
}
