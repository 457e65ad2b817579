import { describe, expect, it } from 'vitest';
import type { CatalogueTrackingCategory } from '../../../shared/domain/ledger/drafts.ts';
import { chooseTracking } from '../../../shared/domain/mapping/choose-tracking.ts';
import { aCatalogue } from '../../builders/a-catalogue.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

function aCategory(overrides: Partial<CatalogueTrackingCategory> = {}): CatalogueTrackingCategory {
  return {
    categoryId: 'cat-location',
    name: 'Location',
    isActive: true,
    options: [{ optionId: 'opt-1', name: 'Harbour Road', isActive: true }],
    ...overrides,
  };
}

const other = aCategory({ categoryId: 'cat-2', name: 'Department' });
const third = aCategory({ categoryId: 'cat-3', name: 'Region' });
const only = ledgerSettings({ createTracking: false });

describe('chooseTracking', () => {
  it('tracks nothing on a document without a site', () => {
    expect(chooseTracking(undefined, ledgerSettings(), aCatalogue())).toEqual({
      ok: true,
      value: { kind: 'none' },
    });
  });

  it('finds category and option whatever their case, and names them as the ledger does', () => {
    const settings = ledgerSettings({ trackingCategoryName: 'location ' });

    expect(chooseTracking(' harbour ROAD', settings, aCatalogue())).toEqual({
      ok: true,
      value: { kind: 'option', categoryName: 'Location', optionName: 'Harbour Road' },
    });
  });

  it('has a missing option created where the operator allows it', () => {
    expect(chooseTracking('New Site', ledgerSettings(), aCatalogue())).toEqual({
      ok: true,
      value: { kind: 'create_option', categoryId: 'cat-location', optionName: 'New Site' },
    });
  });

  it('asks for a missing option where the operator does not', () => {
    expect(chooseTracking('New Site', only, aCatalogue())).toEqual({
      ok: false,
      cause: 'tracking_missing',
      detail: 'New Site',
    });
  });

  it('asks about an archived option instead of creating a second', () => {
    const options = [{ optionId: 'opt-1', name: 'Harbour Road', isActive: false }];
    const catalogue = aCatalogue({ trackingCategories: [aCategory({ options })] });

    expect(chooseTracking('Harbour Road', ledgerSettings(), catalogue)).toMatchObject({
      cause: 'tracking_archived',
    });
  });

  it('takes the active one of two options of a name, and the one that is written so', () => {
    const options = [
      { optionId: 'old', name: 'Harbour Road', isActive: false },
      { optionId: 'like', name: 'HARBOUR ROAD', isActive: true },
    ];
    const find = (more: typeof options) =>
      chooseTracking(
        'Harbour Road',
        ledgerSettings(),
        aCatalogue({ trackingCategories: [aCategory({ options: [...options, ...more] })] }),
      );

    expect(find([])).toMatchObject({ value: { optionName: 'HARBOUR ROAD' } });
    expect(find([{ optionId: 'same', name: 'Harbour Road', isActive: true }])).toMatchObject({
      value: { optionName: 'Harbour Road' },
    });
  });

  it('asks where several active options or categories differ by case alone', () => {
    const options = ['HARBOUR ROAD', 'harbour road'].map((name) => ({
      optionId: name,
      name,
      isActive: true,
    }));
    const categories = [aCategory({ name: 'LOCATION' }), aCategory({ name: 'location' })];

    for (const trackingCategories of [[aCategory({ options })], categories])
      expect(
        chooseTracking('Harbour Road', ledgerSettings(), aCatalogue({ trackingCategories })),
      ).toMatchObject({ cause: 'tracking_ambiguous' });
  });

  it('has a missing category created while a place is free', () => {
    const catalogue = aCatalogue({ trackingCategories: [other] });

    expect(chooseTracking('Harbour Road', ledgerSettings(), catalogue)).toEqual({
      ok: true,
      value: { kind: 'create_category', categoryName: 'Location' },
    });
  });

  it('asks for a missing category where nothing may be created', () => {
    const catalogue = aCatalogue({ trackingCategories: [other] });

    expect(chooseTracking('Harbour Road', only, catalogue)).toMatchObject({
      cause: 'tracking_missing',
    });
  });

  it('asks when both places are taken by other categories', () => {
    const catalogue = aCatalogue({ trackingCategories: [other, third] });

    expect(chooseTracking('Harbour Road', ledgerSettings(), catalogue)).toMatchObject({
      cause: 'tracking_full',
    });
  });

  it('does not count archived categories as taken places, nor use them', () => {
    const catalogue = aCatalogue({
      trackingCategories: [aCategory({ isActive: false }), { ...third, isActive: false }, other],
    });

    expect(chooseTracking('Harbour Road', ledgerSettings(), catalogue)).toMatchObject({
      value: { kind: 'create_category' },
    });
  });
});
