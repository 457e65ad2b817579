import { describe, expect, it } from 'vitest';
import {
  isInGap,
  needsCount,
  newGap,
  waitedSince,
  whatCameBefore,
  withGap,
  withInvoice,
} from '../../../shared/domain/intake/gaps.ts';
import { aConnection } from '../../builders/a-connection.ts';

const at = (hour: number) => `2026-11-30T${String(hour).padStart(2, '0')}:00:00.000Z`;
const { account } = aConnection();
const authorized = { provider: 'stora', account, since: at(8) } as const;
const { name } = account;

function turn(type: 'connected' | 'disconnecting', hour: number, detail = {}) {
  return {
    type: `connection.${type}`,
    at: at(hour),
    detail: {
      provider: 'stora',
      ...(type === 'connected' ? { accountName: name } : {}),
      ...detail,
    },
  };
}

describe('whatCameBefore', () => {
  it.each([
    ['nothing', [], { kind: 'new' }],
    ['its own beginning only', [turn('connected', 8)], { kind: 'new' }],
    ['a disconnect', [turn('connected', 5), turn('disconnecting', 6)], { kind: 'left', at: at(6) }],
    [
      'two disconnects',
      [
        turn('connected', 1),
        turn('disconnecting', 2),
        turn('connected', 3),
        turn('disconnecting', 6),
      ],
      { kind: 'left', at: at(6) },
    ],
    ['a connection that was made anew', [turn('connected', 5)], { kind: 'continued' }],
    [
      'another company',
      [turn('connected', 5, { accountName: 'Other' }), turn('disconnecting', 6)],
      { kind: 'new' },
    ],
    [
      'the disconnect of another provider',
      [turn('connected', 5), turn('disconnecting', 6, { provider: 'xero' })],
      { kind: 'continued' },
    ],
  ])('tells %s', (_what, activities, before) => {
    expect(whatCameBefore(authorized, activities, [])).toEqual(before);
  });

  const often = [1, 3, 5].flatMap((hour) => [
    turn('connected', hour),
    turn('disconnecting', hour + 1),
  ]);

  it.each([
    { what: 'served each time', served: [1, 3, 5], from: 6 },
    { what: 'served nothing the last time', served: [1, 3], from: 4 },
    { what: 'served nothing twice', served: [1], from: 2 },
    { what: 'was not noted in the beginning', served: [3], from: 4 },
    { what: 'was never noted', served: [], from: 6 },
  ])('goes back to where it was left when it $what', ({ served, from }) => {
    const before = whatCameBefore(authorized, often, served.map(at));

    expect(before).toEqual({ kind: 'left', at: at(from) });
  });

  it('does not go back to the time of another company', () => {
    const turns = [
      turn('connected', 1),
      turn('disconnecting', 2),
      turn('connected', 3, { accountName: 'Other' }),
      turn('disconnecting', 4),
      turn('connected', 5),
      turn('disconnecting', 6),
    ];

    expect(whatCameBefore(authorized, turns, [at(1)])).toEqual({ kind: 'left', at: at(6) });
  });
});

describe('waitedSince', () => {
  const dead = (hour: number, provider = 'xero') => ({
    type: 'connection.needs_reconnect',
    at: at(hour),
    detail: { provider },
  });
  const up = (hour: number, provider = 'xero') => turn('connected', hour, { provider });

  it.each([
    ['all was well', [up(1), up(1, 'stora')], 6],
    ['a side was dead', [up(1), dead(3)], 3],
    ['both were, the one before the other', [up(1), dead(4), up(1, 'stora'), dead(2, 'stora')], 2],
    ['it was told twice', [up(1), dead(3), dead(4)], 3],
    ['it was connected again before', [up(1), dead(3), up(5)], 6],
    ['it died later', [up(1), dead(7)], 6],
  ])('tells the beginning where %s', (_what, activities, from) => {
    expect(waitedSince(at(6), activities)).toBe(at(from));
  });
});

describe('gaps', () => {
  it('that overlap or touch are one, and are counted anew', () => {
    const counted = { ...newGap(at(1), at(3)), invoices: 2, countedAt: at(3) };

    expect(withGap([counted], newGap(at(2), at(5)))).toEqual([newGap(at(1), at(5))]);
    expect(withGap([counted], newGap(at(3), at(5)))).toEqual([newGap(at(1), at(5))]);
  });

  it('that lie apart stay as they are, in order', () => {
    const counted = { ...newGap(at(4), at(5)), invoices: 2, countedAt: at(5) };

    expect(withGap([counted], newGap(at(1), at(2)))).toEqual([newGap(at(1), at(2)), counted]);
  });

  it('hold what lies inside, their end left out', () => {
    const gaps = [newGap(at(1), at(2))];

    expect([at(1), '2026-11-30T01:59:59Z', at(2)].map((one) => isInGap(gaps, one))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('keep each currency by itself', () => {
    const sums = [
      { currency: 'GBP', totalMinor: 100 },
      { currency: 'EUR', totalMinor: 50 },
      { currency: 'GBP', totalMinor: 1 },
    ].reduce(withInvoice, newGap(at(1), at(2)));

    expect(sums).toMatchObject({ invoices: 3, sumsMinor: { GBP: 101, EUR: 50 } });
  });

  it('are counted at once, and again daily while something is missing', () => {
    const now = Date.parse(at(12));
    const yesterday = '2026-11-29T11:00:00.000Z';
    const gap = newGap(at(1), at(2));

    expect(needsCount(gap, now)).toBe(true);
    expect(needsCount({ ...gap, isUncountable: true }, now)).toBe(false);
    expect(needsCount({ ...gap, invoices: 1, countedAt: at(11) }, now)).toBe(false);
    expect(needsCount({ ...gap, invoices: 1, countedAt: yesterday }, now)).toBe(true);
    expect(needsCount({ ...gap, countedAt: yesterday }, now)).toBe(false);
  });
});
