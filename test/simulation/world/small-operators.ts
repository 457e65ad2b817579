import type { OperatorSeed } from '../../../infra/local/vendors/stora/data/sample-operators.ts';

/** Two companies as small as can be: seeding large ones would be most of a run. */
export const smallOperators: readonly OperatorSeed[] = [
  {
    slug: 'acorn',
    name: 'Acorn Self Storage',
    currency: 'GBP',
    storefrontHost: 'acorn.stora.test',
    documentPrefix: 'ACORN',
    contacts: 4,
    postalArea: 'BS',
    sites: [
      {
        name: 'Bristol Temple Meads',
        city: 'Bristol',
        line1: '4 Cattle Market Road',
        postalCode: 'BS1 6QS',
        rentCode: '200',
        units: 16,
      },
    ],
  },
  {
    slug: 'harbour',
    name: 'Harbour Storage',
    currency: 'GBP',
    storefrontHost: 'harbour.stora.test',
    documentPrefix: 'HARBOUR',
    contacts: 3,
    postalArea: 'SO',
    sites: [
      {
        name: 'Southampton Docks',
        city: 'Southampton',
        line1: '9 Ocean Way',
        postalCode: 'SO14 3XB',
        rentCode: '200',
        units: 16,
      },
    ],
  },
];
