import { describe, expect, it } from 'vitest';
import {
  paceWords,
  progressOfRun,
  progressOfToday,
} from '../../../shared/domain/portal/live-progress.ts';
import { aDocument } from '../../builders/a-document.ts';
import { aRate } from '../../builders/a-rate.ts';

const nowEpochMs = Date.parse('2026-11-30T09:10:00.000Z');
const sinceEpochMs = Date.parse('2026-11-30T00:00:00.000Z');
const of = { raised: 200, sinceEpochMs, nowEpochMs, why: undefined };

/** One every second, up to now. */
const rows = Array.from({ length: 131 }, (_, at) =>
  aDocument({
    sourceId: `inv_${at}`,
    listedAt: new Date(nowEpochMs - at * 1_000).toISOString(),
  }),
);

describe('the progress of today', () => {
  it('is what went through of what was raised, at the pace of the last minutes', () => {
    const progress = progressOfToday(rows, of);

    expect(progress).toMatchObject({ done: 131, of: 200 });
    expect(progress?.minutesLeft).toBeCloseTo(69 / 60, 1);
  });

  it('counts what waits for a person or is void as through, and nothing of before', () => {
    const { targetId: _targetId, ...unposted } = aDocument({ sourceId: 'inv_a' });
    const others = [
      { ...unposted, isParked: true },
      aDocument({ sourceId: 'inv_b', status: 'void' }),
      unposted,
      aDocument({ sourceId: 'inv_c', issuedAt: '2026-11-29T09:00:00.000Z' }),
      aDocument({ sourceId: 'cn_1', kind: 'credit_note' }),
    ];

    expect(progressOfToday(others, of)).toMatchObject({ done: 2, of: 200, minutesLeft: undefined });
  });

  it('is none where everything is through', () => {
    expect(progressOfToday(rows, { ...of, raised: 131 })).toBeUndefined();
  });
});

describe('the progress of a run over earlier documents', () => {
  it('is none without a run', () => {
    expect(progressOfRun(undefined, nowEpochMs)).toBeUndefined();
  });
});

describe('why it is no faster', () => {
  it('is the cap that the other side told', () => {
    const rate = aRate({ cap: { limit: 60, windowMs: 60_000 } });

    expect(paceWords('Xero', rate)).toBe(
      'Xero takes 60 calls a minute, so this is as fast as it goes.',
    );
    expect(paceWords('Xero', undefined)).toBeUndefined();
  });
});
