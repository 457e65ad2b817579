import type { IssueCause } from '../../../shared/domain/issues/causes.ts';
import { aStoraInvoiceLine } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';
import {
  apply,
  besides,
  customer,
  failing,
  line,
  listed,
  note,
  paid,
  pressed,
  refused,
  type Scenario,
  states,
  told,
} from './scenario-parts.ts';
import { lives, settlements } from './scenarios-of-lives.ts';

const accounts: Partial<Record<IssueCause, Scenario>> = {
  account_missing: states({ defaultAccountCode: undefined }, told(line({ accounting_code: null }))),
  account_unknown: states({}, told(line({ accounting_code: '999' }))),
  account_ambiguous: listed(({ accounts: all }) => {
    const sales = all.find(({ code }) => code === '200');
    if (sales) all.push({ ...sales, accountId: 'another' });
  }),
  account_archived: pressed('archive-account', { code: '200' }),
  account_not_usable: listed(({ accounts: all }) => {
    for (const account of all) if (account.code === '200') account.type = 'BANK';
  }),
  credit_line_ambiguous: states(
    {},
    told({
      line_items: ['200', '260'].map((accounting_code) =>
        aStoraInvoiceLine({
          accounting_code,
          price: storaPounds(6_000),
          total: storaPounds(6_000),
          tax: storaPounds(1_000),
          total_excluding_tax: storaPounds(5_000),
        }),
      ),
    }),
    note(),
  ),
  clearing_account_missing: states({ clearingAccountCode: undefined }, told(), told(paid)),
  clearing_account_refused: states({ clearingAccountCode: '200' }, told(), told(paid)),
  rounding_account_missing: states(
    { amountCentDifference: 'line' },
    told({ total: storaPounds(12_001), amount_due: storaPounds(12_001) }),
  ),
};

const taxes: Partial<Record<IssueCause, Scenario>> = {
  tax_rate_missing: states(
    {},
    told({ tax: storaPounds(1_234), ...line({ tax: storaPounds(1_234) }) }),
  ),
  tax_rate_ambiguous: listed(({ accounts: all, taxRates }) => {
    const sales = all.find(({ code }) => code === '200');
    if (sales) sales.defaultTaxType = undefined;
    const rate = taxRates.find(({ rateBasisPoints }) => rateBasisPoints === 2_000);
    if (rate) taxRates.push({ ...rate, taxType: 'OTHER20', name: 'Another 20 %' });
  }),
  tax_cent_difference: states(
    { taxCentDifference: 'issue' },
    told({ tax: storaPounds(2_001), ...line({ tax: storaPounds(2_001) }) }),
  ),
  tax_type_rejected: refused(
    'TaxType code OUTPUT2 does not exist or is archived',
    '/Invoices',
    told(),
  ),
  deposit_taxed: states(
    { depositAccountCode: '820' },
    told(line({ description: 'Security deposit', type: 'security_deposit' })),
  ),
};

const documents: Partial<Record<IssueCause, Scenario>> = {
  amount_mismatch: states(
    {},
    told({ total: storaPounds(13_000), amount_due: storaPounds(13_000) }),
  ),
  lines_missing: states(
    {},
    told({
      line_items: [],
      total: storaPounds(0),
      tax: storaPounds(0),
      amount_due: storaPounds(0),
    }),
  ),
  ledger_total_differs: {
    intercept: async (request, answer) => {
      const response = await answer();
      if (request.method !== 'PUT' || !request.url.includes('/Invoices')) return response;
      const body = await response.json();
      for (const invoice of body.Invoices) invoice.Total = 119.99;
      return Response.json(body, response);
    },
    run: (pipeline) => apply(pipeline, told()),
  },
  currency_not_enabled: listed((catalogue) => {
    catalogue.currencies = ['NZD'];
    catalogue.baseCurrency = 'NZD';
  }),
  currency_not_supported: listed((catalogue) => {
    catalogue.currencies = ['NZD', 'GBP'];
    catalogue.baseCurrency = 'NZD';
  }),
  total_negative: states(
    {},
    told({
      total: storaPounds(-12_000),
      tax: storaPounds(-2_000),
      amount_due: storaPounds(-12_000),
      ...line({
        total: storaPounds(-12_000),
        tax: storaPounds(-2_000),
        price: storaPounds(-12_000),
      }),
    }),
  ),
  time_zone_unknown: {
    settings: { timeZone: undefined },
    async run(pipeline) {
      await pipeline.pressXero('organisation', { timezone: 'ATLANTISSTANDARDTIME' });
      await apply(pipeline, told());
    },
  },
  locked_period: pressed('lock-date', { periodLockDay: '2026-12-31' }),
  number_missing: states({}, told({ number: null })),
  number_taken: {
    async run(pipeline) {
      await apply(pipeline, told());
      await pipeline.apply([
        told(
          {
            id: 'inv_0002',
            total: storaPounds(6_000),
            tax: storaPounds(1_000),
            amount_due: storaPounds(6_000),
            ...line({
              total: storaPounds(6_000),
              tax: storaPounds(1_000),
              price: storaPounds(6_000),
            }),
          },
          { sourceId: 'inv_0002' },
        ),
      ]);
    },
  },
  changed_after_posting: {
    settings: { changedDocument: 'issue' },
    run: (pipeline) =>
      apply(pipeline, told()).then(() =>
        pipeline.apply([
          told({
            total: storaPounds(6_000),
            tax: storaPounds(1_000),
            amount_due: storaPounds(6_000),
            ...line({
              total: storaPounds(6_000),
              tax: storaPounds(1_000),
              price: storaPounds(6_000),
            }),
          }),
        ]),
      ),
  },
  status_forbids_change: refused(
    'Invoice not of valid status for modification',
    '/Invoices',
    told(),
    told({ status: 'void' }),
  ),
  document_incomplete: refused('The Description field is mandatory', '/Invoices', told()),
};

