import { describe, expect, it } from 'vitest';
import { lookAtLedgers } from '../../../shared/application/differences/look-at-ledgers.ts';
import { watchLedgers } from '../../../shared/application/differences/watch-ledgers.ts';
import { holderKey } from '../../../shared/domain/links/holder.ts';
import { oneInvoice, over, paid, voided } from '../../support/one-invoice.ts';

const minuteMs = 60_000;
const number = 'HBR-0001';

/** An invoice that stood in the books by a file before us, and was linked; the books are looked at. */
async function adopted() {
  const life = await oneInvoice({ settings: { changedDocument: 'amend' } });
  const { clock, ports, stores, pressXero } = life.pipeline;
  await watchLedgers(ports, await stores.connections.list('acorn'));
  const invoices = `${number};Ada Byron;2026-11-30;120.00;20.00;`;
  await pressXero('import', { contacts: 'Ada Byron;ada@example.com', invoices });
  await life.shows({});
  expect((await life.documents('invoices')).map((one) => one.number)).toEqual([number]);
  const look = async () => {
    clock.advance(5 * minuteMs);
    await stores.ledgerWatches.lookBy({ operatorId: 'acorn', target: 'xero' }, clock.nowEpochMs());
    const deps = { ...ports, ledgers: { xero: () => ports.ledgerFor() } };
    return lookAtLedgers(deps, clock.nowEpochMs() + 60 * minuteMs);
  };
  expect(await look()).toMatchObject({ looked: 1, found: 0 });
  const shown = async () => (await stores.differences.page('acorn', undefined, 100)).differences;
  return { ...life, look, shown };
}

describe('a document that somebody else entered and that we linked', () => {
  it.each([
    { what: 'voided', action: 'void-invoice', fields: {}, changed: [] },
    { what: 'edited', action: 'edit-invoice', fields: { amount: '1.00' }, changed: ['total'] },
    { what: 'edited', action: 'edit-invoice', fields: { account: '260' }, changed: ['lines'] },
    { what: 'edited', action: 'edit-invoice', fields: { date: '2026-11-02' }, changed: ['day'] },
    {
      what: 'paid',
      action: 'pay-invoice',
      fields: { amount: '5.00', account: '091' },
      changed: ['paid'],
    },
  ])('is shown like one of ours: $what, $changed', async ({ what, action, fields, changed }) => {
    const { pipeline, look, shown } = await adopted();
    await pipeline.pressXero(action, { number, ...fields });
    await look();

    const [difference, ...others] = await shown();
    expect(others).toEqual([]);
    expect(difference).toMatchObject({ what, label: number, sourceId: 'inv_0001' });
    expect(difference?.changes.map(({ field }) => field)).toEqual(expect.arrayContaining(changed));
  });

  it('is no news while only we write to it', async () => {
    const { shows, look, shown } = await adopted();
    await shows(paid);

    expect(await look()).toMatchObject({ found: 0 });
    expect(await shown()).toEqual([]);
  });

  it.each([
    { what: 'changed', state: over(9_000) },
    { what: 'voided', state: voided },
  ])('stands as it was edited: $what at the source', async ({ state }) => {
    const { pipeline, shows, look, shown, books, issues } = await adopted();
    await pipeline.pressXero('edit-invoice', { number, account: '260' });
    await look();
    const before = await shown();

    await shows(state);

    expect(await books()).toMatchObject({ invoices: [`${number} AUTHORISED 120.00 120.00`] });
    expect(await issues()).toEqual([expect.stringMatching(/^changed_after_posting: /)]);
    await look();
    expect(await shown()).toEqual(before);
  });

  it('is not shown where what was noted of it names a record that it does not stand for', async () => {
    const { pipeline, look, shown, link } = await adopted();
    const { links } = pipeline.stores;
    const own = await link();
    const key = { operatorId: 'acorn', target: 'xero', kind: 'invoice', sourceId: '' } as const;
    const holder = await links.get(holderKey(key, own?.targetId ?? ''));
    expect(holder?.targetId).toBe('inv_0001');
    if (holder !== undefined) await links.save({ ...holder, targetId: 'inv_of_before' });
    await pipeline.pressXero('void-invoice', { number });
    await look();

    expect(await shown()).toEqual([]);
  });
});
