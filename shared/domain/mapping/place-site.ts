import type { LedgerSettings, RememberedSite, SiteOption } from '../../contracts/settings.ts';
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

/**
 * Where the site of a document is shown in the ledger. An option that was found once is known by its id
 * from then on: a person may rename it, or the site, or choose another category for a while, and no
 * second one may come of that.
 */
export function placeSite(
  site: DocumentSite,
  settings: LedgerSettings,
  catalogue: Catalogue,
): Mapped<TrackingChoice> {
  const { siteName } = site;
  if (siteName === undefined) return mapped({ kind: 'none' });
  const known =
    chosenOption(site, settings, catalogue) ??
    knownOption(rememberedOf(site, settings), settings, catalogue);
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
  const { trackingCategoryName: setting } = settings;
  const found = { setting, categoryId: category.categoryId, optionId: option.optionId };
  const known = rememberedOf(site, settings);
  if (known.some((one) => isPlace(one, found) && one.optionId === found.optionId)) return undefined;
  const former = known.filter((one) => !isPlace(one, found));
  return former.length === 0 ? found : { ...found, former };
}

/** What a person chose for the site, as long as it is an option of the category that is chosen now. */
function chosenOption(site: DocumentSite, settings: LedgerSettings, catalogue: Catalogue) {
  const optionId = settings.siteOptions[siteKey(site)];
  const name = plainName(renamed(settings, catalogue).trackingCategoryName);
  const [chosen] = catalogue.trackingCategories
    .filter((category) => plainName(category.name) === name)
    .flatMap((category) => category.options.map((option) => ({ category, option })))
    .filter(({ option }) => option.optionId === optionId);
  return chosen;
}

/** All options that were ever found for a site, the latest first. */
function rememberedOf(site: DocumentSite, settings: LedgerSettings): SiteOption[] {
  const remembered = settings.sites?.[siteKey(site)];
  if (remembered === undefined) return [];
  const { former = [], ...latest } = remembered;
  return [latest, ...former];
}

function isPlace(left: SiteOption, right: SiteOption): boolean {
  return left.setting === right.setting && left.categoryId === right.categoryId;
}

/**
 * By the category that the operator chose then, under whatever name it stands now; else by that which
 * bears the name that is chosen now. What is gone from the ledger is not known any more.
 */
function knownOption(remembered: SiteOption[], settings: LedgerSettings, catalogue: Catalogue) {
  const standing = remembered.flatMap(({ setting, categoryId, optionId }) => {
    const category = catalogue.trackingCategories.find((one) => one.categoryId === categoryId);
    const option = category?.options.find((one) => one.optionId === optionId);
    return category && option ? [{ setting, category, option }] : [];
  });
  const { trackingCategoryName: chosen } = settings;
  const name = plainName(renamed(settings, catalogue).trackingCategoryName);
  return (
    standing.find(({ setting }) => setting === chosen) ??
    standing.find(({ category }) => category.isActive && plainName(category.name) === name)
  );
}

/** The settings with the name that the category of the sites has by now. */
function renamed(settings: LedgerSettings, catalogue: Catalogue): LedgerSettings {
  const known = Object.values(settings.sites ?? {})
    .flatMap(({ former = [], ...latest }) => [latest, ...former])
    .filter(({ setting }) => setting === settings.trackingCategoryName);
  const category = catalogue.trackingCategories.find(({ categoryId }) =>
    known.some((one) => one.categoryId === categoryId),
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
