import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue, CatalogueTrackingCategory } from '../ledger/drafts.ts';
import { plainName } from '../ledger/effect-ids.ts';
import { ledgerRulesOf } from '../ledger/ledger-rules.ts';
import { chooseTracking, type TrackingChoice } from './choose-tracking.ts';
import { type Mapped, mapped, rejected } from './result.ts';

/** The site of a document, as the source tells of it. */
export interface DocumentSite {
  siteId?: string;
  siteName?: string;
}

type RememberedSites = NonNullable<LedgerSettings['sites']>;
export type RememberedSite = RememberedSites[string];

/**
 * Where the site of a document is shown in the ledger. An option that was found once is known by its id
 * from then on: a person may rename it, or the site, and no second one may come of that.
 */
export function placeSite(
  site: DocumentSite,
  settings: LedgerSettings,
  catalogue: Catalogue,
): Mapped<TrackingChoice> {
  const { siteName } = site;
  if (siteName === undefined) return mapped({ kind: 'none' });
  const remembered = settings.sites?.[siteKey(site)];
  const known = remembered && knownOption(remembered, settings, catalogue);
  if (known !== undefined) {
    if (!known.category.isActive)
      return rejected('tracking_category_archived', known.category.name);
    if (!known.option.isActive) return rejected('tracking_archived', siteName);
    const { category, option } = known;
    return mapped({ kind: 'option', categoryName: category.name, optionName: option.name });
  }
  return possible(chooseTracking(siteName, renamed(settings, catalogue), catalogue), {
    siteName,
    catalogue,
    nameLengthAtMost: ledgerRulesOf(settings.target).trackingNameLengthAtMost,
  });
}

/** Tells the sites of an operator apart; a site without an id by its name. */
export function siteKey({ siteId, siteName = '' }: DocumentSite): string {
  return siteId ?? `name:${plainName(siteName)}`;
}

/** What is remembered of an option that was chosen; undefined when it is known already. */
export function siteToRemember(
  site: DocumentSite,
  choice: Extract<TrackingChoice, { kind: 'option' }>,
  context: { settings: LedgerSettings; catalogue: Catalogue },
): RememberedSite | undefined {
  const { settings, catalogue } = context;
  const category = catalogue.trackingCategories.find(
    ({ name, isActive }) => isActive && name === choice.categoryName,
  );
  const option = category?.options.find(
    ({ name, isActive }) => isActive && name === choice.optionName,
  );
  if (category === undefined || option === undefined) return undefined;
  const known = settings.sites?.[siteKey(site)];
  const { trackingCategoryName: setting } = settings;
  const { categoryId } = category;
  const { optionId } = option;
  const isKnown = known?.optionId === optionId && known.setting === setting;
  return isKnown ? undefined : { setting, categoryId, optionId };
}

/** Gone from the ledger, or from before the operator chose another category: not known any more. */
function knownOption(
  remembered: RememberedSite,
  settings: LedgerSettings,
  { trackingCategories }: Catalogue,
) {
  if (remembered.setting !== settings.trackingCategoryName) return undefined;
  const category = trackingCategories.find(
    ({ categoryId }) => categoryId === remembered.categoryId,
  );
  const option = category?.options.find(({ optionId }) => optionId === remembered.optionId);
  return category && option && { category, option };
}

/** The settings with the name that the category of the sites has by now. */
function renamed(settings: LedgerSettings, catalogue: Catalogue): LedgerSettings {
  const known = Object.values(settings.sites ?? {}).find(
    ({ setting }) => setting === settings.trackingCategoryName,
  );
  const category = catalogue.trackingCategories.find(
    ({ categoryId }) => categoryId === known?.categoryId,
  );
  return category === undefined ? settings : { ...settings, trackingCategoryName: category.name };
}

/** What would certainly be refused is not tried: the person reads why instead. */
function possible(
  choice: Mapped<TrackingChoice>,
  known: { siteName: string; catalogue: Catalogue; nameLengthAtMost: number },
): Mapped<TrackingChoice> {
  if (!choice.ok) return choice;
  const { value } = choice;
  const { siteName, catalogue, nameLengthAtMost } = known;
  if (value.kind === 'create_category') {
    const archived = namesake(value.categoryName, catalogue.trackingCategories);
    if (archived !== undefined) return rejected('tracking_category_archived', archived.name);
  }
  if (value.kind !== 'create_option' && value.kind !== 'create_category') return choice;
  return siteName.trim().length > nameLengthAtMost
    ? rejected('tracking_name_too_long', siteName)
    : choice;
}

/** Archived categories keep their names. */
function namesake(
  categoryName: string,
  categories: CatalogueTrackingCategory[],
): CatalogueTrackingCategory | undefined {
  return categories.find(({ name }) => plainName(name) === plainName(categoryName));
}
