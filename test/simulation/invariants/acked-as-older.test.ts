import { describe, expect, it } from 'vitest';
import { goodRun } from './good-run.ts';
import { operatorId } from './hand-made-run.ts';
import { ackedIsJournaled } from './i06-acked-is-journaled.ts';

const sourceId = 'inv_00000000000000ff';
const earlierAt = '2026-11-30T10:00:00Z';
const laterAt = '2026-11-30T10:00:05Z';

describe('a change that is acknowledged as older than a state that was judged and has no issue', () => {
  it('is spared while the message of that state waits', () => {
    expect(problems({ judgedAt: laterAt, isLaterAcked: false })).toEqual([]);
  });

  it('is found when that message is gone as well', () => {
    const found = problems({ judgedAt: laterAt, isLaterAcked: true });
    expect(found).toHaveLength(2);
    expect(found[0]).toMatch(/neither parked nor done: not posted/);
  });

  it('is found when a later one waits that nobody has judged', () => {
    expect(problems({ judgedAt: undefined, isLaterAcked: false })).toHaveLength(1);
  });
});

function problems(told: { judgedAt: string | undefined; isLaterAcked: boolean }): string[] {
  const { run, invoice } = goodRun();
  run.links.splice(0);
  const change = (occurredAt: string) => ({
    operatorId,
    target: 'xero',
    kind: 'invoice',
    sourceId,
    epoch: 1,
    eventId: `evt_${occurredAt}`,
    eventType: 'invoice.updated',
    occurredAt,
    resource: { ...invoice, id: sourceId },
  });
  const earlier = run.send('changes-xero', change(earlierAt));
  const later = run.send('changes-xero', change(laterAt));
  const { judgedAt: at } = told;
  if (at !== undefined)
    run.save({ kind: 'invoice', sourceId, judgedVersion: { at, rank: 1, fingerprint: 'later' } });
  if (told.isLaterAcked) run.ack([later]);
  run.ack([earlier]);
  return ackedIsJournaled.check(run.finish());
}
