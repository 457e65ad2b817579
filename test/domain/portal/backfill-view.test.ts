import { describe, expect, it } from 'vitest';
import { newGap } from '../../../shared/domain/intake/gaps.ts';
import { type BackfillFacts, backfillView } from '../../../shared/domain/portal/backfill-view.ts';
import { aBackfillRun, backfillStartEpochMs } from '../../builders/a-backfill-run.ts';

const gap = {
  ...newGap('2026-02-01T00:00:00.000Z', '2026-02-03T00:00:00.000Z'),
  ...{ invoices: 12, sumsMinor: { GBP: 120_450 }, countedAt: '2026-11-30T08:00:00.000Z' },
};

const facts: BackfillFacts = {
  operatorName: 'Acorn Self Storage',
  targetName: 'Xero',
  startDate: '2026-01-01',
  run: undefined,
  gaps: [gap],
  nowEpochMs: backfillStartEpochMs,
};

describe('the page of earlier documents', () => {
  it('offers to begin, and what was missed', () => {
    const view = backfillView(facts);

    expect(view.presses).toEqual(['start']);
    expect(view.percent).toBeUndefined();
    expect(view.catchUp).toMatchObject([{ words: '12 invoices, £1,204.50', mayBeSent: true }]);
  });

  it('has a bar from the beginning, and no figure that nobody knows yet', () => {
    const view = backfillView({ ...facts, run: aBackfillRun() });

    expect(view).toMatchObject({ percent: 0, isUnderWay: true });
    expect(view.figures[0]).toEqual({ what: 'Found', figure: '0', detail: 'not counted yet' });
    expect(view.pace).toContain('The first hundred are on their way');
  });

  it('says when it was done, and whether anything needs a person', () => {
    const endedAt = '2026-11-30T09:30:00.000Z';
    const tally = { found: 12, posted: 11, adopted: 0, parked: 1, left: 0 };
    const run = aBackfillRun({ status: 'done', endedAt, tally });

    expect(backfillView({ ...facts, run })).toMatchObject({
      state:
        'Done 30 Nov 2026, 09:30 UTC. Everything of that time is in Xero, but for what needs you.',
      presses: ['again'],
      percent: undefined,
      isUnderWay: false,
    });
    const clean = { ...run, tally: { ...tally, parked: 0 } };
    expect(backfillView({ ...facts, run: clean }).state).toMatch(/ is in Xero\.$/);
  });

  it('says of nothing that it was missed while a run brings it in', () => {
    expect(backfillView({ ...facts, run: aBackfillRun() }).catchUp).toEqual([]);
    const others = aBackfillRun({ issuedFrom: '2026-02-02T00:00:00.000Z' });
    expect(backfillView({ ...facts, run: others }).catchUp).toMatchObject([{ mayBeSent: false }]);
    const calledOff = aBackfillRun({ status: 'cancelled' });
    expect(backfillView({ ...facts, run: calledOff }).catchUp).toHaveLength(1);
  });
});
