import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hasXeroContract, openXeroContract } from './support/xero-contract.ts';
import { accepted, XeroUnderTest } from './support/xero-under-test.ts';

// Where the description of the API is there, every request of these tests is held against it as well.
const contract = hasXeroContract ? await openXeroContract() : undefined;

let xero: XeroUnderTest;

beforeEach(async () => {
  xero = await XeroUnderTest.open(contract);
});

afterEach(() => {
  expect(xero.problems()).toEqual([]);
});

describe('the catalogue', () => {
  it('shows chart, rates, tracking and lock dates', async () => {
    const catalogue = await xero.ledger.catalogue.read();

    expect(catalogue).toMatchObject({
      organisationName: 'Acorn Self Storage Ltd',
      baseCurrency: 'GBP',
      currencies: ['GBP'],
      countryCode: 'GB',
      periodLockDate: '2026-03-31',
      endOfYearLockDate: '2025-03-31',
    });
    const codes = new Map(catalogue.accounts.map((account) => [account.code, account]));
    expect(codes.get('200')).toMatchObject({
      type: 'REVENUE',
      isActive: true,
      defaultTaxType: 'OUTPUT2',
      acceptsPayments: false,
    });
    expect(codes.get('205')).toMatchObject({ isActive: false });
    expect(codes.get('091')).toMatchObject({ acceptsPayments: true });
    const rates = new Map(catalogue.taxRates.map((rate) => [rate.taxType, rate]));
    expect(rates.get('TAX001')).toMatchObject({ rateBasisPoints: 1_200, appliesToRevenue: true });
    expect(rates.get('INPUT2')).toMatchObject({ rateBasisPoints: 2_000, appliesToRevenue: false });
    expect(catalogue.trackingCategories).toMatchObject([
      { name: 'Location', isActive: true, options: [{ name: 'Acorn Leeds', isActive: true }] },
      { name: 'Department' },
    ]);
  });

  it('is kept for five minutes and then read again', async () => {
    await xero.ledger.catalogue.read();
    const calls = xero.sent.length;
    xero.clock.advance(4 * 60_000);
    await xero.ledger.catalogue.read();
    expect(xero.sent).toHaveLength(calls);

    xero.clock.advance(60_000);
    await xero.ledger.catalogue.read();
    expect(xero.sent).toHaveLength(2 * calls);
  });

  it('shows tracking anew after we changed it', async () => {
    const before = await xero.ledger.catalogue.read();
    const categoryId = before.trackingCategories[0]?.categoryId ?? '';
    accepted(await xero.ledger.tracking.createOption(categoryId, 'Acorn York', xero.key()));
    xero.ledger.tracking.forget();

    const after = await xero.ledger.catalogue.read();
    expect(after.trackingCategories[0]?.options.map(({ name }) => name)).toContain('Acorn York');
  });

  it('keeps what was read before one part failed', async () => {
    xero.scripted.push(
      () => Response.json({ Organisations: [{ Name: 'A', BaseCurrency: 'USD' }] }),
      () => Response.json({ Accounts: [] }),
      () => new Response('', { status: 429, headers: { 'retry-after': '30' } }),
    );
    await expect(xero.ledger.catalogue.read()).rejects.toThrow();
    const calls = xero.sent.length;

    expect(await xero.ledger.catalogue.read()).toMatchObject({
      organisationName: 'A',
      accounts: [],
    });
    expect(xero.sent).toHaveLength(calls + 3);
  });

  it('forgets what was read until a time, and keeps what was read since', async () => {
    await xero.ledger.catalogue.read();
    const calls = xero.sent.length;
    const readAtEpochMs = xero.clock.nowEpochMs();
    xero.clock.advance(1_000);

    xero.ledger.catalogue.forget(readAtEpochMs);
    await xero.ledger.catalogue.read();
    xero.ledger.catalogue.forget(readAtEpochMs);
    await xero.ledger.catalogue.read();

    expect(xero.sent).toHaveLength(2 * calls);
  });

  it('shows what is odd as what it is: open periods, ISO lock dates, rates of parts of a basis point, foreign currencies', async () => {
    const organisation = { Name: 'A', BaseCurrency: 'USD', PeriodLockDate: '2026-01-31T00:00:00' };
    const rate = { Status: 'ACTIVE', Name: 'r' };
    xero.scripted.push(
      () => Response.json({ Organisations: [organisation] }),
      () => Response.json({ Accounts: [{ AccountID: 'a', Code: '', Name: 'x', Type: 'REVENUE' }] }),
      () =>
        Response.json({
          TaxRates: [
            { ...rate, TaxType: 'NY', EffectiveRate: 8.875, ReportTaxType: 'OUTPUT' },
            { ...rate, TaxType: 'QC', EffectiveRate: 9.975 },
            { ...rate, TaxType: 'COMPOUND', EffectiveRate: 15.47375 },
            { ...rate, TaxType: 'WITHHELD', EffectiveRate: -10 },
            { ...rate, TaxType: 'SHOWN', EffectiveRate: null, DisplayTaxRate: 7.5 },
            { ...rate, TaxType: 'EMPTY' },
            { ...rate, TaxType: 'IE', EffectiveRate: 13.5 },
            { ...rate, TaxType: 'OLD', EffectiveRate: 15, Status: 'DELETED' },
          ],
        }),
      () => Response.json({ TrackingCategories: [] }),
      () => Response.json({ Currencies: [{ Code: 'CAD' }, { Code: 'USD' }] }),
    );

    expect(await xero.ledger.catalogue.read()).toEqual({
      organisationName: 'A',
      baseCurrency: 'USD',
      currencies: ['USD', 'CAD'],
      countryCode: '',
      timeZone: undefined,
      periodLockDate: '2026-01-31',
      endOfYearLockDate: undefined,
      accounts: [
        {
          accountId: 'a',
          code: undefined,
          name: 'x',
          type: 'REVENUE',
          isActive: true,
          defaultTaxType: undefined,
          acceptsPayments: false,
        },
      ],
      taxRates: [
        {
          taxType: 'NY',
          name: 'r',
          rateBasisPoints: 887.5,
          reportType: 'OUTPUT',
          isActive: true,
          appliesToRevenue: true,
        },
        ...[
          { taxType: 'QC', rateBasisPoints: 997.5, appliesToRevenue: true },
          { taxType: 'COMPOUND', rateBasisPoints: 1_547.375, appliesToRevenue: true },
          { taxType: 'WITHHELD', rateBasisPoints: -1_000, appliesToRevenue: false },
          { taxType: 'SHOWN', rateBasisPoints: 750, appliesToRevenue: true },
          { taxType: 'EMPTY', rateBasisPoints: -100, appliesToRevenue: false },
        ].map((one) => ({ name: 'r', isActive: true, ...one })),
        {
          taxType: 'IE',
          name: 'r',
          rateBasisPoints: 1_350,
          isActive: true,
          appliesToRevenue: true,
        },
        {
          taxType: 'OLD',
          name: 'r',
          rateBasisPoints: 1_500,
          isActive: false,
          appliesToRevenue: true,
        },
      ],
      trackingCategories: [],
    });
  });

  it('goes without the list of currencies where the ledger refuses it', async () => {
    xero.scripted.push(
      () => Response.json({ Organisations: [{ Name: 'A', BaseCurrency: 'USD' }] }),
      () => Response.json({ Accounts: [] }),
      () => Response.json({ TaxRates: [] }),
      () => Response.json({ TrackingCategories: [] }),
      () => new Response('', { status: 403 }),
    );

    expect(await xero.ledger.catalogue.read()).toMatchObject({ currencies: ['USD'] });
  });

  it('is not taken from an answer without an organisation', async () => {
    xero.scripted.push(() => Response.json({ Organisations: [] }));

    await expect(xero.ledger.catalogue.read()).rejects.toThrow('no organisation');
  });
});

