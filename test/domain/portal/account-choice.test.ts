import { describe, expect, it } from 'vitest';
import { accountChoice } from '../../../shared/domain/portal/account-choice.ts';
import { accountWords } from '../../../shared/domain/portal/account-words.ts';

function chosenBeforehand(operatorName: string, ...names: string[]): string | undefined {
  const accounts = names.map((name) => ({ id: name, name }));
  const { options } = accountChoice({ provider: 'xero', operatorName, accounts });
  expect(options.filter(({ isBestMatch }) => isBestMatch).length).toBeLessThan(2);
  return options.find(({ isBestMatch }) => isBestMatch)?.name;
}

describe('accountChoice', () => {
  it.each([
    [
      'Acorn Self Storage',
      ['Harbour Storage Ltd', 'Acorn Self Storage Ltd'],
      'Acorn Self Storage Ltd',
    ],
    ['Acorn', ['The Acorn Company Limited', 'Harbour'], 'The Acorn Company Limited'],
    ['Lagerhaus Koeln', ['Lagerhaus Köln GmbH', 'Anderes GmbH'], 'Lagerhaus Köln GmbH'],
    ['Entrepôt Genève', ['Demo Company', 'ENTREPOT GENEVE SARL'], 'ENTREPOT GENEVE SARL'],
    ['Acorn', ['Demo Company', 'Harbour Storage Ltd'], undefined],
    ['Acorn', ['Acorn North', 'Acorn South'], undefined],
    ['Limited', ['Acorn Limited', 'Harbour plc'], undefined],
    ['', ['Acorn', ''], undefined],
  ])('marks for %s among %j: %s', (operatorName, names, best) => {
    expect(chosenBeforehand(operatorName, ...names)).toBe(best);
  });

  it('lists the best match first and the others by name', () => {
    const accounts = ['Zeta', 'Beta', 'Acorn Ltd'].map((name) => ({ id: name, name }));

    const { options } = accountChoice({ provider: 'xero', operatorName: 'Zeta', accounts });

    expect(options.map(({ name }) => name)).toEqual(['Zeta', 'Acorn Ltd', 'Beta']);
  });
});

describe('accountWords', () => {
  it('names what was given back, and what is kept', () => {
    const words = accountWords({
      kind: 'connected',
      provider: 'xero',
      account: 'Acorn',
      givenBack: ['Harbour', 'Demo', 'Quay'],
    });

    expect(words).toMatchObject({ status: 200, title: 'Xero is connected' });
    expect(words.message).toBe('Rollerdoor works with Acorn.');
    expect(words.more).toEqual([expect.stringContaining('Access to Harbour, Demo and Quay was')]);
  });

  it('leaves no gap where nothing was given back', () => {
    const words = accountWords({ kind: 'none_chosen', provider: 'xero', givenBack: [] });

    expect(words.more).toEqual(['To connect one, press the connect button again.']);
  });

  it.each(['Acorn', undefined])('says that %s is taken, and what to do', (account) => {
    const words = accountWords({ kind: 'account_taken', provider: 'xero', account });

    expect(words.status).toBe(409);
    expect(words.message).toContain(account ?? 'Every company that you allow us in Xero');
    expect(words.message).toContain('another Rollerdoor account');
    expect(words.more.join(' ')).toContain('disconnect Xero in the other account first');
  });
});
