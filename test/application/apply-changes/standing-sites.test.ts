import { describe, expect, it } from 'vitest';
import { givenUp, type OneInvoice, oneInvoice, over } from '../../support/one-invoice.ts';

const writeOffs = { uncollectible: 'credit', badDebtAccountCode: '477' } as const;
const ruled = { taxRules: [{ accountCode: '477', rateBasisPoints: 0, taxType: 'NONE' }] };
const site = 'Harbour Road';

interface Tracked {
  lines: Array<{ tracking: Array<{ option: string }> }>;
}

/** An invoice that stands with its site, whose option somebody took away since. */
async function withoutItsOption(change: { status: 'DELETED' | 'ARCHIVED' }) {
  const life = await oneInvoice({ settings: { ...writeOffs, ...ruled } });
  await life.shows({});
  expect(await sitesOf(life, 'invoices')).toEqual([site]);
  await life.pipeline.pressXero('tracking', { category: 'Location', option: site, ...change });
  life.pipeline.clock.advance(10 * 60_000);
  return life;
}

async function sitesOf({ pipeline }: OneInvoice, kind: 'invoices' | 'creditNotes') {
  const documents: Tracked[] = (await pipeline.xeroState())[kind];
  return documents.flatMap(({ lines }) =>
    lines.map(({ tracking }) => tracking.map(({ option }) => option).join()),
  );
}

describe('an invoice that stands, whose option was deleted', () => {
  it('keeps its site when it is changed: the option is made once more', async () => {
    const life = await withoutItsOption({ status: 'DELETED' });

    await life.shows(over(9_000));

    expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 AUTHORISED 90.00 90.00'] });
    expect(await sitesOf(life, 'invoices')).toEqual([site]);
    expect(await life.issues()).toEqual([]);
    const told = life.pipeline.stores.activities.all();
    expect(told.filter(({ type }) => type === 'tracking.created')).toHaveLength(2);
  });

  it('is written off on its site', async () => {
    const life = await withoutItsOption({ status: 'DELETED' });

    await life.shows(givenUp);

    expect(await sitesOf(life, 'creditNotes')).toEqual([site]);
    expect(await life.issues()).toEqual([]);
  });

  it.each([
    { why: 'no option may be made', change: 'DELETED', choice: { createTracking: false } },
    { why: 'it is only archived', change: 'ARCHIVED', choice: {} },
  ] as const)('is changed without it, and nobody is asked, where $why', async (one) => {
    const life = await withoutItsOption({ status: one.change });
    await life.choose(one.choice);

    await life.shows(over(9_000));

    expect(await life.books()).toMatchObject({ invoices: ['HBR-0001 AUTHORISED 90.00 90.00'] });
    expect(await life.issues()).toEqual([]);
  });
});
