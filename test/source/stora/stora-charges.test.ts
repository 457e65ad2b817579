import { describe, expect, it } from 'vitest';
import { readSourceUses } from '../../../shared/application/settings/read-source-uses.ts';
import { StoraUnderTest } from './support/stora-under-test.ts';

describe('what Stora charges for', () => {
  it('is named with its code and its site, as far as the lists show them', async () => {
    const stora = new StoraUnderTest();
    const [bristol] = [...stora.operator.tables.sites.values()];

    const { charges, unread } = await stora.source.charges.charges();

    expect(unread).toEqual([]);
    const siteId = bristol?.id;
    expect(charges).toContainEqual({
      what: 'product',
      name: 'Pack of five boxes',
      code: 'BOXES',
      siteId,
    });
    expect(charges).toContainEqual({
      what: 'protection',
      name: 'up to £2,000.00',
      code: '260',
      siteId: undefined,
    });
    // The pages show no code of a unit type.
    expect(charges).toContainEqual({
      what: 'unit_type',
      name: 'Small unit 25 sq ft',
      code: undefined,
      siteId,
    });
  });

  it('is told as far as the connection may read it', async () => {
    const scopes = 'public.site:read public.invoice:read public.unit_type:read';
    const stora = new StoraUnderTest({ scopes });

    const { charges, unread } = await stora.source.charges.charges();

    expect(unread).toEqual(['products', 'protection levels']);
    expect(charges.map(({ what }) => what)).toContain('unit_type');
    expect(await stora.source.charges.sites()).toHaveLength(2);
  });

  it('hides nothing of the rest when Stora fails: the next look asks anew', async () => {
    const stora = new StoraUnderTest();
    stora.scripted.push(() => new Response('', { status: 503 }));

    await expect(stora.source.charges.charges()).rejects.toThrow();
  });

  it('is known with the codes, rates and sites of recent invoices', async () => {
    const stora = new StoraUnderTest();
    await stora.press('month-end-run', { count: 12 });

    const uses = await readSourceUses({ sourceFor: () => stora.source }, 'acorn');

    expect(uses).toMatchObject({ currencies: ['GBP'], invoices: 12, documentsPerDay: 12 });
    expect(uses.sites.map(({ name }) => name)).toEqual(['Bath Riverside', 'Bristol Temple Meads']);
    const rent = uses.codes.find(({ code }) => code === '201');
    expect(rent?.names.join()).toMatch(/Unit type .* unit .* sq ft, Bath Riverside/);
    expect(rent?.rates).toMatchObject([{ rateBasisPoints: 2000 }]);
    expect(uses.codes.find(({ code }) => code === '260')?.rates).toMatchObject([
      { rateBasisPoints: 1200 },
    ]);
    expect(uses.codes.map(({ code }) => code)).toContain('BOXES');
  });
});
