import { describe, expect, it } from 'vitest';
import type { Catalogue } from '../../../shared/domain/ledger/drafts.ts';
import {
  chooseAccount,
  chooseClearingAccount,
} from '../../../shared/domain/mapping/choose-account.ts';
import { aCatalogue, anAccount } from '../../builders/a-catalogue.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

function withAccount(account: Catalogue['accounts'][number]): Catalogue {
  return aCatalogue({ accounts: [...aCatalogue().accounts, account] });
}

const withoutDefault = () => {
  const { defaultAccountCode: _, ...rest } = ledgerSettings();
  return rest;
};

const withoutClearing = () => {
  const { clearingAccountCode: _, ...rest } = ledgerSettings();
  return rest;
};

describe('chooseAccount', () => {
  it('takes the account of the accounting code', () => {
    const chosen = chooseAccount('825', ledgerSettings(), aCatalogue());

    expect(chosen).toMatchObject({ ok: true, value: { code: '825', type: 'CURRLIAB' } });
  });

  it('takes the default account where a line has no code', () => {
    const chosen = chooseAccount(undefined, ledgerSettings(), aCatalogue());

    expect(chosen).toMatchObject({ ok: true, value: { code: '200' } });
  });

  it('asks where a line has no code and no default is set', () => {
    const chosen = chooseAccount(undefined, withoutDefault(), aCatalogue());

    expect(chosen).toEqual({ ok: false, cause: 'account_missing', detail: '' });
  });

  it('asks about a code that the chart does not have, rather than to fall back on the default', () => {
    const chosen = chooseAccount('999', ledgerSettings(), aCatalogue());

    expect(chosen).toEqual({ ok: false, cause: 'account_unknown', detail: '999' });
  });

  it('takes the active one of two accounts of a code', () => {
    const archived = anAccount({ accountId: 'old', code: '200', isActive: false });
    const catalogue = aCatalogue({ accounts: [archived, ...aCatalogue().accounts] });

    expect(chooseAccount('200', ledgerSettings(), catalogue)).toMatchObject({
      value: { accountId: 'acc-200' },
    });
  });

  it('asks where two active accounts have one code, for lines and for payments', () => {
    const twice = (code: string) => withAccount(anAccount({ code, type: 'CURRENT' }));

    expect(chooseAccount('200', ledgerSettings(), twice('200'))).toMatchObject({
      cause: 'account_ambiguous',
    });
    expect(chooseClearingAccount(ledgerSettings(), twice('610'))).toMatchObject({
      cause: 'account_ambiguous',
    });
  });

  it('asks about an archived account', () => {
    const catalogue = withAccount(anAccount({ code: '205', isActive: false }));

    expect(chooseAccount('205', ledgerSettings(), catalogue)).toEqual({
      ok: false,
      cause: 'account_archived',
      detail: '205',
    });
  });

  it('refuses a bank account on a sales line', () => {
    expect(chooseAccount('090', ledgerSettings(), aCatalogue())).toEqual({
      ok: false,
      cause: 'account_not_usable',
      detail: '090',
    });
  });
});

describe('chooseClearingAccount', () => {
  it.each([
    ['a bank account', '090'],
    ['an account that takes payments', '610'],
  ])('takes %s', (_what, code) => {
    const settings = ledgerSettings({ clearingAccountCode: code });

    expect(chooseClearingAccount(settings, aCatalogue())).toEqual({ ok: true, value: code });
  });

  it('asks where none is chosen', () => {
    expect(chooseClearingAccount(withoutClearing(), aCatalogue())).toMatchObject({
      cause: 'clearing_account_missing',
    });
  });

  it.each([
    ['unknown', '999', 'account_unknown'],
    ['archived', '611', 'account_archived'],
    ['closed to payments', '200', 'clearing_account_refused'],
  ])('asks where the chosen one is %s', (_what, code, cause) => {
    const catalogue = withAccount(
      anAccount({ code: '611', isActive: false, acceptsPayments: true }),
    );
    const settings = ledgerSettings({ clearingAccountCode: code });

    expect(chooseClearingAccount(settings, catalogue)).toEqual({ ok: false, cause, detail: code });
  });
});
