import type { SiteSeed } from './seed-sites.ts';

/** A made-up storage company. */
export interface OperatorSeed {
  readonly slug: string;
  readonly name: string;
  readonly currency: string;
  readonly storefrontHost: string;
  readonly documentPrefix: string;
  readonly contacts: number;
  readonly postalArea: string;
  readonly sites: readonly SiteSeed[];
}

export const sampleOperators: readonly OperatorSeed[] = [
  {
    slug: 'acorn',
    name: 'Acorn Self Storage',
    currency: 'GBP',
    storefrontHost: 'acorn.stora.test',
    documentPrefix: 'ACORN',
    contacts: 120,
    postalArea: 'BS',
    sites: [
      {
        name: 'Bristol Temple Meads',
        city: 'Bristol',
        line1: '4 Cattle Market Road',
        postalCode: 'BS1 6QS',
        rentCode: '200',
        units: 400,
      },
      {
        name: 'Bath Riverside',
        city: 'Bath',
        line1: '21 Lower Bristol Road',
        postalCode: 'BA2 3BA',
        rentCode: '201',
        units: 400,
      },
    ],
  },
  {
    slug: 'harbour',
    name: 'Harbour Storage',
    currency: 'GBP',
    storefrontHost: 'harbour.stora.test',
    documentPrefix: 'HARBOUR',
    contacts: 12,
    postalArea: 'SO',
    sites: [
      {
        name: 'Southampton Docks',
        city: 'Southampton',
        line1: '9 Ocean Way',
        postalCode: 'SO14 3XB',
        rentCode: '200',
        units: 200,
      },
    ],
  },
];
