import { describe, expect, it } from 'vitest';
import { acceptDifference } from '../../../shared/application/differences/accept-difference.ts';
import { lookAtLedgers } from '../../../shared/application/differences/look-at-ledgers.ts';
import { watchLedgers } from '../../../shared/application/differences/watch-ledgers.ts';
import { startPipeline } from '../../support/pipeline.ts';

const minuteMs = 60_000;
const target = 'xero' as const;

/** Posted invoices of one month-end run, each paid or not, in a ledger that is looked at. */
async function postedBooks(count = 3) {
  const pipeline = await startPipeline();
  const { clock, ports, stores } = pipeline;
  await watchLedgers(ports, await stores.connections.list('acorn'));
  await pipeline.press('month-end-run', { count });
  await pipeline.settle();
  const deps = { ...ports, ledgers: { xero: () => ports.ledgerFor() } };
  const look = async () => {
    // Later than what may still be our own write.
    clock.advance(5 * minuteMs);
    await stores.ledgerWatches.lookBy({ operatorId: 'acorn', target }, clock.nowEpochMs());
    return lookAtLedgers(deps, clock.nowEpochMs() + 60 * minuteMs);
  };
  await look();
  const invoices = (await pipeline.storaState()).invoices as Array<{ id: string; number: string }>;
  const [invoice = { id: '', number: '' }] = invoices;
  const key = { operatorId: 'acorn', target, kind: 'invoice' as const, sourceId: invoice.id };
  const shown = async () => (await stores.differences.page('acorn', undefined, 100)).differences;
  return { pipeline, look, invoice, key, shown, deps };
}

describe('a ledger that nobody edits', () => {
  it('shows no differences: what we wrote ourselves is no news', async () => {
    const { pipeline, look, shown } = await postedBooks(5);
    await pipeline.press('pay-all');
    await pipeline.settle();
    const counts = await look();

    expect(counts).toMatchObject({ looked: 1, found: 0, failed: 0 });
    expect(await shown()).toEqual([]);
  });

  it('costs three calls a look', async () => {
    const { pipeline, look } = await postedBooks();
    const before = pipeline.calls.length;
    await look();

    const calls = pipeline.calls.slice(before).map(({ url }) => new URL(url).pathname);
    expect(calls).toEqual([
      '/api.xro/2.0/Contacts',
      '/api.xro/2.0/Invoices',
      '/api.xro/2.0/CreditNotes',
    ]);
  });
});

describe('what a person does in the ledger', () => {
  it.each([
    { what: 'voided', action: 'void-invoice', fields: {}, changed: [] },
    {
      what: 'edited',
      action: 'edit-invoice',
      fields: { amount: '1.00' },
      changed: ['total', 'tax'],
    },
    { what: 'edited', action: 'edit-invoice', fields: { account: '260' }, changed: ['lines'] },
    { what: 'edited', action: 'edit-invoice', fields: { date: '2026-11-02' }, changed: ['day'] },
    {
      what: 'paid',
      action: 'pay-invoice',
      fields: { amount: '5.00', account: '091' },
      changed: ['paid'],
    },
  ])('is shown: $what by $action, $changed', async ({ what, action, fields, changed }) => {
    const { pipeline, look, shown, invoice } = await postedBooks();
    await pipeline.pressXero(action, { number: invoice.number, ...fields });
    await look();

    const [difference, ...others] = await shown();
    expect(others).toEqual([]);
    expect(difference).toMatchObject({ what, label: invoice.number, sourceId: invoice.id });
    expect(difference?.changes.map(({ field }) => field)).toEqual(changed);
  });

  it('is shown: another customer', async () => {
    const { pipeline, look, shown, invoice } = await postedBooks();
    const contacts = (await pipeline.xeroState()).contacts as Array<{ contactId: string }>;
    const [own] = (await pipeline.xeroState()).invoices.filter(
      (one: { number: string }) => one.number === invoice.number,
    );
    const other = contacts.find(({ contactId }) => contactId !== own.contactId)?.contactId;
    await pipeline.pressXero('edit-invoice', { number: invoice.number, contact: other });
    await look();

    expect((await shown())[0]?.changes).toMatchObject([{ field: 'contact' }]);
  });

  it('is shown once, as what is new, and noted among the activities', async () => {
    const { pipeline, look, shown, invoice } = await postedBooks();
    await pipeline.pressXero('edit-invoice', { number: invoice.number, amount: '1.00' });
    await look();
    const [first] = await shown();
    await look();

    expect(await shown()).toEqual([first]);
    const noted = pipeline.stores.activities.all().filter(({ type }) => type.startsWith('diff'));
    expect(noted).toHaveLength(1);
  });

  it('goes by itself when the ledger shows again what was posted', async () => {
    const { pipeline, look, shown, invoice } = await postedBooks();
    const { lines } = (await pipeline.xeroState()).invoices.find(
      (one: { number: string }) => one.number === invoice.number,
    );
    const amount = lines[0].unitAmount;
    await pipeline.pressXero('edit-invoice', { number: invoice.number, amount: '1.00' });
    await look();
    expect(await shown()).toHaveLength(1);
    await pipeline.pressXero('edit-invoice', { number: invoice.number, amount });
    await look();

    expect(await shown()).toEqual([]);
  });

  it('is never written over, whatever comes from the source', async () => {
    const { pipeline, look, shown, invoice } = await postedBooks();
    await pipeline.pressXero('edit-invoice', { number: invoice.number, amount: '1.00' });
    await look();
    const before = (await pipeline.xeroState()).invoices;
    await pipeline.press('month-end-run', { count: 2 });
    await pipeline.settle();
    await look();

    const after = (await pipeline.xeroState()).invoices;
    const edited = (all: Array<{ number: string }>) =>
      all.find(({ number }) => number === invoice.number);
    expect(edited(after)).toEqual(edited(before));
    expect(await shown()).toHaveLength(1);
  });

  it('may be wanted: accepted it stays in the list, until it is edited once more', async () => {
    const { pipeline, look, shown, invoice, key, deps } = await postedBooks();
    await pipeline.pressXero('edit-invoice', { number: invoice.number, amount: '1.00' });
    await look();
    const standing = (await shown())[0]?.standing ?? '';
    const wish = { standing, actor: 'operator' };
    expect(await acceptDifference(deps, key, { ...wish, standing: 'other' })).toBe('changed_since');
    expect(await acceptDifference(deps, key, wish)).toBe('accepted');
    expect((await shown())[0]?.accepted).toMatchObject({ by: 'operator' });

    await pipeline.pressXero('edit-invoice', { number: invoice.number, amount: '2.00' });
    await look();
    expect((await shown())[0]?.accepted).toBeUndefined();
  });
});

