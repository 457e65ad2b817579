/** One cause of a parked record: what the operator reads, and what helps. */
export interface CauseText {
  message: string;
  remedy: string;
}

/**
 * Every reason for which a record waits for a person. The words are for operators and bookkeepers;
 * `{x}` is filled with a fact that is not personal (an account code, a number, an amount).
 */
export const causes = {
  account_missing: {
    message: 'A line has no accounting code and no default account is set.',
    remedy:
      'Set an accounting code on the unit type or product, or choose a default account in the settings.',
  },
  account_unknown: {
    message: 'The account code {detail} is not in the chart of accounts.',
    remedy: 'Add the account in Xero, or correct the accounting code, then try again.',
  },
  account_archived: {
    message: 'The account {detail} is archived.',
    remedy: 'Restore the account in Xero, or use another accounting code, then try again.',
  },
  account_not_usable: {
    message: 'The account {detail} cannot be used on a sales document.',
    remedy:
      'Bank and system accounts take no invoice lines: choose another account, then try again.',
  },
  tax_rate_missing: {
    message: 'No tax rate in the ledger gives the tax of this line ({detail}).',
    remedy: 'Add a matching tax rate in Xero, or map it in the settings, then try again.',
  },
  tax_rate_ambiguous: {
    message: 'More than one tax rate fits this line ({detail}).',
    remedy: 'Say in the settings which tax rate this account uses, then try again.',
  },
  tax_cent_difference: {
    message: 'The ledger would compute a tax that is a cent different ({detail}).',
    remedy:
      'Allow the tax of the invoice to be sent as it is (setting), or post this document by hand.',
  },
  tax_type_rejected: {
    message: 'The ledger refuses the tax rate of a line.',
    remedy: 'Check that the tax rate is active and allowed on sales in Xero, then try again.',
  },
  amount_mismatch: {
    message: 'The lines of the document do not add up to its total ({detail}).',
    remedy: 'Compare the document with its lines; correct it at the source or post it by hand.',
  },
  ledger_total_differs: {
    message: 'The ledger arrived at another total than the document ({detail}).',
    remedy: 'Compare both documents; the one in the ledger was left as it is.',
  },
  currency_not_enabled: {
    message: 'The currency {detail} is not enabled in the ledger.',
    remedy: 'Add the currency in Xero (a multi-currency plan may be needed), then try again.',
  },
  locked_period: {
    message: 'The day of the document ({detail}) is in a period that is locked.',
    remedy: 'Move the lock date in Xero, or post the document by hand, then try again.',
  },
  tracking_full: {
    message: 'The ledger has two active tracking categories already, neither for sites.',
    remedy: 'Rename one of them or name it in the settings, then try again.',
  },
  tracking_missing: {
    message: 'The site {detail} is not an option of the tracking category.',
    remedy: 'Add the option in Xero, or allow it to be created (setting), then try again.',
  },
  tracking_archived: {
    message: 'The tracking option of the site ({detail}) is archived.',
    remedy: 'Restore the option in Xero, then try again.',
  },
  number_missing: {
    message: 'The document has no number.',
    remedy: 'Finalize the document at the source so that it gets its number.',
  },
  number_taken: {
    message:
      'Its number ({detail}) belongs to another document in the ledger, with another total or customer.',
    remedy: 'Compare both. Rename or void the one in the ledger, or leave it and ignore this one.',
  },
  contact_archived: {
    message: 'The customer is archived in the ledger.',
    remedy: 'Restore the contact in Xero, then try again.',
  },
  contact_name_taken: {
    message: 'Another contact in the ledger has this name, also with a suffix.',
    remedy: 'Rename one of the contacts in Xero, then try again.',
  },
  contact_invalid: {
    message: 'The ledger refuses the customer’s details.',
    remedy:
      'Check e-mail address, tax number and length of the name at the source, then try again.',
  },
  contact_missing: {
    message: 'The customer of this document could not be read.',
    remedy: 'Check that the contact exists at the source, then try again.',
  },
  clearing_account_missing: {
    message: 'No account is chosen that receives payments.',
    remedy: 'Choose the clearing account in the settings, then try again.',
  },
  clearing_account_refused: {
    message: 'The clearing account {detail} cannot receive payments.',
    remedy: 'Use a bank account, or allow payments to this account in Xero, then try again.',
  },
  payment_exceeds_due: {
    message: 'The payment is larger than what is still due in the ledger.',
    remedy: 'Somebody may have entered it already: compare the payments of the invoice.',
  },
  payment_decreased: {
    message: 'Less is paid at the source than was posted already ({detail}).',
    remedy: 'Check the payments; remove the surplus payment in Xero by hand.',
  },
  void_but_paid: {
    message: 'The invoice was voided at the source, but has payments or credits in the ledger.',
    remedy: 'Remove the payments in Xero and void the invoice there, or raise a credit note.',
  },
  uncollectible: {
    message: 'The invoice was marked uncollectible.',
    remedy:
      'Decide with your accountant whether to write it off; nothing was changed in the ledger.',
  },
  changed_after_posting: {
    message: 'The document changed after it was posted ({detail}).',
    remedy: 'Compare both documents and correct the one in the ledger by hand.',
  },
  status_forbids_change: {
    message: 'The document in the ledger is in a state that allows no change.',
    remedy: 'Look at the document in Xero; void or restore it there, then try again.',
  },
  invoice_not_posted: {
    message: 'The invoice of this credit note is not in the ledger.',
    remedy: 'Solve the issue of the invoice first, or post the credit note by hand.',
  },
  credit_exceeds_invoice: {
    message: 'The credit is larger than what is still due on its invoice.',
    remedy: 'The credit note is posted; allocate or refund it in Xero by hand.',
  },
  organisation_not_usable: {
    message: 'The ledger refuses new documents for this organisation (plan or subscription).',
    remedy: 'Check the Xero subscription (limits of the plan, unpaid bills), then try again.',
  },
  permission_missing: {
    message: 'The connection lacks a permission for this.',
    remedy: 'Use Reconnect and accept all permissions, then try again.',
  },
  record_missing: {
    message: 'The record could not be found at the source.',
    remedy: 'It was probably deleted there. If not, try again.',
  },
  record_unreadable: {
    message: 'The record has a form that could not be read ({detail}).',
    remedy: 'Nothing was posted. Tell support, with the number of the document.',
  },
  ledger_rejected: {
    message: 'The ledger refused the document.',
    remedy:
      'Open the document at the source, check it, and try again. Support can look up the reason.',
  },
  ledger_keeps_failing: {
    message: 'The ledger answered with an error of its own each time, and nothing was posted.',
    remedy:
      'Nothing is wrong with the document. Check that Xero works and try again; if it goes on, enter it by hand.',
  },
  unexpected: {
    message: 'Something unexpected happened with this record ({detail}).',
    remedy: 'Try again. If it happens again, tell support, with the number of the document.',
  },
} as const satisfies Record<string, CauseText>;

export type IssueCause = keyof typeof causes;

/** Returns the operator's words for a cause, with its fact filled in; without a fact its place goes. */
export function describeCause(cause: IssueCause, detail: string): CauseText {
  const text: CauseText = causes[cause];
  const place = detail === '' ? / \(?\{detail\}\)?/ : '{detail}';
  return { message: text.message.replace(place, () => detail), remedy: text.remedy };
}

/** Whether this version has words for the cause: an issue may be another version's. */
export function isKnownCause(cause: string): cause is IssueCause {
  return Object.hasOwn(causes, cause);
}
