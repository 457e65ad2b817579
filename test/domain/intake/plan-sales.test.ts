import { describe, expect, it } from 'vitest';
import { planReading } from '../../../shared/domain/intake/plan-reading.ts';
import { currentReading, nextStep } from '../../../shared/domain/intake/reading-steps.ts';

const refused = ['deal.won', 'subscription.cancelled', 'order.completed'];

describe('reading of sales', () => {
  it('looks for what a target takes', () => {
    expect(planReading(refused)?.sales).toEqual(['deal', 'order', 'tenancy']);
    expect(planReading(refused, (kind) => kind === 'deal')?.sales).toEqual(['deal']);
  });

  it('looks for nothing that none takes', () => {
    expect(planReading(refused, () => false)).toBeUndefined();
  });

  it('goes from list to list', () => {
    const plan = planReading(['contact.updated', ...refused]);
    if (plan === undefined) throw new Error('Nothing is planned.');
    const given = { plan, nowEpochMs: 0, since: '1970-01-01T00:00:00Z' };
    const first = currentReading(undefined, given);
    if (first === undefined) throw new Error('Nothing is read.');
    const kinds = [first.kind];
    for (let at = first; at.kind !== 'done'; kinds.push(at.kind))
      at = nextStep(at, plan, undefined);
    expect(kinds).toEqual(['contact', 'deal', 'order', 'tenancy', 'done']);
  });
});