describe('a look', () => {
  it('is looked after once more where the ledger told of something meanwhile', async () => {
    const { pipeline, deps } = await postedBooks();
    const { clock, stores } = pipeline;
    const key = { operatorId: 'acorn', target };
    await stores.ledgerWatches.lookBy(key, clock.nowEpochMs());
    const telling = {
      contacts: async () => {
        await stores.ledgerWatches.lookBy(key, clock.nowEpochMs() + 150_000);
        return { records: [], isLast: true };
      },
      documents: async () => ({ records: [], isLast: true }),
    };
    const ledger = pipeline.ports.ledgerFor();
    const ledgers = {
      xero: () => Object.assign(Object.create(ledger) as typeof ledger, { changes: telling }),
    };
    await lookAtLedgers({ ...deps, ledgers }, clock.nowEpochMs() + 60_000);

    expect(await stores.ledgerWatches.due(clock.nowEpochMs() + 149_999, 10)).toEqual([]);
    expect(await stores.ledgerWatches.due(clock.nowEpochMs() + 150_000, 10)).toHaveLength(1);
  });

  it('comes back to a document with a write of ours under way, however late that ends', async () => {
    const { pipeline, look, shown, invoice, key } = await postedBooks();
    const { links } = pipeline.stores;
    const link = await links.get(key);
    if (link === undefined) throw new Error('Nothing is posted.');
    const sending = {
      state: 'sending',
      generation: 0,
      sentAtEpochMs: 0,
      requestHash: 'h',
    } as const;
    await links.save({ ...link, effects: { ...link.effects, void: sending } });
    await pipeline.pressXero('edit-invoice', { number: invoice.number, amount: '1.00' });
    await look();
    await look();
    expect(await shown()).toEqual([]);

    const present = await links.get(key);
    if (present === undefined) throw new Error('Nothing is posted.');
    await links.save({ ...present, effects: link.effects });
    await look();
    expect(await shown()).toHaveLength(1);
  });

  it('is one, though two begin it at once', async () => {
    const { pipeline, deps } = await postedBooks();
    const { clock, stores, calls } = pipeline;
    clock.advance(5 * minuteMs);
    await stores.ledgerWatches.lookBy({ operatorId: 'acorn', target }, clock.nowEpochMs());
    const before = calls.length;
    const until = clock.nowEpochMs() + 60 * minuteMs;
    await Promise.all([lookAtLedgers(deps, until), lookAtLedgers(deps, until)]);

    expect(calls.length - before).toBe(3);
  });
});

describe('a look that is cut off', () => {
  it.each(['put', 'page', 'remove'])(
    'finds the same the next time: %s failed',
    async (operation) => {
      const { pipeline, look, shown, invoice } = await postedBooks();
      await pipeline.pressXero('edit-invoice', { number: invoice.number, amount: '1.00' });
      pipeline.stores.differences.faults.failNext(operation, new Error('killed'));
      await look();
      await look();

      expect(await shown()).toHaveLength(1);
      const noted = pipeline.stores.activities.all().filter(({ type }) => type.startsWith('diff'));
      expect(noted).toHaveLength(1);
    },
  );
});
