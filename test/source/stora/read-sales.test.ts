import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDeal } from '../../../shared/source/stora/read-deal.ts';
import { readOrder } from '../../../shared/source/stora/read-order.ts';
import { readTenancy } from '../../../shared/source/stora/read-tenancy.ts';
import { aStoraDeal, aStoraOrder, aStoraTenancy } from '../../builders/a-stora-sale.ts';
import { storaPounds } from '../../builders/stora-money.ts';

const euros = { amount: 1, currency: 'EUR' };

describe('readDeal', () => {
  it('reads a deal without its nulls', () => {
    expect(readDeal(aStoraDeal())).toEqual({
      id: 'deal_1',
      name: 'First enquiry',
      status: 'open',
      stageId: 'dstg_1',
      stageName: 'New enquiry',
      contactId: 'con_1',
      siteId: 'site_1',
      siteName: 'Bristol',
      valueText: '£50 per month',
      createdAt: '2026-11-01T10:00:00Z',
      updatedAt: '2026-11-02T10:00:00Z',
      metadata: {},
    });
  });

  it.each([
    ['no stage', { stage: null }, { stageId: undefined, stageName: undefined }],
    ['a deleted stage', { stage: { name: 'Old' } }, { stageId: undefined, stageName: 'Old' }],
    ['no name', { name: ' ' }, { name: 'deal_1' }],
    ['a loss', { status: 'lost', lost_reason: 'price_concerns' }, { lostReason: 'price_concerns' }],
    ['a former loss', { status: 'open', lost_reason: 'price_concerns' }, { lostReason: undefined }],
    ['nobody', { contact: null, site: null }, { contactId: undefined, siteId: undefined }],
  ])('reads one with %s', (_what, overrides, told) => {
    expect({ ...told, ...readDeal(aStoraDeal(overrides)) }).toMatchObject(told);
  });

  it.each([
    ['an unknown status', { status: 'parked' }, 'unknown status'],
    ['no time of creation', { created_at: null }, 'no created_at'],
  ])('refuses %s', (_what, overrides, problem) => {
    expect(() => readDeal(aStoraDeal(overrides))).toThrow(problem);
  });
});

describe('readOrder', () => {
  it('reads an order without its nulls', () => {
    expect(readOrder(aStoraOrder())).toEqual({
      id: 'order_1',
      status: 'finalized',
      contactId: 'con_1',
      siteId: 'site_1',
      currency: 'GBP',
      totalMinor: 12_000,
      oneTimeMinor: 5_000,
      billingPeriod: 'monthly',
      source: 'public_api',
      createdAt: '2026-11-01T10:00:00Z',
      updatedAt: '2026-11-02T10:00:00Z',
      metadata: {},
    });
  });

  it.each([
    ['an unknown status', { status: 'cancelled' }, 'unknown status'],
    ['nobody', { contact: null }, 'no contact'],
    ['two currencies', { one_time_total: euros }, 'more than one currency'],
    ['no time of creation', { created_at: null }, 'no created_at'],
  ])('refuses %s', (_what, overrides, problem) => {
    expect(() => readOrder(aStoraOrder(overrides))).toThrow(problem);
  });

  it('reads what came of it, and when it starts', () => {
    const starts_at = '2026-12-24T00:00:00Z';
    const made = { tenancy: { id: 'ten_1' }, subscription: { id: 'sub_1' }, starts_at };
    expect(readOrder(aStoraOrder({ ...made, status: 'completed' }))).toMatchObject({
      ...{ status: 'completed', tenancyId: 'ten_1', subscriptionId: 'sub_1', startsAt: starts_at },
    });
  });
});

describe('readTenancy', () => {
  it('reads units and price', () => {
    expect(readTenancy(aStoraTenancy())).toEqual({
      id: 'ten_1',
      contactId: 'con_1',
      orderId: 'order_1',
      siteId: 'site_1',
      startsAt: '2026-11-03T00:00:00Z',
      units: [{ reference: 'A-12', sizeDescription: '25 sq ft' }],
      subscription: {
        id: 'sub_1',
        recurringMinor: 12_000,
        currency: 'GBP',
        billingPeriod: 'monthly',
        isCancelled: false,
      },
      updatedAt: '2026-11-02T10:00:00Z',
    });
  });

  it('is as new as its subscription', () => {
    const { subscription } = aStoraTenancy();
    const updated_at = '2026-11-09T10:00:00Z';
    const moved = aStoraTenancy({ subscription: { id: 'sub_1', ...subscription, updated_at } });
    expect(readTenancy(moved).updatedAt).toBe(updated_at);
  });

  it.each([
    ['a bare subscription', { subscription: { id: 'sub_1' } }],
    ['none', { subscription: null }],
  ])('tells no price by %s', (_what, overrides) => {
    expect(readTenancy(aStoraTenancy(overrides))).not.toHaveProperty('subscription');
  });

  it('leaves out units that are only named', () => {
    const unit_allocations = [{ id: 'alloc_1' }, { id: 'alloc_2', unit: { id: 'unit_2' } }];
    expect(readTenancy(aStoraTenancy({ unit_allocations })).units).toEqual([]);
  });

  it('refuses two currencies', () => {
    const line_items = [{ price: storaPounds(1) }, { price: euros }];
    const subscription = { id: 'sub_1', line_items };
    expect(() => readTenancy(aStoraTenancy({ subscription }))).toThrow('more than one currency');
  });

  it('sums its lines, in whole minor units and in any order', () => {
    const line = fc.record({
      quantity: fc.integer({ min: 0, max: 20 }),
      price: fc.integer({ min: 0, max: 1_000_000 }).map(storaPounds),
    });
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), (line_items) => {
        const paid = (lines: typeof line_items) =>
          readTenancy(aStoraTenancy({ subscription: { id: 'sub_1', line_items: lines } }))
            .subscription?.recurringMinor;
        const sum = line_items.reduce((total, one) => total + one.price.amount * one.quantity, 0);
        expect(paid(line_items)).toBe(sum);
        expect(paid(line_items.toReversed())).toBe(sum);
      }),
    );
  });
});
