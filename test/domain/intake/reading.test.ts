import { describe, expect, it } from 'vitest';
import type { Reading } from '../../../shared/contracts/source-state.ts';
import { isNews } from '../../../shared/domain/intake/is-news.ts';
import { isPast } from '../../../shared/domain/intake/list-end.ts';
import { currentReading, nextStep } from '../../../shared/domain/intake/reading-steps.ts';
import { readInvoice } from '../../../shared/source/stora/read-invoice.ts';
import { aLink } from '../../builders/a-link.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';

const plan = { contacts: true, creditNotes: true, invoiceStatuses: ['open'], sales: [] };
const nowEpochMs = Date.parse('2026-11-30T12:00:00.000Z');
const since = '2026-11-30T08:00:00.000Z';
const reading: Reading = {
  startedAt: '2026-11-30T12:00:00.000Z',
  kind: 'contact',
  page: 1,
  backTo: '2026-11-30T07:45:00.000Z',
};

describe('a reading', () => {
  it('begins with what changed since the connection', () => {
    expect(currentReading(undefined, { plan, nowEpochMs, since })).toEqual(reading);
  });

  it('goes on where it came to', () => {
    const underway = { ...reading, page: 7 };

    expect(currentReading(underway, { plan, nowEpochMs, since })).toEqual(underway);
  });

  it('is due an hour after the former one was begun, and covers the time since', () => {
    const done = { ...reading, kind: 'done' } as const;
    const later = { plan, nowEpochMs: nowEpochMs + 3_600_000, since };

    expect(currentReading(done, { ...later, nowEpochMs: later.nowEpochMs - 1 })).toBeUndefined();
    expect(currentReading(done, later)).toMatchObject({ backTo: '2026-11-30T11:45:00.000Z' });
  });

  it('goes from list to list, leaving out what is told by events', () => {
    const withoutInvoices = { ...plan, invoiceStatuses: [], sales: [] };

    expect(nextStep(reading, plan, 2)).toMatchObject({ kind: 'contact', page: 2 });
    expect(nextStep({ ...reading, page: 2 }, plan, undefined)).toMatchObject({
      kind: 'invoice',
      page: 1,
    });
    expect(nextStep(reading, withoutInvoices, undefined).kind).toBe('credit_note');
    expect(nextStep({ ...reading, kind: 'credit_note' }, plan, undefined).kind).toBe('done');
  });
});

describe('isPast', () => {
  const backTo = '2026-11-30T08:00:00Z';

  it('ends a list once it is behind the instant', () => {
    expect(isPast(['2026-11-30T09:00:00Z', '2026-11-30T07:00:00Z'], backTo)).toBe(true);
  });

  it.each([
    ['it is not there yet', ['2026-11-30T09:00:00Z', '2026-11-30T08:00:00Z']],
    ['it is in another order', ['2026-11-30T06:00:00Z', '2026-11-30T07:00:00Z']],
    ['a time is missing', ['2026-11-30T09:00:00Z', undefined, '2026-11-30T07:00:00Z']],
    ['it is empty', []],
  ])('goes on while %s', (_why, instants) => {
    expect(isPast(instants, backTo)).toBe(false);
  });
});

describe('isNews', () => {
  const served = {
    since: '2026-11-01T00:00:00Z',
    gaps: [
      {
        from: '2026-11-10T00:00:00Z',
        until: '2026-11-12T00:00:00Z',
        pagesRead: 0,
        invoices: 0,
        sumsMinor: {},
      },
    ],
  };
  const listed = (issued: string, status = 'open', changes = {}) => {
    const invoice = aStoraInvoice({ finalized_at: issued, status, ...changes });
    const record = { kind: 'invoice', record: readInvoice(invoice, issued) } as const;
    return { record, fingerprint: 'now', link: undefined };
  };
  const version = { at: '2026-11-05T00:00:00Z', rank: 1, fingerprint: 'before' };

  it.each([
    ['an invoice that nothing is known of', listed('2026-11-20T00:00:00Z'), true],
    ['an invoice of before the connection', listed('2026-10-31T00:00:00Z'), false],
    ['an invoice of a gap', listed('2026-11-11T00:00:00Z'), false],
    ['a draft', listed('2026-11-20T00:00:00Z', 'draft'), false],
    ['a void one that was never posted', listed('2026-11-20T00:00:00Z', 'void'), false],
    [
      'a void one with money on it, which somebody has to be asked about',
      listed('2026-11-20T00:00:00Z', 'void', { amount_paid: storaPounds(5_000) }),
      true,
    ],
    [
      'a posted one in another state',
      { ...listed('2026-11-11T00:00:00Z'), link: aLink({ version }) },
      true,
    ],
    [
      'a posted one in the same state',
      {
        ...listed('2026-11-20T00:00:00Z'),
        link: aLink({ version: { ...version, fingerprint: 'now' } }),
      },
      false,
    ],
    [
      'one that was judged in the same state',
      {
        ...listed('2026-11-20T00:00:00Z'),
        link: aLink({ judgedVersion: { ...version, fingerprint: 'now' } }),
      },
      false,
    ],
  ])('judges %s', (_what, one, expected) => {
    expect(isNews(one, served)).toBe(expected);
  });
});
