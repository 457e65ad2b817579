import { describe, expect, it } from 'vitest';
import { causeOfMessages } from '../../../shared/targets/xero/xero-errors.ts';

describe('causeOfMessages', () => {
  it.each([
    ['Invoice # must be unique.', 'number_taken'],
    ['Credit note # must be unique.', 'number_taken'],
    [
      'The contact name Ada Byron is already assigned to another contact. The contact name must be unique across all active contacts.',
      'contact_name_taken',
    ],
    [
      'The contact with the specified contact details has been archived. The contact must be un-archived before creating new invoices or credit notes.',
      'contact_archived',
    ],
    [
      "Account code '205' has been archived, or has been deleted. Each line item must reference a valid account.",
      'account_archived',
    ],
    ['The account has been archived or deleted.', 'account_archived'],
    ["Account code '999' is not a valid code for this document.", 'account_not_usable'],
    [
      "The TaxType code 'X' does not exist or cannot be used for this type of transaction.",
      'tax_type_rejected',
    ],
    [
      'The document date cannot be before the period lock date, currently set at 31 March 2026',
      'locked_period',
    ],
    [
      'The payment date cannot be before the end of year lock date, currently set at 31 March 2026',
      'locked_period',
    ],
    ['Payment amount exceeds the amount outstanding on this document', 'payment_exceeds_due'],
    [
      'Credit Note cannot be allocated as amount is greater than amount outstanding',
      'credit_exceeds_invoice',
    ],
    ['Account must be of type BANK or have payments to it enabled.', 'clearing_account_refused'],
    ['Organisation is not subscribed to currency EUR', 'currency_not_enabled'],
    [
      "The tracking option 'York' for the tracking category 'Location' does not exist or is not active.",
      'tracking_missing',
    ],
    ['The maximum number of active tracking categories (2) has been reached.', 'tracking_full'],
    ['Invoice not of valid status for modification', 'status_forbids_change'],
    ['Credit note must be approved before it can be allocated.', 'status_forbids_change'],
    [
      'This document cannot be edited as it has a payment or credit note allocated to it.',
      'status_forbids_change',
    ],
    ['Payments can only be made against Authorised documents', 'status_forbids_change'],
    ["Email address 'ada' is not a valid email address.", 'contact_invalid'],
    ['The Contact Name cannot exceed 255 characters.', 'contact_invalid'],
    ['The contact number con_1 is already assigned to another contact.', 'contact_invalid'],
    ['A wording that nobody has seen yet.', 'ledger_rejected'],
  ])('reads %j as %s', (message, cause) => {
    expect(causeOfMessages([message]).cause).toBe(cause);
  });

  it('does not take what people entered for what happened to it', () => {
    expect(
      causeOfMessages(["Email address 'tracking@currency' is not a valid email address."]).cause,
    ).toBe('contact_invalid');
    expect(
      causeOfMessages([
        'The contact name Tracking Currency Ltd is already assigned to another contact.',
      ]).cause,
    ).toBe('contact_name_taken');
    expect(
      causeOfMessages(["The moon of 'Sue's tax rates, archived contact' is locked in."]).cause,
    ).toBe('locked_period');
  });

  it('names the most telling of several messages', () => {
    const messages = ['Description must be specified.', 'Invoice # must be unique.'];

    expect(causeOfMessages(messages).cause).toBe('number_taken');
  });

  it.each([
    ["Account code '205' has been archived, or has been deleted.", '205'],
    ["Account code '999' is not a valid code for this document.", '999'],
    ['The account has been archived or deleted.', ''],
    [
      "The tracking option 'Queen's Dock' for the tracking category 'Location' does not exist.",
      "Queen's Dock",
    ],
    ['Organisation is not subscribed to currency EUR', 'EUR'],
    ['The contact name Ada Byron is already assigned to another contact.', ''],
  ])('finds the fact that %j names', (message, fact) => {
    expect(causeOfMessages([message]).fact).toBe(fact);
  });

  it('says no more than "refused" where there is no message', () => {
    expect(causeOfMessages([])).toEqual({ cause: 'ledger_rejected', fact: '' });
  });
});
