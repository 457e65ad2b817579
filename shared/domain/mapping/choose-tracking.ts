import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue } from '../ledger/drafts.ts';
import { type Mapped, mapped, rejected } from './result.ts';

export type TrackingChoice =
  /** The document belongs to no site. */
  | { kind: 'none' }
  | { kind: 'option'; categoryName: string; optionName: string }
  /** To be created first; allowed by the operator's setting. */
  | { kind: 'create_category'; categoryName: string }
  | { kind: 'create_option'; categoryId: string; optionName: string };

/** Xero: an organisation has at most two active tracking categories. */
const activeCategoriesAtMost = 2;

/** Where the site of a document is shown in the ledger, or what is missing for it. */
export function chooseTracking(
  siteName: string | undefined,
  settings: LedgerSettings,
  catalogue: Catalogue,
): Mapped<TrackingChoice> {
  if (siteName === undefined) return mapped({ kind: 'none' });
  const active = catalogue.trackingCategories.filter((category) => category.isActive);
  const category = active.find((candidate) =>
    equalNames(candidate.name, settings.trackingCategoryName),
  );
  if (category === undefined) {
    if (active.length >= activeCategoriesAtMost) return rejected('tracking_full');
    if (!settings.createTracking) return rejected('tracking_missing', siteName);
    return mapped({ kind: 'create_category', categoryName: settings.trackingCategoryName });
  }
  const option = category.options.find((candidate) => equalNames(candidate.name, siteName));
  if (option === undefined) {
    if (!settings.createTracking) return rejected('tracking_missing', siteName);
    return mapped({ kind: 'create_option', categoryId: category.categoryId, optionName: siteName });
  }
  if (!option.isActive) return rejected('tracking_archived', siteName);
  return mapped({ kind: 'option', categoryName: category.name, optionName: option.name });
}

function equalNames(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}
