import { beforeEach, describe, expect, it } from 'vitest';
import { pauseBackfill, startBackfill } from '../../../shared/application/backfill/direct-run.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { operatorId } from '../../support/vendors-in-process.ts';
import { walkAll } from '../../support/walked-pages.ts';
import {
  aNightThrough,
  lost,
  nightOf,
  proofOf,
  startNightOf,
  whose,
  workAsked,
  workThrough,
} from '../../support/worked-nights.ts';

let pipeline: Pipeline;
const november = '2026-11';

beforeEach(async () => {
  pipeline = await startPipeline({ settings: { startDate: '2026-10-01', historyNotes: false } });
});

async function posted(count: number): Promise<Array<{ id: string; number: string }>> {
  await pipeline.press('month-end-run', { count });
  await pipeline.settle();
  return (await pipeline.storaState()).invoices;
}

function hoursLater(hours: number): void {
  pipeline.clock.advance(hours * 3_600_000);
}

function callsTo(side: string): number {
  return pipeline.calls.filter(({ url }) => url.includes(side)).length;
}

async function numbersInLedger(): Promise<string[]> {
  const { invoices } = await pipeline.xeroState();
  return invoices.map(({ number }: { number: string }) => number).sort();
}

const noted = (type: string) =>
  pipeline.stores.activities.all().filter((activity) => activity.type === type);

describe('a night of a month in step', () => {
  it('finds nothing, and shows the same sums on both sides', async () => {
    const [invoice] = await posted(5);
    await pipeline.press('pay', { invoiceId: invoice?.id });
    await pipeline.settle();
    hoursLater(24);

    const night = await aNightThrough(pipeline);

    expect(night).toMatchObject({
      status: 'done',
      proved: ['2026-12', november, '2026-10'],
      found: {},
      repaired: 0,
      unexplainedMinor: 0,
    });
    const { currencies, documents, mismatches } = await proofOf(pipeline, november);
    expect(documents).toEqual({ source: 5, ledger: 5 });
    expect(mismatches).toEqual([]);
    expect(currencies).toHaveLength(1);
    expect(currencies[0]?.source).toEqual(currencies[0]?.ledger);
    expect(currencies[0]?.source.paidMinor).toBeGreaterThan(0);
    expect(await pipeline.stores.nights.latest(operatorId, 'xero', 5)).toEqual([night]);
    expect(noted('night.done')).toHaveLength(1);
  });

  it('takes a call for each page and no other, once the ledger is known', async () => {
    await posted(130);
    hoursLater(24);
    await aNightThrough(pipeline);
    hoursLater(24);
    const before = { stora: callsTo('stora'), xero: callsTo('xero') };

    const night = await aNightThrough(pipeline);

    const calls = {
      source: callsTo('stora') - before.stora,
      ledger: callsTo('xero') - before.xero,
    };
    expect(night.calls).toEqual(calls);
    expect(calls).toEqual(night.pages);
    // Two pages of what is open, of the month and of the days before the next one; one of each other list.
    expect(night.pages).toEqual({ source: 2 + 2 + 2 + 5, ledger: 2 + 8 });
  });
});

