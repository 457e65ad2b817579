import { describe, expect, it } from 'vitest';
import { monthSums } from '../../../shared/domain/documents/month-sums.ts';
import { aDocument } from '../../builders/a-document.ts';

const span = { month: '2026-11', timeZone: 'Europe/London', today: '2026-11-30' };
const { targetId: _none, postedTotalMinor: _no, ...unposted } = aDocument({ sourceId: 'inv_2' });

describe('the sums of a month', () => {
  it('tell what was raised, posted, paid and is open, per site too', () => {
    const [sums] = monthSums(
      [
        aDocument({ status: 'paid', paidMinor: 12_000, dueMinor: 0 }),
        { ...unposted, site: 'Bath Riverside', totalMinor: 500, dueMinor: 500 },
        aDocument({ sourceId: 'cn_1', kind: 'credit_note', totalMinor: 300, dueMinor: 0 }),
      ],
      span,
    );

    expect(sums).toMatchObject({
      ...{ currency: 'GBP', invoices: 2, raisedMinor: 12_500, posted: 1, postedMinor: 12_000 },
      ...{ paidMinor: 12_000, open: 1, openMinor: 500, creditNotes: 1, creditedMinor: 300 },
    });
    expect(
      sums?.sites.map(({ site, raisedMinor, postedMinor }) => [site, raisedMinor - postedMinor]),
    ).toEqual([
      ['Bath Riverside', 500],
      ['Bristol Temple Meads', 0],
    ]);
  });

  it('count a document in the month that it is of where the operator is', () => {
    const late = aDocument({ issuedAt: '2026-06-30T23:30:00.000Z' });
    const july = { ...span, month: '2026-07', today: '2026-07-02' };

    expect(monthSums([late], july)[0]?.days).toEqual([
      { day: 1, posted: 1, waiting: 0 },
      { day: 2, posted: 0, waiting: 0 },
    ]);
    expect(monthSums([late], { ...july, month: '2026-06' })).toEqual([]);
    expect(monthSums([late], { ...july, timeZone: undefined })).toEqual([]);
  });

  it('leave out what is void, and take what was voided in the target for not there', () => {
    const [sums] = monthSums(
      [aDocument({ isPostedVoid: true }), aDocument({ status: 'void' })],
      span,
    );

    expect(sums).toMatchObject({ invoices: 1, posted: 0 });
  });

  it('never add up currencies; that with the most documents comes first', () => {
    const euros = aDocument({ currency: 'EUR' });
    const sums = monthSums([euros, aDocument(), aDocument({ sourceId: 'inv_3' })], span);

    expect(sums.map(({ currency, raisedMinor }) => [currency, raisedMinor])).toEqual([
      ['GBP', 24_000],
      ['EUR', 12_000],
    ]);
  });

  it('put documents without a site last', () => {
    const { site: _site, ...without } = aDocument();
    const named = ['Zoo Lane', 'Alma Road'].map((site) => aDocument({ site }));

    expect(monthSums([without, ...named], span)[0]?.sites.map(({ site }) => site)).toEqual([
      'Alma Road',
      'Zoo Lane',
      '',
    ]);
  });
});
