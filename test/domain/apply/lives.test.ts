import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Link } from '../../../shared/contracts/link-item.ts';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import { decideInvoice } from '../../../shared/domain/apply/decide-invoice.ts';
import { decideSettlement } from '../../../shared/domain/apply/decide-settlement.ts';
import {
  deedOf,
  lives,
  type Shown,
  type Standing,
  shownStates,
} from '../../../shared/domain/apply/lives.ts';
import { dueOf, openOf, shownAs, standingOf } from '../../../shared/domain/apply/read-life.ts';
import { contentMark } from '../../../shared/domain/apply/seal.ts';
import { causes } from '../../../shared/domain/issues/causes.ts';
import type { SourceInvoice } from '../../../shared/domain/source/records.ts';
import { readInvoice } from '../../../shared/source/stora/read-invoice.ts';
import { aLink } from '../../builders/a-link.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { livesPage } from './lives-page.ts';

const now = '2026-12-24T00:00:00Z';
type Posted = NonNullable<Link['posted']>;

const open: SourceInvoice = readInvoice(aStoraInvoice(), now);
const asPosted: Posted = {
  currency: 'GBP',
  totalMinor: 12_000,
  taxMinor: 2_000,
  paidMinor: 0,
  allocatedMinor: 0,
  voided: false,
  seal: `${contentMark(open)}abcd`,
};
const note = { targetId: 'n', totalMinor: 12_000, setMinor: 12_000 };

/** One link for each column. */
const links: Record<Standing, Link> = {
  none: aLink(),
  elsewhere: aLink({ accountId: 'b', former: [{ accountId: 'a', targetId: 'x' }] }),
  unpaid: aLink({ targetId: 'x', posted: asPosted }),
  paid: aLink({ targetId: 'x', posted: { ...asPosted, paidMinor: 4_000 } }),
  written_off: aLink({
    targetId: 'x',
    posted: { ...asPosted, closing: { ...note, purpose: 'bad_debt' } },
  }),
  credited: aLink({
    targetId: 'x',
    posted: { ...asPosted, closing: { ...note, purpose: 'void' } },
  }),
  out: aLink({ targetId: 'x', posted: { ...asPosted, voided: true } }),
};

function standingLink(change: (posted: Posted) => Posted) {
  return (link: Link): Link => (link.posted ? { ...link, posted: change(link.posted) } : link);
}
const paidMore = (paidMinor: number) => standingLink((posted) => ({ ...posted, paidMinor }));
const plain = (link: Link) => link;

/** For each row how the source, and what was posted before, come to it; `off`: columns that it cannot meet. */
const examples: Record<
  Shown,
  { invoice: Partial<SourceInvoice>; link?: (link: Link) => Link; off?: Standing[] }
> = {
  draft: {
    invoice: { status: 'draft' },
    off: ['unpaid', 'paid', 'written_off', 'credited', 'out'],
  },
  draft_paid: {
    invoice: { status: 'draft', paidMinor: 100 },
    off: ['unpaid', 'paid', 'written_off', 'credited', 'out'],
  },
  void: { invoice: { status: 'void' }, off: ['paid'] },
  early: {
    invoice: { issuedAt: '2020-01-01T00:00:00Z' },
    off: ['unpaid', 'paid', 'written_off', 'credited', 'out'],
  },
  void_more: { invoice: { status: 'void', paidMinor: 5_000 } },
  void_paid: {
    invoice: { status: 'void', paidMinor: 4_000 },
    link: paidMore(4_000),
    off: ['none', 'elsewhere', 'unpaid'],
  },
  changed: { invoice: { totalMinor: 9_000 }, off: ['none', 'elsewhere'] },
  changed_unknown: {
    invoice: { totalMinor: 9_000 },
    link: standingLink(({ seal: _seal, ...posted }) => posted),
    off: ['none', 'elsewhere'],
  },
  less: {
    invoice: { paidMinor: 3_000 },
    link: paidMore(4_000),
    off: ['none', 'elsewhere', 'unpaid'],
  },
  unclear: { invoice: { status: 'paid', paidMinor: 5_000 }, off: ['none', 'elsewhere'] },
  over: { invoice: { status: 'paid', paidMinor: 13_000 }, off: ['none', 'elsewhere'] },
  over_rest: {
    invoice: { status: 'paid', paidMinor: 13_000 },
    link: paidMore(12_000),
    off: ['none', 'elsewhere', 'unpaid'],
  },
  more: { invoice: { status: 'paid', paidMinor: 12_000 } },
  given_up_other: {
    invoice: { status: 'uncollectible', preCreditMinor: 2_000 },
    off: ['none', 'elsewhere', 'unpaid', 'paid', 'credited', 'out'],
  },
  given_up: { invoice: { status: 'uncollectible' }, off: ['paid'] },
  in_step: { invoice: {}, off: ['paid'] },
};

const cells = shownStates.flatMap((shown) =>
  (Object.keys(links) as Standing[])
    .filter((standing) => !examples[shown].off?.includes(standing))
    .map((standing) => [shown, standing] as const),
);

