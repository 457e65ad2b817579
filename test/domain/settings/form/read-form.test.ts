import { describe, expect, it } from 'vitest';
import type { LedgerSettings } from '../../../../shared/contracts/settings.ts';
import { fromBrowser } from '../../../../shared/domain/settings/form/entered.ts';
import { formRows } from '../../../../shared/domain/settings/form/form-rows.ts';
import { formValues } from '../../../../shared/domain/settings/form/form-values.ts';
import { mergeEntered } from '../../../../shared/domain/settings/form/merge-entered.ts';
import { readForm } from '../../../../shared/domain/settings/form/read-form.ts';
import { aCatalogue } from '../../../builders/a-catalogue.ts';
import { ledgerSettings } from '../../../builders/ledger-settings.ts';
import { aSourceUses, aUsedCode } from '../../../builders/source-uses.ts';

const catalogue = aCatalogue();
const uses = aSourceUses({ codes: [aUsedCode(), aUsedCode({ code: 'RENT', names: ['Rent'] })] });

function shown(settings: LedgerSettings) {
  const rows = formRows({ settings, catalogue, uses, paymentMethods: { card: 'Card' } });
  return formValues(settings, rows, catalogue);
}

function sent(entered: Record<string, string>, settings = ledgerSettings()) {
  return readForm({ ...shown(settings), ...entered }, settings, catalogue);
}

describe('the form of the settings', () => {
  it.each([
    ['as they come', ledgerSettings()],
    [
      'with everything chosen',
      ledgerSettings({
        ledgerTimeZone: 'GMTSTANDARDTIME',
        creditNoteStatus: 'DRAFT',
        accountMap: { RENT: '200', OLD: '200' },
        clearingAccounts: { card: '610', cash: '090' },
        siteOptions: { site_1: 'opt-harbour', gone: 'opt-harbour' },
        taxRules: [
          { accountCode: '200', rateBasisPoints: 2000, taxType: 'OUTPUT2' },
          { rateBasisPoints: 0, taxType: 'NONE' },
        ],
        sites: { site_1: { setting: 'Location', categoryId: 'c', optionId: 'o' } },
        depositAccountCode: '825',
        postPayments: false,
      }),
    ],
  ])('gives back what it was made of: %s', (_what, settings) => {
    expect(readForm(shown(settings), settings, catalogue)).toEqual({ settings, errors: {} });
  });

  it('takes each change', () => {
    const { settings, errors } = sent({
      startDate: '2026-12-01',
      timeZone: 'Europe/Paris',
      creditNoteStatus: 'DRAFT',
      paymentTermsDays: '14',
      historyNotes: '',
      defaultAccountCode: '',
      depositAccountCode: '825',
      'account:RENT': '200 · Sales',
      'method:card': '090',
      'tax:200|2000': 'OUTPUT2',
      'site:site_1': 'harbour road',
    });

    expect(errors).toEqual({});
    expect(settings).toMatchObject({
      startDate: '2026-12-01',
      timeZone: 'Europe/Paris',
      creditNoteStatus: 'DRAFT',
      paymentTermsDays: 14,
      historyNotes: false,
      depositAccountCode: '825',
      accountMap: { RENT: '200' },
      clearingAccounts: { card: '090' },
      taxRules: [{ accountCode: '200', rateBasisPoints: 2000, taxType: 'OUTPUT2' }],
      siteOptions: { site_1: 'opt-harbour' },
    });
    expect(settings).not.toHaveProperty('defaultAccountCode');
  });

  it('takes choices away that are emptied, and leaves rows alone that were not on it', () => {
    const settings = ledgerSettings({
      accountMap: { RENT: '200', OTHER: '200' },
      taxRules: [{ accountCode: '200', rateBasisPoints: 2000, taxType: 'OUTPUT2' }],
    });
    const { 'account:OTHER': _other, ...entered } = shown(settings);

    const read = readForm(
      { ...entered, 'account:RENT': '', 'tax:200|2000': '' },
      settings,
      catalogue,
    );

    expect(read.settings).toMatchObject({ accountMap: { OTHER: '200' }, taxRules: [] });
  });

  it.each([
    ['startDate', '2026-02-31', /day of the calendar/],
    ['startDate', '', /day of the calendar/],
    ['timeZone', 'Europe/Atlantis', /time zone/],
    ['paymentTermsDays', 'soon', /whole number/],
    ['paymentTermsDays', '-1', /whole number/],
    ['invoiceStatus', 'PAID', /AUTHORISED or DRAFT/],
    ['defaultAccountCode', '999', /999 is not in the chart/],
    ['depositAccountCode', '090', /cannot be used/],
    ['clearingAccountCode', '200', /payment/],
    ['account:RENT', '999', /999 is not in the chart/],
    ['method:card', '200', /payment/],
    ['tax:200|2000', 'GONE', /not there any more/],
    ['site:site_1', 'Nowhere', /no active option called Nowhere/],
  ])('says at the field what does not fit: %s %s', (name, value, words) => {
    const { errors } = sent({ [name]: value });

    expect(Object.keys(errors)).toEqual([name]);
    expect(errors[name]).toMatch(words);
  });

  it('says nothing of what was wrong before and is not touched', () => {
    const settings = ledgerSettings({ defaultAccountCode: '999', accountMap: { RENT: '998' } });

    expect(sent({ paymentTermsDays: '7' }, settings).errors).toEqual({});
  });

  it('refuses what names the ledger while that cannot be read, and nothing else', () => {
    const settings = ledgerSettings();
    const entered = { ...shown(settings), paymentTermsDays: '7', defaultAccountCode: '825' };

    const read = readForm(entered, settings, undefined);

    expect(Object.keys(read.errors)).toEqual(['defaultAccountCode']);
    expect(read.errors.defaultAccountCode).toMatch(/cannot be read right now/);
  });

  it('follows the zone of the ledger while none is entered', () => {
    const following = ledgerSettings({ ledgerTimeZone: 'GMTSTANDARDTIME' });

    expect(sent({ timeZone: '' }, following).settings).toEqual(following);
    expect(sent({ timeZone: '' }).settings).not.toHaveProperty('timeZone');
    expect(sent({ timeZone: 'Asia/Tokyo' }, following).settings).not.toHaveProperty(
      'ledgerTimeZone',
    );
  });
});

describe('what a browser sends', () => {
  it('is named by the key of each row', () => {
    const entered = fromBrowser({
      startDate: '2026-11-01',
      'account-0': '200',
      'account-of-0': 'RENT & more',
      'tax-1': 'OUTPUT2',
      'tax-of-1': '200|2000',
      'account-9': 'without a key',
      file: { name: 'no text' },
    });

    expect(entered).toEqual({
      startDate: '2026-11-01',
      'account:RENT & more': '200',
      'tax:200|2000': 'OUTPUT2',
      'account-9': 'without a key',
    });
  });
});

describe('a form on top of what others saved', () => {
  it('keeps what the person entered and takes the rest as it stands by now', () => {
    const seen = { a: '1', b: '1', c: '1', tick: 'yes', tick2: 'yes' };
    const present = { a: '2', b: '2', c: '1', tick: 'yes', new: 'x' };
    const entered = { a: '1', b: '3', c: '4', tick2: 'yes' };

    expect(mergeEntered({ entered, seen, present })).toEqual({ a: '2', b: '3', c: '4', new: 'x' });
  });
});
