import type { LedgerSettings } from '../../contracts/settings.ts';
import type { IssueCause } from '../issues/causes.ts';
import type { SkipReason } from './outcome.ts';

/** What stands for an invoice in the ledger, as far as we posted or linked it. */
export type Standing =
  | 'none'
  /** In the books of a company that was connected before. */
  | 'elsewhere'
  | 'unpaid'
  /** Some or all of it is paid there, by us or as we learned. */
  | 'paid'
  /** A credit note of ours on the account of bad debts closes what was open. */
  | 'written_off'
  /** A credit note of ours takes the place of its voiding. */
  | 'credited'
  /** Voided there, or deleted as a draft. */
  | 'out';

/** What the source shows, compared with what stands. The first that fits is taken. */
export const shownStates = [
  'draft',
  'draft_paid',
  /** Voided, and nothing was ever received. */
  'void',
  /** Dated before the first day that the operator wants in the ledger. */
  'early',
  /** Voided, with money that is not posted yet. */
  'void_more',
  /** Voided, with money on it, all of which is posted or is not ours to post. */
  'void_paid',
  /** Other lines or sums than what we wrote there. */
  'changed',
  /** The same, where nobody knows what we wrote: it was adopted, or posted by a version before. */
  'changed_unknown',
  /** Less was received than was posted. */
  'less',
  /** Its state and its own sums deny one another. */
  'unclear',
  /** More was received than it comes to, and what is due is not posted yet. */
  'over',
  /** The same, and only what is too much is left to post. */
  'over_rest',
  /** Money was received, in part or in full, that is not posted yet. */
  'more',
  /** Given up as bad debt, with another sum open than was written off. */
  'given_up_other',
  /** Given up as bad debt, and something is open. */
  'given_up',
  'in_step',
] as const;
export type Shown = (typeof shownStates)[number];

/** One step in the ledger; after each the table is asked anew. */
export type Step =
  | 'nothing'
  | 'create'
  | 'amend'
  | 'pay'
  /** What was received beyond what is due, as money on account. */
  | 'pay_over'
  | 'void'
  /** Void it or, where payments, credits or a lock keep it from that, credit it. */
  | 'void_or_credit'
  | 'credit'
  | 'write_off'
  /** The credit note that closed it is taken off the invoice and voided. */
  | 'take_back';

/** A step, an end that needs nothing, or a question to a person. */
export type Deed = Step | { skip: SkipReason } | { ask: IssueCause };

type Policy = 'changedDocument' | 'voidedDocument' | 'uncollectible' | 'overpayment';

/** A deed for each choice of one setting. */
type ByChoice = {
  [P in Policy]: { by: P; choices: Readonly<Record<LedgerSettings[P], Deed>> };
}[Policy];
export type Cell = Deed | ByChoice;

const skip = (reason: SkipReason): Deed => ({ skip: reason });
const ask = (cause: IssueCause): Deed => ({ ask: cause });

const givenUp = (credit: Deed): Cell => ({
  by: 'uncollectible',
  choices: { issue: ask('uncollectible'), credit },
});
const overpaid = (post: Deed): Cell => ({
  by: 'overpayment',
  choices: { issue: ask('overpaid'), post },
});
const voided = (choices: Record<LedgerSettings['voidedDocument'], Deed>): Cell => ({
  by: 'voidedDocument',
  choices,
});
const paidVoid = (void_or_credit: Deed): Cell =>
  voided({ void: ask('void_but_paid'), void_or_credit, issue: ask('void_but_paid') });
const changed: Cell = {
  by: 'changedDocument',
  choices: { amend: 'amend', issue: ask('changed_after_posting') },
};

/** A row for whatever stands; what is not named is as in `unpaid`. */
function row(cells: {
  none: Cell;
  elsewhere?: Cell;
  unpaid: Cell;
  paid?: Cell;
  written_off: Cell;
  credited: Cell;
  out?: Cell;
}): Readonly<Record<Standing, Cell>> {
  return {
    elsewhere: skip('posted_elsewhere'),
    paid: cells.unpaid,
    out: ask('voided_in_ledger'),
    ...cells,
  };
}

