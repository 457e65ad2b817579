import { beforeEach, describe, expect, it } from 'vitest';
import { storaSettings } from '../../support/vendors-in-process.ts';
import { StoraUnderTest } from './support/stora-under-test.ts';

/** What a grant has once a target takes sales. */
const salesScopes = ['deal', 'deal_stage', 'order', 'tenancy', 'subscription', 'unit_allocation']
  .map((name) => `public.${name}:read`)
  .concat(['public.unit:read', 'public.order:write']);
const scopes = [storaSettings().scopes, ...salesScopes].join(' ');

let stora: StoraUnderTest;

beforeEach(() => {
  stora = new StoraUnderTest({ scopes });
});

function recordIn<R>(shown: { ok: true; value: { record: R } } | { ok: false } | undefined) {
  return shown?.ok ? shown.value.record : undefined;
}

async function openDeal(): Promise<string> {
  await stora.press('new-deal', { full_name: 'Sam Field', email: 'sam@example.com' });
  return [...stora.operator.tables.deals.keys()].at(-1) ?? '';
}

function someTenancy(): string {
  return [...stora.operator.tables.tenancies.keys()][0] ?? '';
}

describe('sales', () => {
  it('gives a deal with its stage and its customer', async () => {
    const id = await openDeal();
    const deal = recordIn(await stora.source.getDeal(id));
    expect(deal).toMatchObject({ id, status: 'open', stageName: 'New enquiry' });
    expect(deal?.contact).toMatchObject({ name: 'Sam Field', lifecycle: 'lead' });
  });

  it('follows a deal to its end', async () => {
    const id = await openDeal();
    await stora.press('lose-deal', { dealId: id, reason: 'chose_competitor' });
    expect(recordIn(await stora.source.getDeal(id))).toMatchObject({
      ...{ status: 'lost', lostReason: 'chose_competitor' },
    });
  });

  it('gives an order with what came of it', async () => {
    const id = [...stora.operator.tables.orders.keys()][0] ?? '';
    const order = recordIn(await stora.source.getOrder(id));
    expect(order).toMatchObject({ id, status: 'completed', currency: 'GBP' });
    expect(order?.tenancyId).toMatch(/^ten_/);
    expect(order?.siteName).toBeTruthy();
  });

  it('gives a tenancy with its units and what is paid for them', async () => {
    const tenancy = recordIn(await stora.source.getTenancy(someTenancy()));
    expect(tenancy?.units).toEqual([
      { reference: expect.any(String), sizeDescription: expect.any(String) },
    ]);
    expect(tenancy?.subscription?.recurringMinor).toBeGreaterThan(0);
  });

  it('tells the same of a tenancy where nothing is shown in place of a reference', async () => {
    const whole = await stora.source.getTenancy(someTenancy());
    const parts = 'contact,site,subscription,unit_allocations,unit,unit.unit_type';
    const bare = new StoraUnderTest({ scopes });
    await bare.press('absent', { expand: parts });
    expect(await bare.source.getTenancy(someTenancy())).toEqual(whole);
  });

  it('tells of leaving', async () => {
    const id = someTenancy();
    await stora.press('move-out', { tenancyId: id });
    const tenancy = recordIn(await stora.source.getTenancy(id));
    expect(tenancy?.endsAt).toBeTruthy();
    expect(tenancy?.subscription?.isCancelled).toBe(true);
    expect(tenancy?.contact?.lifecycle).toBe('churned');
  });

  it.each(['deal', 'order', 'tenancy'] as const)('lists what is a %s', async (kind) => {
    await openDeal();
    const updatedAfter = '2000-01-01T00:00:00Z';
    const page = await stora.source.listSales({ kind, page: 1, updatedAfter });
    expect(page.unreadable).toBe(0);
    expect(page.entries.length).toBeGreaterThan(0);
    expect(page.entries.every(({ shown }) => shown.ok && shown.value.kind === kind)).toBe(true);
  });

  it('knows none of what is not there', async () => {
    expect(await stora.source.getDeal('deal_0')).toBeUndefined();
    expect(await stora.source.getOrder('order_0')).toBeUndefined();
    expect(await stora.source.getTenancy('ten_0')).toBeUndefined();
  });

  it('never sends an empty patch of the metadata of an order', async () => {
    await expect(stora.source.patchOrderMetadata('order_1', {})).rejects.toThrow('never sent');
    expect(stora.sent).toEqual([]);
  });
});
