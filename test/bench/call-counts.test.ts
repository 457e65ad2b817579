import { describe, expect, it } from 'vitest';
import { callsPer, countsBetween, isPoll, splitCounts, totalOf } from './call-counts.ts';

describe('call counts', () => {
  it('between two snapshots are the difference, without what was not called', () => {
    const before = { 'kms.Decrypt': 2, 'sqs.SendMessage': 5 };
    const after = { 'kms.Decrypt': 2, 'sqs.SendMessage': 9, 'dynamodb.GetItem': 3 };

    expect(countsBetween(before, after)).toEqual({ 'sqs.SendMessage': 4, 'dynamodb.GetItem': 3 });
  });

  it('split into polls and work', () => {
    const counts = { 'sqs.ReceiveMessage': 7, 'sqs.SendMessage': 1 };

    expect(splitCounts(counts, isPoll)).toEqual({
      passing: { 'sqs.ReceiveMessage': 7 },
      others: { 'sqs.SendMessage': 1 },
    });
  });

  it('per event are rounded, most calls first, and their total is not the sum of rounded parts', () => {
    const per = callsPer({ a: 1, b: 4, c: 1 }, 3);

    expect(per).toEqual({ total: 2, byName: { a: 0.333, b: 1.333, c: 0.333 } });
    expect(Object.keys(per.byName)).toEqual(['b', 'a', 'c']);
  });

  it('add up', () => {
    expect(totalOf({ a: 1, b: 4 })).toBe(5);
    expect(totalOf({})).toBe(0);
  });
});