describe('tracking', () => {
  it('gets a category while a place is free', async () => {
    const department = [...xero.book.trackingCategories.values()][1];
    xero.book.trackingCategories.delete(department?.trackingCategoryId ?? '');

    accepted(await xero.ledger.tracking.createCategory('Region', xero.key()));
    const names = [...xero.book.trackingCategories.values()].map(({ name }) => name);
    expect(names).toEqual(['Location', 'Region']);
  });

  it('gets no third category', async () => {
    expect(await xero.ledger.tracking.createCategory('Region', xero.key())).toEqual({
      ok: false,
      cause: 'tracking_full',
      detail: '',
      isWholeCall: true,
    });
  });

  it('gets no second option of a name', async () => {
    const { trackingCategories } = await xero.ledger.catalogue.read();
    const categoryId = trackingCategories[0]?.categoryId ?? '';

    expect(
      await xero.ledger.tracking.createOption(categoryId, 'acorn leeds', xero.key()),
    ).toMatchObject({ ok: false });
  });
});

describe('pages for people', () => {
  it('are addressed in the app and not in the API', () => {
    expect(xero.ledger.documentUrl('invoice', 'id-1')).toBe(
      'https://go.xero.test/AccountsReceivable/View.aspx?InvoiceID=id-1',
    );
    expect(xero.ledger.documentUrl('credit_note', 'id-1')).toBe(
      'https://go.xero.test/AccountsReceivable/ViewCreditNote.aspx?creditNoteID=id-1',
    );
  });
});
