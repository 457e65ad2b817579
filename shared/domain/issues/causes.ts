import type { Target } from '../../contracts/ids.ts';
import { sourceManifest } from '../../source/registry.ts';
import { targets } from '../../targets/registry.ts';
import { settingLabels } from '../setting-names/setting-labels.ts';
import { isSettingName } from '../setting-names/setting-words.ts';

/** One cause of a parked record: what the operator reads, and what helps. */
export interface CauseText {
  message: string;
  remedy: string;
}

/**
 * Every reason for which a record waits for a person, in words for operators and bookkeepers that fit any
 * target; what only fits one stands in its manifest. `{detail}` is filled with a fact that is not personal
 * (an account code, a number, an amount), `{source}` and `{target}` with the names that people know, and
 * the name of a setting with its label on the page, where everybody finds it.
 */
export const causes = {
  account_missing: {
    message: 'A line has no accounting code and no default account is set.',
    remedy:
      'Set an accounting code on the unit type or product in {source}, or choose an account for such lines in the settings under {defaultAccountCode}, then try again.',
  },
  account_unknown: {
    message: 'The account code {detail} is not in the chart of accounts.',
    remedy:
      'Add the account in {target}, or correct the accounting code in {source}, then try again. Or press “Choose another account”: that holds for this code from now on.',
  },
  account_ambiguous: {
    message: 'More than one active account in the ledger has the code {detail}.',
    remedy:
      'Set another code for one of them in {target}, then try again. Or press “Choose another account”: that holds for this code from now on.',
  },
  credit_line_ambiguous: {
    message:
      'A line of the credit note fits invoice lines of several accounts ({detail}), and nothing tells which it credits.',
    remedy: 'Decide which account was meant, and enter the credit note in {target} by hand.',
  },
  account_archived: {
    message: 'The account {detail} is archived.',
    remedy:
      'Restore the account in {target}, or use another accounting code in {source}, then try again. Or press “Choose another account”: that holds for this code from now on.',
  },
  account_not_usable: {
    message: 'The account {detail} cannot be used on a sales document.',
    remedy:
      'Bank and system accounts take no invoice lines: press “Choose another account”, which holds for this code from now on, or correct the code in {source}, then try again.',
  },
  tax_rate_missing: {
    message: 'No tax rate in the ledger gives the tax of this line ({detail}).',
    remedy: 'Add a matching tax rate in {target}, or correct the tax in {source}, then try again.',
  },
  tax_rate_ambiguous: {
    message: 'More than one tax rate fits this line ({detail}).',
    remedy:
      'Set a default tax rate on the account in {target}, then try again. Or press “Choose the tax rate”: that holds for this account from now on.',
  },
  tax_cent_difference: {
    message: 'The ledger would compute a tax that is rounded differently ({detail}).',
    remedy:
      'Choose in the settings under {taxCentDifference} that the tax of the invoice is sent as it is, then try again, or post this document by hand.',
  },
  tax_type_rejected: {
    message: 'The ledger refuses the tax rate of a line.',
    remedy: 'Check that the tax rate is active and allowed on sales in {target}, then try again.',
  },
  amount_mismatch: {
    message: 'The lines of the document do not add up to its total ({detail}).',
    remedy: 'Compare the document with its lines; correct it at the source or post it by hand.',
  },
  rounding_account_missing: {
    message:
      'The lines miss the total by a cent, which is to be a line of its own, and no account is chosen for it.',
    remedy: 'Choose one in the settings under {roundingAccountCode}, then try again.',
  },
  deposit_taxed: {
    message: 'The document has tax on a deposit ({detail}), which is no sale and bears none.',
    remedy:
      'Remove the tax from the line in {source}, or rename the line where it is no deposit. Then try again.',
  },
  lines_missing: {
    message: 'The document has no lines, and the ledger takes none without.',
    remedy:
      'Nothing was posted, and its total is nought: raise it in {target} by hand where its number must not be missing there.',
  },
  ledger_total_differs: {
    message: 'The ledger arrived at other sums than the document ({detail}).',
    remedy: 'Compare both documents; the one in the ledger was left as it is.',
  },
  currency_not_enabled: {
    message: 'The document is in {detail}, which is not enabled in the ledger.',
    remedy:
      'Nothing was created in the ledger. Raise the document in {target} by hand, or add the currency there and choose in the settings under {foreignCurrency} that such documents are posted.',
  },
  currency_not_supported: {
    message:
      "The document is in {detail}, which is not the organisation's own currency, and such documents are not posted as it is set.",
    remedy:
      'Nothing was created in the ledger. Raise the document in {target} by hand, or choose in the settings under {foreignCurrency} that such documents are posted at the rate that {target} has for the day, then try again.',
  },
  total_negative: {
    message:
      'The total of the document is less than nothing ({detail}); such documents are not supported in this version, and the ledger takes none.',
    remedy:
      'Nothing was created in the ledger. Raise it in {target} by hand: an invoice below nought as a credit note, a credit note below nought as an invoice.',
  },
  time_zone_unknown: {
    message: 'The time zone of the organisation in the ledger is not known to us ({detail}).',
    remedy:
      'Choose a time zone in {target}, or enter it in the settings under {timeZone}, then try again. Nothing was posted: without it a document could land in the wrong month.',
  },
  locked_period: {
    message: 'The day of the document ({detail}) is in a period that is locked.',
    remedy:
      'Move the lock date in {target}, and it goes by itself, or post the document by hand. Or choose in the settings under {lockedPeriod} that such documents go to the first open day, or are left as drafts.',
  },
  tracking_full: {
    message: 'The ledger has as many active tracking categories as it takes, none for sites.',
    remedy:
      'Rename one of them in {target}, or choose one of them for sites in the settings under {trackingCategoryName}, then try again.',
  },
  tracking_ambiguous: {
    message: 'More than one active tracking category or option in the ledger is called {detail}.',
    remedy: 'Rename one of them in {target}, then try again.',
  },
  tracking_missing: {
    message: 'The site {detail} is not an option of the tracking category.',
    remedy:
      'Add the option in {target}, or choose in the settings another one for the site ({siteOptions}) or that missing ones are created ({createTracking}), then try again.',
  },
  tracking_category_archived: {
    message: 'The tracking category of the sites ({detail}) is archived.',
    remedy:
      'Restore the tracking category in {target}, or choose another one in the settings under {trackingCategoryName}, then try again.',
  },
  tracking_name_too_long: {
    message: 'The name of the site is longer than a tracking option’s may be ({detail}).',
    remedy: 'Rename the site in {source} so that its name is short enough, then try again.',
  },
  tracking_archived: {
    message: 'The tracking option of the site ({detail}) is archived.',
    remedy: 'Restore the option in {target}, then try again.',
  },
  number_missing: {
    message: 'The document has no number.',
    remedy: 'Finalize the document at the source so that it gets its number.',
  },
  number_taken: {
    message: 'Its number belongs to another document in the ledger ({detail}).',
    remedy:
      'Compare both. If they are the same, correct the one in {target} until they agree; if not, give that one another number or void it. Then try again.',
  },
  contact_unclear: {
    message: 'The ledger has a contact of the customer’s name already ({detail}).',
    remedy:
      'Give that contact in {target} the e-mail address of the one customer it belongs to, or add something to its name so that a new one is made. Then try again.',
  },
  contact_of_other_system: {
    message: 'A contact of the customer’s name in the ledger bears the number of another system.',
    remedy:
      'Add something to its name in {target} and try again: a new contact is made. If both are the same customer, merge the one into the other afterwards.',
  },
  contact_of_other_customer: {
    message: 'The ledger answered with the contact of another customer; nothing was linked.',
    remedy:
      'Look in {target} for a contact of the customer’s name, add something to its name, and try again.',
  },
  contact_archived: {
    message: 'The customer is archived in the ledger.',
    remedy: 'Restore the contact in {target}, then try again.',
  },
  contact_name_taken: {
    message: 'Another contact in the ledger has this name, also with a suffix.',
    remedy: 'Rename one of the contacts in {target}, then try again.',
  },
  contact_invalid: {
    message: 'The ledger refuses the customer’s details.',
    remedy:
      'Check e-mail address, tax number and length of the name at the source, then try again.',
  },
  contact_website_refused: {
    message:
      'The ledger refuses to change this customer because of the website on its contact there.',
    remedy: 'Open the contact in {target} and correct or empty its website there, then try again.',
  },
  contact_missing: {
    message: 'The customer of this document could not be read.',
    remedy: 'Check that the contact exists at the source, then try again.',
  },
  clearing_account_missing: {
    message: 'No account is chosen that receives payments.',
    remedy: 'Choose one in the settings under {clearingAccountCode}, then try again.',
  },
  clearing_account_refused: {
    message: 'The clearing account {detail} cannot receive payments.',
    remedy:
      'Allow payments to this account in {target}, then try again, or choose a bank account in the settings under {clearingAccountCode}.',
  },
  clearing_account_currency: {
    message:
      'The account that receives payments is in another currency than this payment ({detail}).',
    remedy:
      'Choose a bank account in that currency in the settings under {clearingAccounts}, then try again, or enter the payment in {target} by hand: no rate of exchange is known to us.',
  },
  overpaid: {
    message: 'More was received than the invoice comes to ({detail}).',
    remedy:
      'What is too much was not posted. Correct it in {source}, or enter it in {target} by hand as money of this customer and accept the issue, or choose in the settings under {overpayment} that what is due is paid and the rest is posted to the account of the customer, then try again.',
  },
  overpayment_not_taken: {
    message:
      'What was received beyond what is due ({detail}) was not posted: we have no right to enter such money in the ledger.',
    remedy:
      'What was due is paid. Enter the rest in {target} by hand as money of this customer, or ask whoever set Rollerdoor up for you to ask {target} for that right, and use Reconnect.',
  },
  payment_exceeds_due: {
    message: 'The payment is larger than what is still due in the ledger.',
    remedy: 'Somebody may have entered it already: compare the payments of the invoice.',
  },
  payment_decreased: {
    message: 'Less is paid at the source than was posted already ({detail}).',
    remedy: 'Check the payments; remove the surplus payment in {target} by hand.',
  },
  state_contradicts_amounts: {
    message: 'The state of the invoice and its sums do not agree ({detail}).',
    remedy:
      'Compare the invoice with its payments and credit notes at the source. What was received since was not posted: correct the invoice there and try again, or enter the rest in {target} by hand.',
  },
  void_but_paid: {
    message: 'The invoice was voided at the source, but has payments or credits ({detail}).',
    remedy:
      'Nothing was changed in the ledger. Where the invoice stands there, remove its payments in {target} and void it, or raise a credit note; money that is kept has to be entered by hand. Or choose in the settings under {voidedDocument} that such invoices are credited, then try again.',
  },
  voided_at_source: {
    message: 'The invoice was voided at the source, and stands in the ledger.',
    remedy:
      'Open it in {target}, void it there and try again, or choose in the settings under {voidedDocument} that it is done by itself.',
  },
  uncollectible: {
    message: 'The invoice was marked uncollectible ({detail}).',
    remedy:
      'Decide with your accountant whether to write off what is open, and do that in {target} by hand. Or choose in the settings under {uncollectible} that a credit note on the account of bad debts does it, then try again.',
  },
  bad_debt_account_missing: {
    message: 'The invoice was given up, and no account of bad debts is chosen.',
    remedy: 'Choose one in the settings under {badDebtAccountCode}, then try again.',
  },
  write_off_stands: {
    message:
      'The invoice ({detail}) was written off in the ledger and lives on at the source, and the ledger does not let us take the credit note back.',
    remedy:
      'Open the credit note in {target}, take it off the invoice and void it there, then try again: what was received follows.',
  },
  write_off_voided: {
    message:
      'The credit note ({detail}) that wrote the invoice off was voided in the ledger, and at the source the invoice is still given up.',
    remedy:
      'No other was posted. Try again to have what is open now written off in {target}, or leave it as it is, and the invoice stays open there.',
  },
  changed_after_posting: {
    message: 'The document changed after it was posted ({detail}).',
    remedy:
      'Compare both documents and correct the one in the ledger by hand. What was paid or credited there, or edited by somebody, is never written over.',
  },
  status_forbids_change: {
    message: 'The document in the ledger is in a state that allows no change.',
    remedy: 'Look at the document in {target}; approve, void or restore it there, then try again.',
  },
  draft_to_approve: {
    message:
      'The invoice ({detail}) stands in the ledger as a draft, which takes no payments or credits.',
    remedy: 'Approve it in {target}: what waits for it follows by itself, or use Try again.',
  },
  voided_in_ledger: {
    message: 'The invoice is voided or deleted in the ledger, but not at the source ({detail}).',
    remedy:
      'Decide which of the two is right: void it at the source, too, or enter it in {target} by hand under another number, with what was received. Nothing more is posted to it.',
  },
  invoice_not_posted: {
    message: 'The invoice of this credit note is not in the ledger.',
    remedy: 'Solve the issue of the invoice first, or post the credit note by hand.',
  },
  credit_note_voided: {
    message: 'The credit note was voided at the source, but stands in the ledger ({detail}).',
    remedy:
      'Nothing was changed in the ledger. Remove in {target} what of it is set against invoices or paid back, void the credit note there, then try again.',
  },
  credit_of_voided_invoice: {
    message: 'The credit note is posted, but its invoice is voided in the ledger ({detail}).',
    remedy:
      'There is nothing that it could lower. Void the credit note, too, or set it in {target} against another invoice of the customer.',
  },
  credit_before_start: {
    message:
      'The credit note is posted, but its invoice is from before the first day that is kept in the ledger by us, and not there ({detail}).',
    remedy:
      'Set the credit note in {target} by hand against what stands there for that invoice; if nothing does, ask your accountant where it belongs.',
  },
  refunds_not_taken: {
    message: 'The credit note is posted; the ledger takes no refunds from us ({detail}).',
    remedy: 'Add in {target} by hand what was paid back to the customer.',
  },
  credit_notes_not_taken: {
    message: 'The ledger takes no credit notes from us, so that this one was not posted.',
    remedy: 'Enter it in the ledger by hand, and set it against its invoice there.',
  },
  credit_exceeds_invoice: {
    message: 'The credit is larger than what is still due on its invoice.',
    remedy: 'The credit note is posted; allocate or refund it in {target} by hand.',
  },
  organisation_not_usable: {
    message: 'The ledger refuses new documents for this organisation (plan or subscription).',
    remedy: 'Check in {target} what keeps it from taking documents, then try again.',
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
  record_gone: {
    message: 'What was posted before is no longer in the ledger.',
    remedy:
      'Compare with the document at the source: it was probably deleted in {target}. Enter it there by hand, or leave it.',
  },
  document_incomplete: {
    message: 'The ledger misses something on this document ({detail}).',
    remedy: 'Add what is missing at the source, then try again, or enter the document by hand.',
  },
  request_refused: {
    message: 'The ledger could not read what was sent to it ({detail}).',
    remedy:
      'Nothing was posted, and nothing is wrong in the ledger. Tell support, with the number of the document.',
  },
  ledger_rejected: {
    message: 'The ledger refused this record ({detail}).',
    remedy:
      'Correct in the ledger or at the source what its words name, then try again. If they do not help, tell support.',
  },
  ledger_keeps_failing: {
    message: 'The ledger answered with an error of its own each time, and nothing was posted.',
    remedy:
      'Nothing is wrong with the document. Check that {target} works and try again; if it goes on, enter it by hand.',
  },
  unexpected: {
    message: 'Something unexpected happened with this record ({detail}).',
    remedy: 'Try again. If it happens again, tell support, with the number of the document.',
  },
} as const satisfies Record<string, CauseText>;

export type IssueCause = keyof typeof causes;

/**
 * Returns the operator's words for a cause at a target, with its fact filled in; without a fact its
 * place goes.
 */
export function describeCause(cause: IssueCause, detail: string, target: Target): CauseText {
  const { messages, remedies } = targets[target];
  const { message, remedy }: CauseText = causes[cause];
  const place = detail === '' ? / \(?\{detail\}\)?/ : '{detail}';
  return {
    message: withNames(messages?.[cause] ?? message, target).replace(place, () => detail),
    remedy: withNames(remedies[cause] ?? remedy, target),
  };
}

/** `{defaultAccountCode}`, and not `{detail}`: only the former are names of settings. */
const settingNamed = /\{([A-Za-z]+)\}/g;

function withNames(text: string, target: Target): string {
  return text
    .replaceAll('{source}', () => sourceManifest.name)
    .replaceAll('{target}', () => targets[target].name)
    .replaceAll(settingNamed, (found, name) =>
      isSettingName(name) ? `“${settingLabels[name]}”` : found,
    );
}

/** Whether this version has words for the cause: an issue may be another version's. */
export function isKnownCause(cause: string): cause is IssueCause {
  return Object.hasOwn(causes, cause);
}
