import { describe, expect, it } from 'vitest';
import { proposeAccount } from '../../../shared/domain/settings/propose-account.ts';
import { anAccount } from '../../builders/a-catalogue.ts';
import { aUsedCode } from '../../builders/source-uses.ts';

const rent = anAccount({ code: '201', name: 'Rental income' });
const insurance = anAccount({ code: '260', name: 'Insurance' });

describe('an account for a code', () => {
  it('is the one of the same code, whatever the others are called', () => {
    expect(proposeAccount(aUsedCode({ code: '260', names: ['Rent'] }), [rent, insurance])).toEqual({
      kind: 'same_code',
      account: insurance,
    });
  });

  it.each(['RENT', 'Rents', 'rental'])('is the one that is called like %s', (code) => {
    expect(proposeAccount(aUsedCode({ code, names: [] }), [rent, insurance])).toMatchObject({
      kind: 'by_name',
      account: { code: '201' },
    });
  });

  it('is the one that is called like what bears the code', () => {
    const used = aUsedCode({ code: 'X1', names: ['Protection insurance up to £2,000'] });

    expect(proposeAccount(used, [rent, insurance])).toMatchObject({ account: { code: '260' } });
  });

  it('is none where several could be meant, or where it cannot be used', () => {
    const other = anAccount({ code: '202', name: 'Rent of offices' });
    const used = aUsedCode({ code: 'RENT', names: [] });

    expect(proposeAccount(used, [rent, other]).kind).toBe('ambiguous');
    expect(proposeAccount(used, [insurance]).kind).toBe('none');
    expect(proposeAccount(used, [{ ...rent, isActive: false }]).kind).toBe('none');
    expect(proposeAccount(used, [{ ...rent, type: 'BANK' }]).kind).toBe('none');
  });
});
