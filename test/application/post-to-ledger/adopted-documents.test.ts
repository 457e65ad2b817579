import { describe, expect, it } from 'vitest';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import { type OneInvoice, oneInvoice, paid } from '../../support/one-invoice.ts';

/** The invoice of 120.00 stands in the ledger by a file, on this day. */
async function imported(day: string, settings: Partial<LedgerSettings> = {}): Promise<OneInvoice> {
  const life = await oneInvoice({ settings });
  const invoices = `HBR-0001;Ada Byron;${day};120.00;20.00;`;
  await life.pipeline.pressXero('import', { contacts: 'Ada Byron;ada@example.com', invoices });
  return life;
}

async function lock({ pipeline }: OneInvoice, periodLockDay: string): Promise<void> {
  await pipeline.pressXero('lock-date', { periodLockDay });
  pipeline.ports.ledgerFor().catalogue.forget(pipeline.clock.nowEpochMs());
}

const historyCalls = ({ pipeline }: OneInvoice) =>
  pipeline.calls.filter(({ url }) => url.includes('/History'));

describe('a document that somebody else entered', () => {
  it('is linked, and bears no note that we posted it', async () => {
    const life = await imported('2026-11-30');

    await life.shows({}, paid);

    expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 PAID 120.00 0.00'] });
    expect(historyCalls(life)).toEqual([]);
    expect(await life.issues()).toEqual([]);
  });

  it('is no write of ours in the activities, though we tried it and were refused', async () => {
    let entered = false;
    const life: OneInvoice = await oneInvoice({
      intercept: async (request, answer) => {
        if (!entered && request.method === 'PUT' && request.url.includes('/Invoices')) {
          entered = true;
          const invoices = 'HBR-0001;Ada Byron;2026-11-30;120.00;20.00;';
          await life.pipeline.pressXero('import', { invoices });
        }
        return answer();
      },
    });

    await life.shows({});

    expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 AUTHORISED 120.00 120.00'] });
    expect((await life.link())?.targetId).toBeDefined();
    expect(historyCalls(life)).toEqual([]);
    const told = life.pipeline.stores.activities
      .all()
      .filter(({ type, detail }) => type === 'record.applied' && detail.kind === 'invoice');
    expect(told).toEqual([]);
  });

  it.each(['hold', 'next_open_day', 'draft'] as const)(
    'is linked in a locked period, too, where such documents go by `%s`',
    async (lockedPeriod) => {
      const life = await imported('2026-11-30', { lockedPeriod });
      await lock(life, '2026-12-15');

      await life.shows({});

      expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 AUTHORISED 120.00 120.00'] });
      expect((await life.link())?.targetId).toBeDefined();
      expect(await life.issues()).toEqual([]);
    },
  );

  it('is a question in a locked period where it is another', async () => {
    const life = await imported('2026-11-29', { lockedPeriod: 'next_open_day' });
    await lock(life, '2026-12-15');

    await life.shows({});

    expect(await life.issues()).toEqual([expect.stringMatching(/^number_taken: .*2026-11-29/)]);
    expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 AUTHORISED 120.00 120.00'] });
  });

  it('of a locked period still waits for the lock where it is not there', async () => {
    const life = await oneInvoice();
    await lock(life, '2026-12-15');

    await life.shows({});

    expect(await life.issues()).toEqual([expect.stringMatching(/^locked_period: /)]);
    expect(await life.books()).toMatchObject({ invoices: [] });
  });
});

describe('a document that bears a later day than its own', () => {
  it('is due by its own day, and never before the one that it bears', async () => {
    const dues: unknown[] = [];
    for (const paymentTermsDays of [14, 30]) {
      const life = await oneInvoice({
        settings: { lockedPeriod: 'next_open_day', paymentTermsDays },
      });
      await lock(life, '2026-12-15');
      await life.shows({});
      const [invoice] = (await life.pipeline.xeroState()).invoices;
      dues.push([invoice.date, invoice.dueDate]);
    }

    expect(dues).toEqual([
      ['2026-12-16', '2026-12-16'],
      ['2026-12-16', '2026-12-30'],
    ]);
  });
});
