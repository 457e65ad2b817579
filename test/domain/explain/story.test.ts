import { describe, expect, it } from 'vitest';
import type { Activity } from '../../../shared/contracts/activity-item.ts';
import { explainLines } from '../../../shared/domain/explain/explain-lines.ts';
import { beginOf, isOfRecord } from '../../../shared/domain/explain/of-record.ts';
import { sidesOf } from '../../../shared/domain/explain/side-rows.ts';
import { storyOf } from '../../../shared/domain/explain/story.ts';
import { aLink } from '../../builders/a-link.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { recordFacts, standing } from '../../builders/record-facts.ts';

const minute = (n: number) => `2026-11-30T09:${String(n).padStart(2, '0')}:00.000Z`;
const done = (n: number) => ({
  state: 'done' as const,
  generation: 0,
  sentAtEpochMs: Date.parse(minute(n)),
  requestHash: '',
  isAudited: true,
});

function activity(overrides: Partial<Activity> = {}): Activity {
  return {
    operatorId: 'harbour',
    activityId: 'a-1',
    at: minute(1),
    type: 'record.applied',
    actor: 'rollerdoor',
    detail: { target: 'xero', kind: 'invoice', sourceId: 'inv_0001', writes: 'create' },
    ...overrides,
  };
}

describe('the story of a record', () => {
  it('is in order of time, and tells one call once, whether it was read or only journaled', () => {
    const link = aLink({
      targetId: 'xero-1',
      effects: { create: done(1), history: done(1), 'payment:12000': done(30) },
      version: { at: minute(29), rank: 3, fingerprint: 'f' },
    });
    const activities = [
      activity({ activityId: 'a-2', detail: { ...activity().detail, writes: 'history' } }),
      activity(),
    ];

    expect(storyOf(recordFacts({ link, activities })).map(({ words }) => words)).toEqual([
      'Raised in Stora over £120.00.',
      'Invoice inv_0001 in Xero: created, note added.',
      'The state of this moment is what Xero has.',
      'Call to Xero (payment posted): done.',
    ]);
  });

  it('tells a call without an end, a wait for a person and what was tried, each once', () => {
    const link = aLink({
      effects: {
        create: { ...done(2), state: 'failed', refusals: 2, isAudited: false },
      },
    });
    const issue = anIssue({ raisedAt: minute(3), lastSeenAt: minute(9), times: 4 });

    expect(storyOf(recordFacts({ link, issue, ledger: { kind: 'absent' } }))).toEqual([
      { at: '2026-11-30T09:00:00.000Z', kind: 'source', words: 'Raised in Stora over £120.00.' },
      expect.objectContaining({
        kind: 'failed',
        words:
          'Call to Xero (created): Xero answered with an error of its own, 2 tries so far. It is looked up, then tried again.',
      }),
      { at: minute(3), kind: 'needs_you', words: `It waits: ${issue.message}` },
      expect.objectContaining({
        kind: 'decision',
        words: 'Tried 4 times so far, the last time with the same end.',
      }),
    ]);
  });

  it('tells what is owed and what stands aside as waits', () => {
    const link = aLink({
      targetId: 'xero-1',
      owed: [{ what: 'metadata' }, { what: 'history', refusals: 1 }],
      owedSinceEpochMs: Date.parse(minute(4)),
    });
    const aside = { operatorId: 'a', queue: 'q', revision: 1, sinceEpochMs: Date.parse(minute(5)) };
    const { way } = recordFacts();

    const story = storyOf(recordFacts({ link, way: { ...way, aside } }));

    expect(story.filter(({ kind }) => kind === 'waits')).toHaveLength(3);
  });
});

describe('what belongs to a record', () => {
  const known = { key: recordFacts().key, issue: anIssue({ raisedAt: minute(3) }) };
  it.each<[string, Partial<Activity>, boolean]>([
    ['its own', {}, true],
    [
      'of another record',
      { detail: { target: 'xero', kind: 'invoice', sourceId: 'inv_2' } },
      false,
    ],
    [
      'of another kind with the same id',
      { detail: { kind: 'contact', sourceId: 'inv_0001' } },
      false,
    ],
    [
      'a connection in its time',
      { type: 'connection.needs_reconnect', detail: { provider: 'xero' } },
      true,
    ],
    ['one before it', { type: 'connection.connected', at: minute(0), detail: {} }, false],
    [
      'its cause',
      { type: 'issues.woken', at: minute(4), detail: { cause: 'account_missing' } },
      true,
    ],
    [
      'another cause',
      { type: 'issues.woken', at: minute(4), detail: { cause: 'locked_period' } },
      false,
    ],
    ['a visit', { type: 'visit.started', detail: {} }, false],
  ])('%s', (_what, overrides, isIts) => {
    expect(isOfRecord(activity(overrides), known, minute(1))).toBe(isIts);
  });

  it('begins with what the record itself tells of', () => {
    const link = aLink({ effects: { create: done(2), 'payment:1': done(7) } });
    const facts = recordFacts({ link, issue: anIssue({ raisedAt: minute(5) }) });

    expect(beginOf(facts)).toEqual({
      beginsAt: minute(2),
      moments: [minute(7), minute(5), minute(2)],
    });
  });
});

describe('both sides', () => {
  it('are beside one another, and what differs is marked', () => {
    const { rows } = sidesOf(recordFacts({ ledger: standing({ taxMinor: 1_999 }) }));

    expect(rows.filter(({ isSame }) => isSame === false)).toEqual([
      { what: 'Tax in it', source: '£20.00', ledger: '£19.99', isSame: false },
    ]);
    expect(rows.map(({ what }) => what)).toEqual(
      expect.arrayContaining(['Number', 'State', 'Date', 'Customer', 'Total', 'Still due']),
    );
  });

  it('are printed below the answer, with what helps', () => {
    const lines = explainLines(recordFacts({ ledger: standing({ totalMinor: 1 }) }));

    expect(lines[0]).toMatch(
      /^Invoice HBR-0001 is in Xero, and not as Stora has it now: total £120.00 in Stora, £0.01/,
    );
    expect(lines[1]).toContain('Send it again');
    expect(lines.find((line) => line.startsWith('!'))).toMatch(/^! Total +£120.00 +£0.01$/);
  });
});
