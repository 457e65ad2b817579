import { describe, expect, it } from 'vitest';
import { documentDay } from '../../../shared/domain/mapping/document-day.ts';
import { aCatalogue } from '../../builders/a-catalogue.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const instant = '2026-11-30T09:00:00Z';

describe('documentDay', () => {
  it('gives the local day while nothing is locked', () => {
    expect(documentDay(instant, ledgerSettings(), aCatalogue())).toEqual({
      ok: true,
      value: '2026-11-30',
    });
  });

  it.each([
    ['the lock day itself', { periodLockDate: '2026-11-30' }],
    ['a day before the period lock', { periodLockDate: '2026-12-31' }],
    ['a day before the year-end lock', { endOfYearLockDate: '2026-12-31' }],
  ])('holds a document on %s', (_what, locks) => {
    expect(documentDay(instant, ledgerSettings(), aCatalogue(locks))).toEqual({
      ok: false,
      cause: 'locked_period',
      detail: '2026-11-30',
    });
  });

  it('lets the day after both locks pass', () => {
    const catalogue = aCatalogue({
      periodLockDate: '2026-11-29',
      endOfYearLockDate: '2026-03-31',
    });

    expect(documentDay(instant, ledgerSettings(), catalogue)).toMatchObject({ ok: true });
  });

  it('judges the day by the zone of the operator', () => {
    const settings = ledgerSettings({ timeZone: 'Europe/London' });
    const catalogue = aCatalogue({ periodLockDate: '2026-07-14' });

    expect(documentDay('2026-07-14T23:30:00Z', settings, catalogue)).toEqual({
      ok: true,
      value: '2026-07-15',
    });
  });
});
