import type {
  StoraDeal,
  StoraOrder,
  StoraTenancy,
} from '../../shared/source/stora/stora-sale-resources.ts';
import { storaPounds } from './stora-money.ts';

const times = { created_at: '2026-11-01T10:00:00Z', updated_at: '2026-11-02T10:00:00Z' };

export function aStoraDeal(overrides: Partial<StoraDeal> = {}): StoraDeal {
  return {
    id: 'deal_1',
    name: 'First enquiry',
    status: 'open',
    lost_reason: null,
    stage: { id: 'dstg_1', name: 'New enquiry' },
    contact: { id: 'con_1' },
    site: { id: 'site_1', name: 'Bristol' },
    starts_at: null,
    value_estimate: '£50 per month',
    metadata: {},
    ...times,
    ...overrides,
  };
}

export function aStoraOrder(overrides: Partial<StoraOrder> = {}): StoraOrder {
  return {
    id: 'order_1',
    status: 'finalized',
    source: 'public_api',
    billing_period: 'monthly',
    starts_at: 'now',
    total: storaPounds(12_000),
    one_time_total: storaPounds(5_000),
    contact: { id: 'con_1' },
    site: { id: 'site_1' },
    subscription: null,
    tenancy: null,
    metadata: {},
    ...times,
    ...overrides,
  };
}

export function aStoraTenancy(overrides: Partial<StoraTenancy> = {}): StoraTenancy {
  return {
    id: 'ten_1',
    contact: { id: 'con_1' },
    order: { id: 'order_1' },
    site: { id: 'site_1' },
    subscription: {
      id: 'sub_1',
      billing_period: 'monthly',
      ends_at: null,
      cancelled: false,
      line_items: [{ quantity: 1, price: storaPounds(12_000) }],
      ...times,
    },
    unit_allocations: [
      {
        id: 'alloc_1',
        unit: {
          id: 'unit_1',
          reference_id: 'A-12',
          unit_type: { id: 'utype_1', name: 'Small', size_description: '25 sq ft' },
        },
      },
    ],
    starts_at: '2026-11-03T00:00:00Z',
    ends_at: null,
    ...times,
    ...overrides,
  };
}