describe('what was lost on the way', () => {
  it('is brought over that night without a click, once, and the next night finds nothing', async () => {
    const [paid] = await posted(4);
    hoursLater(1);
    await lost(pipeline, async () => {
      await pipeline.press('month-end-run', { count: 3 });
      await pipeline.press('pay', { invoiceId: paid?.id });
    });
    hoursLater(24);

    const night = await aNightThrough(pipeline);
    expect(night).toMatchObject({ found: { missing: 3, webhook_lost: 1 }, repaired: 4 });
    expect(night.unexplainedMinor).toBe(0);
    expect(night.differenceMinor).toBeLessThan(0);
    expect(
      noted('night.repaired')
        .map(({ detail }) => detail.class)
        .sort(),
    ).toEqual([...['missing', 'missing', 'missing', 'webhook_lost']]);
    await workAsked(pipeline);

    expect(await numbersInLedger()).toHaveLength(7);
    expect((await pipeline.xeroState()).payments).toHaveLength(1);
    expect(await aNightThrough(pipeline)).toMatchObject({ found: {}, repaired: 0 });
  });

  it('is asked for once where the night is asked for twice before it is worked', async () => {
    await posted(1);
    await lost(pipeline, () => pipeline.press('month-end-run', { count: 1 }));
    hoursLater(24);
    await aNightThrough(pipeline);
    await aNightThrough(pipeline);
    await workAsked(pipeline);

    expect(new Set(await numbersInLedger()).size).toBe(2);
    expect(await numbersInLedger()).toHaveLength(2);
  });

  it('is no document of before the connection: that a person asks for', async () => {
    await pipeline.press('month-end-run', { count: 2 });
    await lost(pipeline, async () => {});
    hoursLater(24);
    pipeline.stores.connections.seed(
      aConnection({
        ...{ operatorId, provider: 'stora', epoch: 1 },
        connectedAt: new Date(pipeline.clock.nowEpochMs()).toISOString(),
      }),
    );

    const { repaired } = await aNightThrough(pipeline);

    expect(repaired).toBe(0);
    const { mismatches } = await proofOf(pipeline, november);
    expect(mismatches.map((one) => [one.class, one.fix])).toEqual([
      ['missing', 'repair'],
      ['missing', 'repair'],
    ]);
  });

  it('is on its way where it came about a moment ago', async () => {
    await posted(1);
    await lost(pipeline, () => pipeline.press('month-end-run', { count: 2 }));

    const night = await aNightThrough(pipeline);

    expect(night).toMatchObject({ found: { late: 2 }, repaired: 0 });
  });

  it('is a payment of a month whose turn it is not: only that invoice is read', async () => {
    const [first] = await posted(3);
    hoursLater(24);
    await aNightThrough(pipeline);
    hoursLater(40 * 24);
    await aNightThrough(pipeline, { months: [november] });
    await lost(pipeline, () => pipeline.press('pay', { invoiceId: first?.id }));
    const before = pipeline.calls.length;

    const night = await aNightThrough(pipeline);

    expect(night.months).toEqual(['2027-01', '2026-12', '2026-10']);
    expect(night.mismatches).toMatchObject([{ class: 'webhook_lost', sourceId: first?.id }]);
    const reads = pipeline.calls.slice(before).filter(({ url }) => /invoices\/inv_/.test(url));
    expect(reads).toHaveLength(1);
    await workAsked(pipeline);
    expect((await pipeline.xeroState()).payments).toHaveLength(1);
    expect((await aNightThrough(pipeline)).mismatches).toBeUndefined();
  });

  it('is a customer whose change nobody told of', async () => {
    await posted(1);
    const { contacts: before } = await pipeline.xeroState();
    const contactId = before.find(
      (one: { contactNumber?: string }) => one.contactNumber,
    )?.contactNumber;
    await lost(pipeline, () =>
      pipeline.press('update-contact', { contactId, full_name: 'Ada Lovelace' }),
    );
    hoursLater(24);

    const night = await aNightThrough(pipeline);

    expect(night.mismatches).toMatchObject([{ class: 'webhook_lost', kind: 'contact' }]);
    await workAsked(pipeline);
    const { contacts } = await pipeline.xeroState();
    expect(contacts.map(({ name }: { name: string }) => name)).toContain('Ada Lovelace');
  });
});

describe('what people did in the ledger', () => {
  it('is listed with what it makes in the sums, and never written over', async () => {
    const [edited, voided] = await posted(3);
    await pipeline.pressXero('edit-invoice', { number: edited?.number, amount: '1.00' });
    await pipeline.pressXero('void-invoice', { number: voided?.number });
    hoursLater(24);

    const night = await aNightThrough(pipeline);

    expect(night).toMatchObject({ repaired: 0, unexplainedMinor: 0 });
    const { mismatches } = await proofOf(pipeline, november);
    expect(new Set(mismatches.map(({ number }) => number))).toEqual(
      new Set([edited?.number, voided?.number]),
    );
    expect(mismatches.every(({ fix }) => fix === 'in_ledger')).toBe(true);
  });
});

describe('what a lock moved to another month', () => {
  beforeEach(async () => {
    pipeline = await startPipeline({
      settings: { startDate: '2026-10-01', historyNotes: false, lockedPeriod: 'next_open_day' },
    });
    await pipeline.pressXero('lock-date', { periodLockDay: '2026-12-02' });
  });

  it('is in step, and counts in the month in which it stands', async () => {
    await posted(3);
    hoursLater(24);

    expect(await aNightThrough(pipeline)).toMatchObject({ found: {}, unexplainedMinor: 0 });
    const { currencies } = await proofOf(pipeline, '2026-12');
    expect(currencies[0]?.source.postedMinor).toBe(currencies[0]?.ledger.postedMinor);
    expect(currencies[0]?.ledger.postedMinor).toBeGreaterThan(0);
  });

  it('is not missing where its link is lost', async () => {
    const [invoice] = await posted(2);
    const key = { ...whose, kind: 'invoice', sourceId: invoice?.id ?? '' } as const;
    pipeline.stores.links.seed({ ...key, revision: 0, effects: {}, owed: [] });
    hoursLater(24);

    const { found } = await aNightThrough(pipeline, { months: [november] });

    expect(found).toEqual({ record_without_link: 1 });
  });
});