/** What is changed at the source after it was closed or paid in the ledger is for a person. */
const askedIfChanged = {
  none: 'create' satisfies Cell,
  paid: ask('changed_after_posting'),
  written_off: ask('changed_after_posting'),
  credited: ask('changed_after_posting'),
  out: ask('changed_after_posting'),
} satisfies Partial<Record<Standing, Cell>>;
/** What goes on living is no bad debt any more; what was credited as void has no invoice left. */
const livesOn = { written_off: 'take_back', credited: ask('voided_in_ledger') } satisfies Partial<
  Record<Standing, Cell>
>;

/**
 * The lives of an invoice: what the source shows, by what stands in the ledger, leads to one deed. The page
 * docs/concepts/lives.md shows this table, and a test compares both.
 */
export const lives: Readonly<Record<Shown, Readonly<Record<Standing, Cell>>>> = {
  draft: row({
    none: skip('draft'),
    elsewhere: skip('draft'),
    unpaid: 'nothing',
    written_off: 'nothing',
    credited: 'nothing',
  }),
  draft_paid: row({
    none: ask('state_contradicts_amounts'),
    elsewhere: ask('state_contradicts_amounts'),
    unpaid: ask('state_contradicts_amounts'),
    written_off: ask('state_contradicts_amounts'),
    credited: ask('state_contradicts_amounts'),
  }),
  void: row({
    none: skip('void_never_posted'),
    elsewhere: skip('void_never_posted'),
    unpaid: voided({
      void: 'void',
      void_or_credit: 'void_or_credit',
      issue: ask('voided_at_source'),
    }),
    paid: paidVoid('credit'),
    written_off: 'take_back',
    credited: 'nothing',
    out: 'nothing',
  }),
  early: row({
    none: skip('before_start_date'),
    unpaid: 'nothing',
    written_off: 'nothing',
    credited: 'nothing',
  }),
  void_more: row({
    none: ask('void_but_paid'),
    unpaid: paidVoid('pay'),
    written_off: 'take_back',
    credited: ask('void_but_paid'),
    out: ask('void_but_paid'),
  }),
  void_paid: row({
    none: ask('void_but_paid'),
    unpaid: paidVoid('credit'),
    written_off: 'take_back',
    credited: 'nothing',
    out: ask('void_but_paid'),
  }),
  changed: row({ ...askedIfChanged, unpaid: changed }),
  changed_unknown: row({ ...askedIfChanged, unpaid: ask('changed_after_posting') }),
  less: row({
    none: 'create',
    unpaid: ask('payment_decreased'),
    written_off: ask('payment_decreased'),
    credited: ask('voided_in_ledger'),
  }),
  unclear: row({
    none: 'create',
    unpaid: ask('state_contradicts_amounts'),
    written_off: ask('state_contradicts_amounts'),
    credited: ask('voided_in_ledger'),
  }),
  over: row({ none: 'create', unpaid: overpaid('pay'), ...livesOn }),
  over_rest: row({ none: 'create', unpaid: overpaid('pay_over'), ...livesOn }),
  more: row({ none: 'create', unpaid: 'pay', ...livesOn }),
  given_up_other: row({
    none: givenUp('create'),
    unpaid: givenUp('write_off'),
    written_off: 'take_back',
    credited: ask('voided_in_ledger'),
  }),
  given_up: row({
    none: givenUp('create'),
    unpaid: givenUp('write_off'),
    written_off: 'nothing',
    credited: ask('voided_in_ledger'),
  }),
  in_step: row({ none: 'create', unpaid: 'nothing', ...livesOn }),
};

/** What the table says under the operator's settings. */
export function deedOf(shown: Shown, standing: Standing, settings: LedgerSettings): Deed {
  const cell = lives[shown][standing];
  if (typeof cell === 'string' || !('by' in cell)) return cell;
  const choices: Readonly<Record<string, Deed>> = cell.choices;
  // Every choice of a setting has its deed, which the types see to.
  return choices[settings[cell.by]] ?? 'nothing';
}
