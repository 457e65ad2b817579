import { describe, expect, it } from 'vitest';
import { decideInvoice } from '../../../shared/domain/apply/decide-invoice.ts';
import { readInvoice } from '../../../shared/source/stora/read-invoice.ts';
import { aLink } from '../../builders/a-link.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { storaPounds } from '../../builders/stora-money.ts';

const at = '2026-12-24T00:00:00Z';
const invoice = (overrides: Parameters<typeof aStoraInvoice>[0] = {}) =>
  readInvoice(aStoraInvoice(overrides), at);
const posted = {
  currency: 'GBP',
  totalMinor: 12_000,
  taxMinor: 2_000,
  paidMinor: 0,
  allocatedMinor: 0,
  voided: false,
};

describe('decideInvoice', () => {
  it.each(['open', 'paid'])('creates an invoice that is %s', (status) => {
    expect(decideInvoice(invoice({ status }), aLink(), ledgerSettings())).toEqual({
      kind: 'create',
    });
  });

  it.each([
    ['a draft', { status: 'draft' }, 'draft'],
    ['one voided before it was posted', { status: 'void' }, 'void_never_posted'],
    ['one from before the start', { finalized_at: '2026-10-31T23:59:59Z' }, 'before_start_date'],
  ])('leaves alone %s', (_what, overrides, reason) => {
    expect(decideInvoice(invoice(overrides), aLink(), ledgerSettings())).toEqual({
      kind: 'end',
      outcome: { kind: 'skipped', reason },
    });
  });

  it('creates an uncollectible invoice only for the money that was received', () => {
    const given = { status: 'uncollectible', amount_paid: storaPounds(5_000) };

    expect(decideInvoice(invoice(given), aLink(), ledgerSettings())).toEqual({ kind: 'create' });
    expect(
      decideInvoice(invoice({ status: 'uncollectible' }), aLink(), ledgerSettings()),
    ).toMatchObject({ outcome: { cause: 'uncollectible' } });
  });

  it.each([
    ['void', 'void_but_paid', '£50.00 received, nothing in the ledger'],
    ['draft', 'state_contradicts_amounts', 'draft, but total £120.00, received £50.00'],
  ])('asks about money on an invoice that is %s and was never posted', (status, cause, detail) => {
    const decided = decideInvoice(
      invoice({ status, amount_paid: storaPounds(5_000) }),
      aLink(),
      ledgerSettings(),
    );

    expect(decided).toMatchObject({
      kind: 'end',
      outcome: { kind: 'parked', cause, detail: expect.stringContaining(detail) },
    });
  });

  it('asks for the time zone before it decides on a day', () => {
    const { timeZone: _, ...unknown } = ledgerSettings({ ledgerTimeZone: 'ATLANTISSTANDARDTIME' });

    expect(decideInvoice(invoice(), aLink(), unknown)).toEqual({
      kind: 'end',
      outcome: { kind: 'parked', cause: 'time_zone_unknown', detail: 'ATLANTISSTANDARDTIME' },
    });
  });

  it('takes the start day itself along, by the day of the operator', () => {
    const settings = ledgerSettings({ startDate: '2026-07-15' });
    const late = invoice({ finalized_at: '2026-07-14T23:30:00Z' });

    expect(decideInvoice(late, aLink(), settings)).toEqual({ kind: 'create' });
  });

  it.each([
    ['is unchanged', {}, posted],
    ['was adopted without amounts', {}, undefined],
    ['is void now', { status: 'void' }, posted],
    ['changed and is void now', { status: 'void' }, { ...posted, totalMinor: 11_000 }],
    ['is older than the start', { finalized_at: '2020-01-01T00:00:00Z' }, posted],
  ])('only settles a posted invoice that %s', (_what, overrides, amounts) => {
    const link = aLink({ targetId: 'x', ...(amounts ? { posted: amounts } : {}) });

    expect(decideInvoice(invoice(overrides), link, ledgerSettings())).toEqual({ kind: 'settle' });
  });

  it.each([
    ['total', { totalMinor: 11_000 }, '11000 with tax 2000 to 12000 with 2000'],
    ['tax', { taxMinor: 1_999 }, '12000 with tax 1999 to 12000 with 2000'],
  ])('asks about an invoice whose %s changed after posting', (_what, change, detail) => {
    const link = aLink({ targetId: 'x', posted: { ...posted, ...change } });

    expect(decideInvoice(invoice(), link, ledgerSettings())).toEqual({
      kind: 'end',
      outcome: { kind: 'parked', cause: 'changed_after_posting', detail },
    });
  });
});
