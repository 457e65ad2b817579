import { describe, expect, it } from 'vitest';
import {
  conditionOf,
  cutByLength,
  fitsIntoPath,
} from '../../../shared/targets/xero/xero-filter.ts';

describe('cutByLength', () => {
  const lengthOf = (group: string[]) => group.join(',').length;

  it('keeps all values, in order, in groups that are long enough and no longer', () => {
    const values = Array.from({ length: 50 }, (_, index) => 'x'.repeat(1 + (index % 7)));
    const groups = cutByLength(values, lengthOf, 20);

    expect(groups.flat()).toEqual(values);
    expect(groups.every((group) => lengthOf(group) <= 20)).toBe(true);
    expect(groups.length).toBeLessThan(15);
  });

  it('leaves a value alone that is too long by itself', () => {
    expect(cutByLength(['a', 'x'.repeat(30), 'b'], lengthOf, 20)).toEqual([
      ['a'],
      ['x'.repeat(30)],
      ['b'],
    ]);
  });

  it('makes no group of nothing', () => {
    expect(cutByLength([], lengthOf, 20)).toEqual([]);
  });
});

describe('conditionOf', () => {
  it.each([
    ['A-1', 'N=="A-1"'],
    ['AC"ME-1', '(N!=null AND N.Contains("ME-1"))'],
    ['AB\\C', '(N!=null AND N.Contains("AB"))'],
    ['"\\"', undefined],
  ])('asks for %j by %s', (value, condition) => {
    expect(conditionOf('N', value)).toBe(condition);
  });
});

describe('fitsIntoPath', () => {
  it.each([
    ['con_195h6kfm9ro15lof', true],
    ['Müller & Söhne', false],
    ['A/1', false],
    ['A%2F1', false],
    ['..', false],
    ['A.', false],
    ['A.1', true],
    ['', false],
  ])('tells of %j: %s', (value, isFit) => {
    expect(fitsIntoPath(value)).toBe(isFit);
  });
});
