import { describe, expect, it } from 'vitest';
import { describeCause } from '../../../shared/domain/issues/causes.ts';
import { doubtfulSettings } from '../../../shared/domain/settings/doubtful-settings.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const settings = ledgerSettings({
  defaultAccountCode: '200',
  clearingAccountCode: '091',
  trackingCategoryName: 'Location',
  taxRules: [],
});

function issue(cause: Parameters<typeof describeCause>[0], detail: string) {
  return { cause, message: describeCause(cause, detail, 'xero').message };
}

describe('doubtfulSettings', () => {
  it.each([
    [issue('account_archived', '200'), 'defaultAccountCode'],
    [issue('account_archived', '091'), 'clearingAccountCode'],
    [issue('clearing_account_refused', '091'), 'clearingAccountCode'],
    [issue('tracking_category_archived', 'Location'), 'trackingCategoryName'],
  ])('names the setting that $cause is about', (told, name) => {
    expect(doubtfulSettings(settings, [told])).toEqual([{ name, message: told.message }]);
  });

  it.each([
    issue('account_archived', '260'),
    issue('tax_type_rejected', ''),
    issue('number_taken', ''),
  ])('leaves alone what is about something else: $cause', (told) => {
    expect(doubtfulSettings(settings, [told])).toEqual([]);
  });

  it('says nothing where there are no settings', () => {
    expect(doubtfulSettings(undefined, [issue('account_archived', '200')])).toEqual([]);
  });
});
