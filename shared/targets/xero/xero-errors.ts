import type { IssueCause } from '../../domain/issues/causes.ts';

/**
 * Xero's validation errors have no codes, only wording. Each pattern is as narrow as the wording
 * allows; an unknown wording is a definite refusal that a person has to look at. What stands in quotes
 * was entered by people and is not looked at; wordings that repeat it without quotes come first, so
 * that a name like "Tracking Ltd" is not taken for a category.
 */
const patterns: ReadonlyArray<readonly [RegExp, IssueCause]> = [
  [/^the contact name .* (already assigned|must be unique)/i, 'contact_name_taken'],
  [/^the contact number .* already assigned/i, 'contact_invalid'],
  [/^email address |^contact name |^the account number /i, 'contact_invalid'],
  [/^website must be valid/i, 'contact_website_refused'],
  [/resource you're looking for cannot be found/i, 'record_gone'],
  [/document with the supplied id was not found/i, 'record_gone'],
  [/^(invoice|credit ?note) # must be unique/i, 'number_taken'],
  [/archived contact|contact.*archived/i, 'contact_archived'],
  [/account (code .* |has been )(archived|deleted)/i, 'account_archived'],
  [/^account could not be found/i, 'account_unknown'],
  [/^account code (or id )?must be specified/i, 'account_missing'],
  // The code may well exist, for instance for purchases only: what is not in the chart is never sent.
  [/^account code .* not a valid code|^account must be valid/i, 'account_not_usable'],
  [/^account .*(bank account|cannot be used|not valid for (use on )?this)/i, 'account_not_usable'],
  [/^one or more line items must be specified/i, 'lines_missing'],
  [/field (is mandatory|must be specified)|^\w+ is missing an? /i, 'document_incomplete'],
  [/^a currency code must be provided/i, 'document_incomplete'],
  [/taxtype|tax type|tax rate/i, 'tax_type_rejected'],
  [/lock date|locked|end of year/i, 'locked_period'],
  [/line total .* does not match|total does not equal the sum of/i, 'amount_mismatch'],
  [/^the discount rate .* is invalid/i, 'amount_mismatch'],
  // Before payments: an allocation too many exceeds "the amount outstanding" as well.
  [/(allocat|credit).*(exceed|greater|more than)/i, 'credit_exceeds_invoice'],
  [/trying to allocate to has already been paid/i, 'credit_exceeds_invoice'],
  [
    /(exceeds|greater than|more than).*(outstanding|amount due|amount owing)/i,
    'payment_exceeds_due',
  ],
  [
    /payments? (to|for) this account|not enabled for payments|account of type bank|payments to it enabled|enablepaymentstoaccount/i,
    'clearing_account_refused',
  ],
  [/currency/i, 'currency_not_enabled'],
  [/maximum number of .*tracking categories/i, 'tracking_full'],
  [/^there is no active tracking category/i, 'tracking_category_archived'],
  // It is in no list that we read, and its name is not free: that of an archived one is kept.
  [/tracking option.*(name must be unique|already in use)/i, 'tracking_archived'],
  [/tracking/i, 'tracking_missing'],
  [
    /not of valid status|status.*(cannot|not (be )?valid)|cannot be (voided|modified|edited)|authorised documents|must be (approved|authorised)/i,
    'status_forbids_change',
  ],
  [
    /approv.*limit|limit.*approve|subscription|plan (limit|does not)|not allowed on (this|your) plan/i,
    'organisation_not_usable',
  ],
  [/^you are not permitted to access this resource/i, 'permission_missing'],
  [
    /request body could not be read|for post data was invalid|no data has been processed/i,
    'request_refused',
  ],
  [/^the element .* was not recognised|^instance validation error/i, 'request_refused'],
  [/is not a valid \w+ value|unrecognized guid|not in a correct format/i, 'request_refused'],
  [/not of valid type|must specify an invoice id|only status accepted/i, 'request_refused'],
  [
    /email|phone|address|contact details|tax number|contactnumber|contact number|contact name/i,
    'contact_invalid',
  ],
];

const quoted = /['"\u2018\u201c]([^'"\u2019\u201d]{1,20})['"\u2019\u201d]/;
/** A name may hold an apostrophe; the quote that ends it does not stand inside a word. */
const quotedName = /(?<=^|[\s(])['"\u2018\u201c](.{1,100}?)['"\u2019\u201d](?=$|[\s.,;:)])/;

/** What Xero put into quotes, or a code after the words for it. */
const facts: Partial<Record<IssueCause, RegExp>> = {
  account_unknown: quoted,
  account_archived: quoted,
  account_not_usable: quoted,
  clearing_account_refused:
    /account code ['"\u2018\u201c]([^'"\u2019\u201d]{1,20})['"\u2019\u201d]/i,
  currency_not_enabled: /\b([A-Z]{3})\b/,
  tracking_missing: quotedName,
  tracking_archived: quotedName,
  tracking_category_archived: quotedName,
};

/** In quotes between two words; an apostrophe inside a word opens none. */
const quotes = /(?<=^|[\s(])(['"\u2018\u201c]).*?['"\u2019\u201d](?=$|[\s.,;:)])/g;

/**
 * Xero's own words for a fault of its own, also inside of what looks like a refusal (public reports of
 * its SDKs): nobody can correct that, and sent again later it may well be taken.
 */
const passing =
  /^an error occurred in xero|^organisation (is )?offline|(currently|temporarily) unavailable|please wait before retrying|please try again later/i;

export interface KnownCause {
  cause: IssueCause;
  /** What the wording names, as the cause's words show it; empty when it names nothing. */
  fact: string;
}

/** Cause of a refusal, by the most telling of its messages. */
export function causeOfMessages(messages: string[]): KnownCause {
  for (const [pattern, cause] of patterns) {
    const message = messages.find((one) => pattern.test(withoutQuoted(one)));
    if (message !== undefined) return { cause, fact: facts[cause]?.exec(message)?.[1] ?? '' };
  }
  return { cause: 'ledger_rejected', fact: '' };
}

/** Whether the messages tell of a fault that passes, and of nothing that anybody could correct. */
export function isPassing(messages: string[]): boolean {
  const isKnown = causeOfMessages(messages).cause !== 'ledger_rejected';
  return !isKnown && messages.some((message) => passing.test(withoutQuoted(message)));
}

function withoutQuoted(message: string): string {
  return message.trim().replace(quotes, "''");
}