describe('beside a night', () => {
  it('a backfill walks, and nothing is brought over twice', async () => {
    await posted(1);
    await lost(pipeline, () => pipeline.press('month-end-run', { count: 12 }));
    hoursLater(24);
    const span = { issuedFrom: '2026-11-01T00:00:00.000Z' };
    await startBackfill(pipeline.ports, { ...whose, actor: 'operator' }, span);

    await startNightOf(pipeline);
    await workThrough(pipeline, {
      before: async (receive) => {
        if (receive === 6) await walkAll(pipeline);
        return false;
      },
    });
    await workAsked(pipeline);

    const numbers = await numbersInLedger();
    expect(numbers).toHaveLength(13);
    expect(new Set(numbers).size).toBe(13);
    expect(await aNightThrough(pipeline)).toMatchObject({ found: {} });
  });

  it('a backfill that stands keeps its documents: they are on their way', async () => {
    await posted(1);
    await lost(pipeline, () => pipeline.press('month-end-run', { count: 2 }));
    hoursLater(24);
    await startBackfill(pipeline.ports, { ...whose, actor: 'operator' });

    expect(await aNightThrough(pipeline)).toMatchObject({ found: { late: 2 }, repaired: 0 });
  });

  it('a backfill is paused for weeks, and what came about since the connection is brought over', async () => {
    await posted(1);
    await lost(pipeline, () => pipeline.press('month-end-run', { count: 2 }));
    hoursLater(24);
    const direction = { ...whose, actor: 'operator' };
    await startBackfill(pipeline.ports, direction);
    await pauseBackfill(pipeline.ports, direction);

    expect(await aNightThrough(pipeline)).toMatchObject({ found: { missing: 2 }, repaired: 2 });
  });

  it.each([
    ['xero', 'disconnecting'],
    ['stora', 'needs_reconnect'],
  ] as const)('%s is left in the middle, and it stops where it is', async (provider, status) => {
    await posted(2);
    hoursLater(24);
    await startNightOf(pipeline);
    await workThrough(pipeline, {
      before: async (receive) => {
        if (receive === 5)
          pipeline.stores.connections.seed(aConnection({ operatorId, provider, epoch: 2, status }));
        return false;
      },
    });

    expect(await nightOf(pipeline)).toMatchObject({
      status: 'stopped',
      stoppedBecause: 'not_connected',
    });
    expect(await startNightOf(pipeline)).toBe('not_connected');
  });

  it('another company is connected, and it stops', async () => {
    await posted(1);
    await startNightOf(pipeline);
    const account = { id: 'another', name: 'Another Ltd' };
    pipeline.stores.connections.seed(aConnection({ operatorId, provider: 'xero', account }));
    await workThrough(pipeline);

    expect((await nightOf(pipeline)).stoppedBecause).toBe('other_company');
  });

  it('posting is switched off, and it stops; nor does one begin', async () => {
    await posted(1);
    await startNightOf(pipeline);
    const settings = await pipeline.stores.settings.get(operatorId, 'xero');
    if (settings !== undefined)
      await pipeline.stores.settings.put({ ...settings, posting: { isOn: false } });
    await workThrough(pipeline);

    expect((await nightOf(pipeline)).stoppedBecause).toBe('switched_off');
    expect(await startNightOf(pipeline)).toBe('switched_off');
  });
});

describe('a month that somebody asks for', () => {
  it('is compared, and nothing else', async () => {
    await posted(2);
    hoursLater(24);

    const night = await aNightThrough(pipeline, { months: [november] });

    expect(night.proved).toEqual([november]);
    expect(night.pages).toEqual({ source: 2, ledger: 3 });
  });

  it('is refused where it is before the start or still to come', async () => {
    expect(await startNightOf(pipeline, { months: ['2026-09'] })).toBe('no_such_month');
    expect(await startNightOf(pipeline, { months: ['2026-12'] })).toBe('no_such_month');
  });
});
