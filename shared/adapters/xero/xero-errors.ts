import type { IssueCause } from '../../domain/issues/causes.ts';

/**
 * Xero's validation errors have no codes, only wording. Each pattern is as narrow as the wording
 * allows; an unknown wording is a definite refusal that a person has to look at. Wordings that repeat
 * what people entered come first, so that an address like `tracking@…` is not taken for a category.
 */
const patterns: ReadonlyArray<readonly [RegExp, IssueCause]> = [
  [/^email address /i, 'contact_invalid'],
  [/resource you're looking for cannot be found/i, 'record_gone'],
  [
    /invoice # must be unique|creditnote # must be unique|credit note # must be unique/i,
    'number_taken',
  ],
  [/contact name .* (already assigned|must be unique)/i, 'contact_name_taken'],
  [/archived contact|contact.*archived/i, 'contact_archived'],
  [/account (code .* |has been )(archived|deleted)/i, 'account_archived'],
  // The code may well exist, for instance for purchases only: what is not in the chart is never sent.
  [/account code .* not a valid code/i, 'account_not_usable'],
  [/account .*(bank account|cannot be used|not valid for (use on )?this)/i, 'account_not_usable'],
  [/taxtype|tax type|tax rate/i, 'tax_type_rejected'],
  [/lock date|locked|end of year/i, 'locked_period'],
  // Before payments: an allocation too many exceeds "the amount outstanding" as well.
  [/(allocat|credit).*(exceed|greater|more than)/i, 'credit_exceeds_invoice'],
  [
    /(exceeds|greater than|more than).*(outstanding|amount due|amount owing)/i,
    'payment_exceeds_due',
  ],
  [
    /payments? (to|for) this account|not enabled for payments|payments to it enabled|enablepaymentstoaccount/i,
    'clearing_account_refused',
  ],
  [/currency/i, 'currency_not_enabled'],
  [/maximum number of .*tracking categories/i, 'tracking_full'],
  [/tracking/i, 'tracking_missing'],
  [
    /not of valid status|status.*(cannot|not (be )?valid)|cannot be (voided|modified|edited)|authorised documents/i,
    'status_forbids_change',
  ],
  [
    /approv.*limit|subscription|plan (limit|does not)|not allowed on (this|your) plan/i,
    'organisation_not_usable',
  ],
  [
    /email|phone|address|contact details|tax number|contactnumber|contact number|contact name/i,
    'contact_invalid',
  ],
];

/** What Xero put into quotes, or a code after the words for it. */
const facts: Partial<Record<IssueCause, RegExp>> = {
  account_unknown: /['"‘“]([^'"’”]{1,20})['"’”]/,
  account_archived: /['"‘“]([^'"’”]{1,20})['"’”]/,
  account_not_usable: /['"‘“]([^'"’”]{1,20})['"’”]/,
  clearing_account_refused: /account code ['"‘“]([^'"’”]{1,20})['"’”]/i,
  currency_not_enabled: /\b([A-Z]{3})\b/,
};

export interface KnownCause {
  cause: IssueCause;
  /** What the wording names, as the cause's words show it; empty when it names nothing. */
  fact: string;
}

/** Cause of a refusal, by the most telling of its messages. */
export function causeOfMessages(messages: string[]): KnownCause {
  for (const [pattern, cause] of patterns) {
    const message = messages.find((one) => pattern.test(one));
    if (message !== undefined) return { cause, fact: facts[cause]?.exec(message)?.[1] ?? '' };
  }
  return { cause: 'ledger_rejected', fact: '' };
}
