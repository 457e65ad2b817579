import { describe, expect, it } from 'vitest';
import type { Gap } from '../../../shared/contracts/source-state.ts';
import { missedRows } from '../../../shared/domain/portal/missed-words.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const gap: Gap = {
  from: '2026-11-28T09:05:00.000Z',
  until: '2026-11-29T10:00:00.000Z',
  pagesRead: 1,
  invoices: 12,
  sumsMinor: { GBP: 123_456_789, EUR: 5_000 },
  countedAt: '2026-11-29T10:01:00.000Z',
};

const from = (startDate: string) => [ledgerSettings({ startDate })];

describe('missedRows', () => {
  it('names the time, the number and the sum of each currency', () => {
    expect(missedRows([gap], from('2026-11-01'))).toMatchObject([
      {
        span: 'From 28 Nov 2026, 09:05 UTC until 29 Nov 2026, 10:00 UTC',
        message: expect.stringContaining(
          '12 invoices over €50.00 and £1,234,567.89 were not sent.',
        ),
      },
    ]);
  });

  it('speaks of one invoice as of one', () => {
    const one = { ...gap, invoices: 1, sumsMinor: { JPY: 1_200 } };

    expect(missedRows([one], from('2026-11-01'))[0]?.message).toContain(
      '1 invoice over JPY 1,200 was',
    );
  });

  it('begins with the start date where nothing was connected before', () => {
    expect(missedRows([gap], from('2026-11-29'))[0]?.span).toContain('From 29 Nov 2026 until');
  });

  it('says nothing where nothing is missing', () => {
    expect(missedRows([{ ...gap, invoices: 0, sumsMinor: {} }], from('2026-11-01'))).toEqual([]);
    expect(missedRows(undefined, from('2026-11-01'))).toEqual([]);
  });

  it('says nothing where nothing was to be sent anywhere yet', () => {
    expect(missedRows([gap], [])).toEqual([]);
  });

  it('names where they can be sent to', () => {
    expect(missedRows([gap], from('2026-11-01'))[0]?.remedy).toMatch(
      /Send them to Xero from the page of earlier documents/,
    );
  });

  it('says the time without a number while it counts, and where it cannot', () => {
    const { countedAt: _counted, ...uncounted } = gap;
    const uncountable = { ...uncounted, isUncountable: true };

    expect(missedRows([uncounted], from('2026-11-01'))[0]?.message).toContain('We are counting');
    expect(missedRows([uncountable], from('2026-11-01'))[0]?.message).toContain('too much of it');
    expect(missedRows([uncountable], from('2026-11-01'))[0]?.message).not.toContain('12');
  });
});
