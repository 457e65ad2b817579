import { describe, expect, it } from 'vitest';
import { isSameAccount } from '../../../shared/domain/tokens/decide-account-match.ts';

const acorn = { id: 'acorn.stora.test', name: 'Acorn' };
const nameOnly = { id: 'Acorn', name: 'Acorn' };

describe('isSameAccount', () => {
  it.each([
    ['nothing was connected before', undefined, acorn],
    ['the id is the same, under a new name', { ...acorn, name: 'Acorn Storage' }, acorn],
    ['only the name was known before', nameOnly, acorn],
    ['only the name is known now', acorn, nameOnly],
    ['only the name is known of both', nameOnly, nameOnly],
  ])('is so when %s', (_case, before, now) => {
    expect(isSameAccount(before, now)).toBe(true);
  });

  it.each([
    ['two companies have one name', { id: 'acorn-2.stora.test', name: 'Acorn' }, acorn],
    ['the names differ and nothing else is known', { id: 'Oak', name: 'Oak' }, nameOnly],
    ['another company was known by its name', { id: 'Oak', name: 'Oak' }, acorn],
  ])('is not so when %s', (_case, before, now) => {
    expect(isSameAccount(before, now)).toBe(false);
  });
});
