import { describe, expect, it } from 'vitest';
import type { SourceOrder, SourceRecord } from '../../../shared/domain/source/records.ts';
import {
  canonicalText,
  recordRank,
  recordTime,
} from '../../../shared/domain/versions/record-version.ts';

const order: SourceOrder = {
  id: 'order_1',
  status: 'draft',
  contactId: 'con_1',
  currency: 'GBP',
  totalMinor: 12_000,
  oneTimeMinor: 0,
  createdAt: '2026-11-01T10:00:00Z',
  updatedAt: '2026-11-02T10:00:00Z',
  metadata: {},
};
const of = (change: Partial<SourceOrder> = {}): SourceRecord => ({
  kind: 'order',
  record: { ...order, ...change },
});

describe('the version of an order', () => {
  it('ranks by how far it is', () => {
    const ranks = (['draft', 'finalized', 'completed'] as const).map((status) =>
      recordRank(of({ status })),
    );
    expect(ranks).toEqual([0, 1, 2]);
  });

  it('is of the time when it was changed', () => {
    expect(recordTime(of(), '2026-12-01T00:00:00Z')).toBe('2026-11-02T10:00:00Z');
  });

  it.each([
    ['our reference in its metadata', { metadata: { 'rollerdoor:crm': '1' } }],
    ['its time', { updatedAt: '2026-11-09T10:00:00Z' }],
    ['the name of its site', { siteName: 'Bristol' }],
  ])('is the same with %s', (_what, change) => {
    expect(canonicalText(of(change))).toBe(canonicalText(of()));
  });

  it('is another with another sum', () => {
    expect(canonicalText(of({ totalMinor: 1 }))).not.toBe(canonicalText(of()));
  });
});
