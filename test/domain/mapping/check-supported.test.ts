import { describe, expect, it } from 'vitest';
import { checkSupported } from '../../../shared/domain/mapping/check-supported.ts';
import { aCatalogue } from '../../builders/a-catalogue.ts';

const document = { currency: 'GBP', totalMinor: 12_000, lines: [{}] };
const catalogue = aCatalogue({ currencies: ['GBP', 'EUR'] });

describe('checkSupported', () => {
  it.each([
    ['a usual document', {}],
    ['a free month', { totalMinor: 0 }],
  ])('lets %s pass', (_what, change) => {
    expect(checkSupported({ ...document, ...change }, catalogue)).toEqual({
      ok: true,
      value: true,
    });
  });

  it.each([
    ['in an enabled foreign currency', { currency: 'EUR' }, 'currency_not_supported', 'EUR'],
    ['in another currency', { currency: 'USD' }, 'currency_not_enabled', 'USD'],
    ['below nought', { totalMinor: -105 }, 'total_negative', '-£1.05'],
    ['of nothing', { totalMinor: 0, lines: [] }, 'lines_missing', ''],
  ])('stops a document %s', (...[, change, cause, detail]) => {
    expect(checkSupported({ ...document, ...change }, catalogue)).toEqual({
      ok: false,
      cause,
      detail,
    });
  });
});
