import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { currencyDigits, formatMinor, parseMinor } from '../../../shared/domain/money/decimal.ts';

describe('currencyDigits', () => {
  it.each([
    ['GBP', 2],
    ['JPY', 0],
    ['KWD', 3],
  ])('says that %s has %i digits', (currency, digits) => {
    expect(currencyDigits(currency)).toBe(digits);
  });

  it('refuses what is no currency code', () => {
    expect(() => currencyDigits('££')).toThrow(RangeError);
  });
});

describe('formatMinor', () => {
  it.each([
    [-105, 2, '-1.05'],
    [5, 2, '0.05'],
    [-5, 3, '-0.005'],
    [0, 2, '0.00'],
    [-0, 2, '0.00'],
    [12_345, 0, '12345'],
    [100, 2, '1.00'],
  ])('writes %i minor units with %i digits as %s', (amountMinor, digits, text) => {
    expect(formatMinor(amountMinor, digits)).toBe(text);
  });

  it.each([[1.5], [Number.NaN], [2 ** 53]])('refuses %d, which is no whole amount', (amount) => {
    expect(() => formatMinor(amount, 2)).toThrow('whole minor units');
  });
});

describe('parseMinor', () => {
  it.each([
    ['1', 2, 100],
    ['1.5', 2, 150],
    ['-0.05', 2, -5],
    ['1.500', 2, 150],
    ['7', 0, 7],
    ['7.00', 0, 7],
    ['0.005', 3, 5],
  ])('reads %s with %i digits as %i', (text, digits, amountMinor) => {
    expect(parseMinor(text, digits)).toBe(amountMinor);
  });

  it('reads a negative zero as plain zero', () => {
    expect(Object.is(parseMinor('-0.00', 2), 0)).toBe(true);
  });

  it.each([[''], ['.5'], ['5.'], ['1e3'], ['+1'], [' 1'], ['1,5'], ['NaN'], ['--1']])(
    'refuses %j, which is no decimal',
    (text) => {
      expect(() => parseMinor(text, 2)).toThrow('Not a decimal amount.');
    },
  );

  it('refuses parts of the smallest unit instead of rounding them', () => {
    expect(() => parseMinor('1.005', 2)).toThrow('more digits than its currency');
  });

  it('refuses an amount that a number cannot hold exactly', () => {
    expect(() => parseMinor('90071992547409.92', 2)).toThrow('too large');
  });

  it('reads back what formatMinor wrote, for currencies of 0, 2 and 3 digits', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.constantFrom(0, 2, 3), (amountMinor, digits) => {
        expect(parseMinor(formatMinor(amountMinor, digits), digits)).toBe(amountMinor);
      }),
      { numRuns: 2_000 },
    );
  });

  it('finds the same amount again after a trip through a JSON number, up to a trillion', () => {
    const amount = fc.integer({ min: -1e14, max: 1e14 });
    fc.assert(
      fc.property(amount, fc.constantFrom(0, 2, 3), (amountMinor, digits) => {
        const json = JSON.parse(JSON.stringify(Number(formatMinor(amountMinor, digits))));
        expect(parseMinor(String(json), digits)).toBe(amountMinor);
      }),
      { numRuns: 2_000 },
    );
  });
});