/** Every choice of the policies that the table knows. */
const policies: Array<Partial<LedgerSettings>> = [
  {},
  { changedDocument: 'issue' },
  { voidedDocument: 'void_or_credit' },
  { voidedDocument: 'issue' },
  { uncollectible: 'credit' },
  { overpayment: 'post' },
];

describe('the table of lives', () => {
  it('is what the page shows', () => {
    const page = readFileSync('docs/concepts/lives.md', 'utf8').split('\n');
    const shown = page.filter((line) => line.startsWith('| '));

    expect(shown).toEqual(livesPage());
  });

  it.each(cells)('has a cell for %s by %s, and that is what is done', (shown, standing) => {
    const { invoice: change, link: changed = plain } = examples[shown];
    const invoice = { ...open, ...change };
    const link = changed(links[standing]);
    for (const policy of policies) {
      const settings = ledgerSettings(policy);
      const day = standing === 'none' ? invoice.issuedAt.slice(0, 10) : undefined;
      expect(standingOf(link)).toBe(standing);
      if (standing !== 'elsewhere') expect(shownAs(invoice, link, { settings, day })).toBe(shown);
      expect(done(invoice, link, settings)).toEqual(deedOf(shown, standing, settings));
    }
  });

  it('asks by causes that have words', () => {
    const asked = Object.values(lives)
      .flatMap((row) => Object.values(row))
      .flatMap((cell) =>
        typeof cell === 'string' || !('by' in cell) ? [cell] : Object.values(cell.choices),
      )
      .flatMap((deed) => (typeof deed !== 'string' && 'ask' in deed ? [deed.ask] : []));

    expect(asked.filter((cause) => !(cause in causes))).toEqual([]);
  });
});

/** What the two decisions make of it, in the words of the table. */
function done(invoice: SourceInvoice, link: Link, settings: LedgerSettings): unknown {
  const plan = decideInvoice(invoice, link, settings);
  if (plan.kind === 'create' || plan.kind === 'amend') return plan.kind;
  const settled =
    plan.kind === 'settle' ? decideSettlement(invoice, link, { settings, now }) : plan;
  if (settled.kind !== 'end') return settled.kind;
  const { outcome } = settled;
  if (outcome.kind === 'parked') return { ask: outcome.cause };
  return outcome.kind === 'skipped' ? { skip: outcome.reason } : 'nothing';
}

/** What a ledger makes of a step, as far as the link tells. */
function after(
  posted: Posted,
  step: ReturnType<typeof decideSettlement>,
  openMinor: number,
): Posted {
  if (step.kind === 'pay') return { ...posted, paidMinor: step.cumulativeMinor };
  if (step.kind === 'pay_over')
    return { ...posted, overpaidMinor: step.cumulativeMinor - posted.paidMinor };
  if (step.kind === 'void' || step.kind === 'void_or_credit') return { ...posted, voided: true };
  if (step.kind === 'take_back') {
    const { closing: _closing, ...rest } = posted;
    return rest;
  }
  const purpose = step.kind === 'write_off' ? 'bad_debt' : 'void';
  const totalMinor = purpose === 'bad_debt' ? openMinor : posted.totalMinor;
  return { ...posted, closing: { ...note, totalMinor, purpose } };
}

describe('a life', () => {
  const states = fc.record({
    status: fc.constantFrom<SourceInvoice['status']>('open', 'paid', 'void', 'uncollectible'),
    paidMinor: fc.constantFrom(0, 1, 4_000, 11_999, 12_000, 12_001, 15_000),
    preCreditMinor: fc.constantFrom(0, 0, 2_000, 12_000),
  });
  const choices = fc.record({
    voidedDocument: fc.constantFrom<LedgerSettings['voidedDocument']>('void', 'void_or_credit'),
    uncollectible: fc.constantFrom<LedgerSettings['uncollectible']>('issue', 'credit'),
    overpayment: fc.constantFrom<LedgerSettings['overpayment']>('issue', 'post'),
    postPayments: fc.boolean(),
  });

  it('comes to rest in few steps, whatever came before, and pays neither twice nor too much', () => {
    fc.assert(
      fc.property(fc.array(states, { minLength: 1, maxLength: 6 }), choices, (lived, chosen) => {
        const settings = ledgerSettings(chosen);
        let posted = asPosted;
        for (const state of lived) {
          const invoice = { ...open, ...state };
          for (let steps = 0; ; steps += 1) {
            expect(steps).toBeLessThan(6);
            const link = aLink({ targetId: 'x', posted });
            const step = decideSettlement(invoice, link, { settings, now });
            if (step.kind === 'nothing' || step.kind === 'end') break;
            const next = after(posted, step, openOf(invoice));
            expect(next).not.toEqual(posted);
            expect(next.paidMinor).toBeGreaterThanOrEqual(posted.paidMinor);
            if (step.kind === 'pay')
              expect(step.cumulativeMinor).toBeLessThanOrEqual(
                invoice.status === 'void' ? invoice.paidMinor : dueOf(invoice),
              );
            if (step.kind === 'pay' || step.kind === 'pay_over')
              expect(step.amountMinor).toBeGreaterThan(0);
            // Money is never posted to what a credit note of ours has closed.
            if (step.kind === 'pay') expect(posted.closing).toBeUndefined();
            posted = next;
          }
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
