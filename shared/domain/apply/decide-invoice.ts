import type { Link } from '../../contracts/link-item.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { dayOf } from '../mapping/document-day.ts';
import type { SourceInvoice } from '../source/records.ts';
import { questionDetail } from './life-questions.ts';
import { deedOf, type Shown, type Standing } from './lives.ts';
import { type Outcome, parked, skipped } from './outcome.ts';
import { shownAs, standingOf } from './read-life.ts';

/** What an invoice still needs in the ledger, given what was posted for it. */
export type InvoicePlan =
  | { kind: 'end'; outcome: Outcome }
  | { kind: 'create' }
  /** What stands is to be changed before it is settled. */
  | { kind: 'amend' }
  | { kind: 'settle' };

/** Decides whether the invoice is left alone, created, changed, or only settled (payment, void, credit). */
export function decideInvoice(
  invoice: SourceInvoice,
  link: Link,
  settings: LedgerSettings,
): InvoicePlan {
  const standing = standingOf(link);
  const shown = shownAs(invoice, link, { settings });
  if (standing === 'none' && !dayless.has(shown)) {
    const day = dayOf(invoice.issuedAt, settings);
    if (!day.ok) return { kind: 'end', outcome: parked(day.cause, day.detail) };
    const dated = shownAs(invoice, link, { settings, day: day.value });
    return planOf({ invoice, link, settings }, dated, standing);
  }
  return planOf({ invoice, link, settings }, shown, standing);
}

/** What never gets into the ledger needs no day there. */
const dayless: ReadonlySet<Shown> = new Set<Shown>(['draft', 'draft_paid', 'void']);

function planOf(
  of: { invoice: SourceInvoice; link: Link; settings: LedgerSettings },
  shown: Shown,
  standing: Standing,
): InvoicePlan {
  const { invoice, link, settings } = of;
  const deed = deedOf(shown, standing, settings);
  if (deed === 'create' || deed === 'amend') return { kind: deed };
  // What stands is settled in its turn; a change is to be asked about before anything is created for it.
  const isSettled = link.targetId !== undefined && !shown.startsWith('changed');
  if (isSettled || typeof deed === 'string') return { kind: 'settle' };
  const outcome =
    'skip' in deed
      ? skipped(deed.skip)
      : parked(deed.ask, questionDetail(shown, invoice, { posted: link.posted, settings }));
  return { kind: 'end', outcome };
}