const sites: Partial<Record<IssueCause, Scenario>> = {
  tracking_full: states({ trackingCategoryName: 'Depot' }, told()),
  tracking_missing: states({ createTracking: false }, told()),
  tracking_ambiguous: listed(({ trackingCategories }) => {
    const [category] = trackingCategories;
    if (category)
      trackingCategories.splice(
        0,
        9,
        { ...category, name: 'location' },
        { ...category, categoryId: 'b', name: 'LOCATION' },
      );
  }),
  tracking_category_archived: {
    async run(pipeline) {
      await apply(pipeline, told());
      await pipeline.pressXero('tracking', { category: 'Location', status: 'ARCHIVED' });
      pipeline.clock.advance(10 * 60_000);
      await apply(pipeline, told({ id: 'inv_2', number: 'HBR-2' }, { sourceId: 'inv_2' }));
    },
  },
  tracking_name_too_long: states({}, told({ site: { id: 'site_long', name: 'Q'.repeat(101) } })),
  tracking_archived: {
    async run(pipeline) {
      await apply(pipeline, told());
      const option = { category: 'Location', option: 'Harbour Road', status: 'ARCHIVED' };
      await pipeline.pressXero('tracking', option);
      pipeline.clock.advance(10 * 60_000);
      await apply(pipeline, told({ id: 'inv_2', number: 'HBR-2' }, { sourceId: 'inv_2' }));
    },
  },
};

const customers: Partial<Record<IssueCause, Scenario>> = {
  contact_unclear: besides({ contactNumber: undefined, emailAddress: 'another@example.com' }),
  contact_of_other_system: besides({ contactNumber: 'CRM-1', emailAddress: 'ada@example.com' }),
  contact_of_other_customer: {
    intercept: async (request, answer) => {
      const response = await answer();
      if (request.method !== 'PUT' || !request.url.includes('/Contacts')) return response;
      const body = await response.json();
      for (const contact of body.Contacts) contact.ContactNumber = 'con_of_somebody_else';
      return Response.json(body, response);
    },
    run: (pipeline) => apply(pipeline, told()),
  },
  contact_archived: {
    async run(pipeline) {
      await apply(pipeline, customer());
      await apply(pipeline, told());
      await pipeline.pressXero('archive-contact', { contact: 'Ada Byron' });
      await apply(pipeline, told({ id: 'inv_2', number: 'HBR-2' }, { sourceId: 'inv_2' }));
    },
  },
  contact_name_taken: refused(
    'The contact name Ada Byron is already assigned to another contact. The contact name must be unique across all active contacts.',
    '/Contacts',
    told(),
  ),
  contact_invalid: refused('Email address must be valid.', '/Contacts', told()),
  contact_website_refused: refused(
    'Website must be valid',
    '/Contacts',
    told(),
    customer({ full_name: 'Ada Lovelace' }),
  ),
  contact_missing: states({}, told({ contact: { id: 'con_nobody' } })),
};

const others: Partial<Record<IssueCause, Scenario>> = {
  organisation_not_usable: refused('This action is not allowed on your plan', '/Invoices', told()),
  permission_missing: {
    intercept: async (request, answer) =>
      request.method === 'PUT' && request.url.includes('/Invoices')
        ? new Response('{}', { status: 403 })
        : answer(),
    run: (pipeline) => apply(pipeline, told()),
  },
  record_missing: states({}, told({}, { resource: undefined, eventType: 'retry' })),
  record_unreadable: states({}, told({ status: 'in_dispute' })),
  record_gone: refused(
    "The resource you're looking for cannot be found",
    '/Invoices',
    told(),
    told({ status: 'void' }),
  ),
  request_refused: refused('The element Glitter was not recognised', '/Invoices', told()),
  ledger_rejected: refused('The moon is in the wrong house.', '/Invoices', told()),
  ledger_keeps_failing: failing(500, 12),
  unexpected: {
    async run(pipeline) {
      Object.assign(pipeline.ports, {
        ledgerFor() {
          throw new Error('Nobody foresaw this.');
        },
      });
      const message = told();
      for (let tried = 1; tried <= 6; tried += 1) await apply(pipeline, message, tried);
    },
  },
};

/** Each cause with a way to it; a cause that nobody can reach says nothing to anybody. */
export const scenarios: Partial<Record<IssueCause, Scenario>> = {
  ...accounts,
  ...taxes,
  ...documents,
  ...sites,
  ...customers,
  ...settlements,
  ...lives,
  ...others,
};
