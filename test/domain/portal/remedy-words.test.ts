import { describe, expect, it } from 'vitest';
import { causes, describeCause, isKnownCause } from '../../../shared/domain/issues/causes.ts';
import { remedyOnPage } from '../../../shared/domain/portal/remedy-words.ts';

const names = Object.keys(causes).filter(isKnownCause);

describe('remedies as operators read them', () => {
  it('say where to choose, by the label on the page', () => {
    expect(remedyOnPage(describeCause('clearing_account_missing', '', 'xero').remedy)).toBe(
      'Choose the clearing account in the settings under “Account that receives payments”, then try again.',
    );
    expect(remedyOnPage(describeCause('account_missing', '', 'xero').remedy)).toContain(
      'or choose an account for such lines in the settings under “Account for lines without a code”, then',
    );
  });

  it.each(names)('%s: name no setting as the command does', (cause) => {
    const text = remedyOnPage(describeCause(cause, '', 'xero').remedy);

    expect(text).not.toMatch(/\(setting|\b[a-z]+[A-Z]\w*|parked|\beffect\b/);
    expect(text).toMatch(/^[A-Z].*\.$/);
  });
});
