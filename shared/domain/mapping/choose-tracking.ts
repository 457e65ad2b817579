import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue, CatalogueTrackingCategory } from '../ledger/drafts.ts';
import { ledgerRulesOf } from '../ledger/ledger-rules.ts';
import { type Mapped, mapped, rejected } from './result.ts';

export type TrackingChoice =
  /** The document belongs to no site. */
  | { kind: 'none' }
  | { kind: 'option'; categoryName: string; optionName: string }
  /** To be created first; allowed by the operator's setting. */
  | { kind: 'create_category'; categoryName: string }
  | { kind: 'create_option'; categoryId: string; optionName: string };

/** Where the site of a document is shown in the ledger, or what is missing for it. */
export function chooseTracking(
  siteName: string | undefined,
  settings: LedgerSettings,
  catalogue: Catalogue,
): Mapped<TrackingChoice> {
  if (siteName === undefined) return mapped({ kind: 'none' });
  const active = catalogue.trackingCategories.filter(({ isActive }) => isActive);
  const categories = named(active, settings.trackingCategoryName);
  const [category] = categories;
  if (categories.length > 1) return rejected('tracking_ambiguous', settings.trackingCategoryName);
  if (category === undefined) {
    const { trackingCategoriesAtMost } = ledgerRulesOf(settings.target);
    if (active.length >= trackingCategoriesAtMost) return rejected('tracking_full');
    if (!settings.createTracking) return rejected('tracking_missing', siteName);
    return mapped({ kind: 'create_category', categoryName: settings.trackingCategoryName });
  }
  return chooseOption(siteName, category, settings);
}

/** An archived option that bears the name of an active one is history. */
function chooseOption(
  siteName: string,
  category: CatalogueTrackingCategory,
  settings: LedgerSettings,
): Mapped<TrackingChoice> {
  const options = category.options.filter(({ isActive }) => isActive);
  const usable = named(options, siteName);
  const [option] = usable;
  if (usable.length > 1) return rejected('tracking_ambiguous', siteName);
  if (option !== undefined)
    return mapped({ kind: 'option', categoryName: category.name, optionName: option.name });
  if (named(category.options, siteName).length > 0) return rejected('tracking_archived', siteName);
  if (!settings.createTracking) return rejected('tracking_missing', siteName);
  return mapped({ kind: 'create_option', categoryId: category.categoryId, optionName: siteName });
}

/** What bears a name: written exactly so, else but for case and spaces. */
function named<T extends { name: string }>(all: T[], name: string): T[] {
  const exact = all.filter((candidate) => candidate.name === name);
  return exact.length > 0 ? exact : all.filter((candidate) => equalNames(candidate.name, name));
}

function equalNames(left: string, right: string): boolean {
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}
