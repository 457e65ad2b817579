import { describe, expect, it } from 'vitest';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import { chooseTracking } from '../../../shared/domain/mapping/choose-tracking.ts';
import { placeSite, siteKey, siteToRemember } from '../../../shared/domain/mapping/place-site.ts';
import { aCatalogue } from '../../builders/a-catalogue.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const site = { siteId: 'site_1', siteName: 'Harbour Road' };
const known = { setting: 'Location', categoryId: 'cat-location', optionId: 'opt-harbour' };
const remembering = (overrides: Partial<LedgerSettings> = {}) =>
  ledgerSettings({ sites: { site_1: known }, ...overrides });

interface Changed {
  category?: { name?: string; isActive?: boolean };
  option?: { name?: string; isActive?: boolean };
}

/** The ledger after somebody changed the category or the option in it. */
function catalogueWith({ category = {}, option = {} }: Changed) {
  const [first] = aCatalogue().trackingCategories;
  if (first === undefined) throw new Error('The catalogue has no category.');
  const options = first.options.map((one) => ({ ...one, ...option }));
  return aCatalogue({ trackingCategories: [{ ...first, options, ...category }] });
}

describe('a site whose option is remembered', () => {
  it.each([
    ['the option', { option: { name: 'Depot 7' } }, ['Location', 'Depot 7']],
    ['the category', { category: { name: 'Branch' } }, ['Branch', 'Harbour Road']],
  ])('goes by its id when somebody renames %s', (_what, changed, [categoryName, optionName]) => {
    expect(placeSite(site, remembering(), catalogueWith(changed))).toEqual({
      ok: true,
      value: { kind: 'option', categoryName, optionName },
    });
  });

  it('keeps its option when it has another name at the source', () => {
    const renamed = { ...site, siteName: 'Harbour Street' };

    expect(placeSite(renamed, remembering(), aCatalogue())).toMatchObject({
      value: { optionName: 'Harbour Road' },
    });
  });

  it.each([
    ['tracking_archived', 'Harbour Road', { option: { isActive: false } }],
    ['tracking_category_archived', 'Location', { category: { isActive: false } }],
  ])('waits for a person: %s', (cause, detail, changed) => {
    expect(placeSite(site, remembering(), catalogueWith(changed))).toEqual({
      ok: false,
      cause,
      detail,
    });
  });

  it('is looked for by name when the option is gone', () => {
    const gone = remembering({ sites: { site_1: { ...known, optionId: 'deleted' } } });

    expect(placeSite(site, gone, aCatalogue())).toMatchObject({
      value: { kind: 'option', optionName: 'Harbour Road' },
    });
  });

  it('is looked for anew when the operator has chosen another category', () => {
    const settings = remembering({ trackingCategoryName: 'Depot' });

    expect(placeSite(site, settings, aCatalogue())).toEqual({
      ok: true,
      value: { kind: 'create_category', categoryName: 'Depot' },
    });
  });

  it('makes the category known for other sites, too, when somebody renamed it', () => {
    const catalogue = catalogueWith({ category: { name: 'Branch' } });
    const other = { siteId: 'site_2', siteName: 'Mill Lane' };

    expect(placeSite(other, remembering(), catalogue)).toEqual({
      ok: true,
      value: { kind: 'create_option', categoryId: 'cat-location', optionName: 'Mill Lane' },
    });
  });
});

describe('a site of an operator who chose another category for a while', () => {
  const second = { setting: 'Depot', categoryId: 'cat-depot', optionId: 'opt-depot' };
  const returned = remembering({ sites: { site_1: { ...second, former: [known] } } });

  it('still has its former option, whatever its name is by now', () => {
    expect(placeSite(site, returned, catalogueWith({ option: { name: 'Depot 7' } }))).toMatchObject(
      {
        value: { kind: 'option', categoryName: 'Location', optionName: 'Depot 7' },
      },
    );
  });

  it('still makes the former category known for other sites', () => {
    const catalogue = catalogueWith({ category: { name: 'Branch' } });

    expect(placeSite({ siteId: 'site_2', siteName: 'Mill' }, returned, catalogue)).toMatchObject({
      value: { kind: 'create_option', categoryId: 'cat-location' },
    });
  });

  it('keeps its option where the category is chosen by the name that it bears by now', () => {
    const settings = remembering({ trackingCategoryName: 'Branch' });
    const changed = { category: { name: 'Branch' }, option: { name: 'Depot 7' } };

    expect(placeSite(site, settings, catalogueWith(changed))).toMatchObject({
      value: { kind: 'option', categoryName: 'Branch', optionName: 'Depot 7' },
    });
  });

  it('is looked for by name in the category of a company that it is new to', () => {
    const elsewhere = { ...known, categoryId: 'cat-of-another', optionId: 'opt-of-another' };
    const settings = remembering({ sites: { site_1: elsewhere } });

    expect(placeSite(site, settings, aCatalogue())).toMatchObject({
      value: { kind: 'option', categoryName: 'Location', optionName: 'Harbour Road' },
    });
  });
});

describe('a site that nobody remembers', () => {
  it.each([undefined, 'Harbour Road', 'Mill Lane'])('is placed by its name: %s', (siteName) => {
    const named = siteName === undefined ? {} : { siteName };

    expect(placeSite(named, ledgerSettings(), aCatalogue())).toEqual(
      chooseTracking(siteName, ledgerSettings(), aCatalogue()),
    );
  });

  it('is not created under a name that is too long', () => {
    const siteName = 'x'.repeat(101);

    expect(placeSite({ siteName }, ledgerSettings(), aCatalogue())).toEqual({
      ok: false,
      cause: 'tracking_name_too_long',
      detail: siteName,
    });
  });

  it('gets no second category while one of that name is archived', () => {
    const catalogue = catalogueWith({ category: { isActive: false } });

    expect(placeSite(site, ledgerSettings(), catalogue)).toMatchObject({
      cause: 'tracking_category_archived',
    });
  });
});

describe('what is remembered of a site', () => {
  const choice = { kind: 'option', categoryName: 'Location', optionName: 'Harbour Road' } as const;
  const catalogue = aCatalogue();

  it('is where it was found, once', () => {
    expect(siteToRemember(site, choice, { settings: ledgerSettings(), catalogue })).toEqual(known);
    expect(siteToRemember(site, choice, { settings: remembering(), catalogue })).toBeUndefined();
  });

  it('is kept beside what is found in another category, and replaced in the same one', () => {
    const gone = { ...known, optionId: 'deleted' };
    const second = { setting: 'Depot', categoryId: 'cat-depot', optionId: 'opt-depot' };
    const remembered = (sites: NonNullable<LedgerSettings['sites']>) =>
      siteToRemember(site, choice, { settings: remembering({ sites }), catalogue });

    expect(remembered({ site_1: second })).toEqual({ ...known, former: [second] });
    expect(remembered({ site_1: { ...second, former: [gone] } })).toEqual({
      ...known,
      former: [second],
    });
    expect(remembered({ site_1: gone })).toEqual(known);
    expect(remembered({ site_1: { ...second, former: [known] } })).toBeUndefined();
  });

  it('is kept by its id, else by its name as the ledger compares it', () => {
    expect(siteKey(site)).toBe('site_1');
    expect(siteKey({ siteName: ' Mill Lane' })).toBe(siteKey({ siteName: 'mill lane' }));
  });
});
