import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import type { IssueCause } from '../../../shared/domain/issues/causes.ts';
import type { StoraInvoice } from '../../../shared/source/stora/stora-resources.ts';
import { aChangeMessage } from '../../builders/a-change-message.ts';
import { aStoraContact } from '../../builders/a-stora-contact.ts';
import { aStoraCreditNote } from '../../builders/a-stora-credit-note.ts';
import { aStoraInvoice, aStoraInvoiceLine } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';
import { takeAway } from '../../support/lacking-ledger.ts';
import type { Pipeline, PipelineOptions } from '../../support/pipeline.ts';

/** How records come to wait by a cause, through the real use cases and both sandboxes. */
export interface Scenario extends PipelineOptions {
  run(pipeline: Pipeline): Promise<unknown>;
}

const operatorId = 'acorn';
let minute = 0;

/** Tells of a state of the built invoice; each is later than the one before. */
function told(state: Partial<StoraInvoice> = {}, change: Partial<ChangeMessage> = {}) {
  minute = (minute + 1) % 60;
  return aChangeMessage({
    operatorId,
    eventId: `evt_${minute}`,
    occurredAt: `2026-11-30T10:${String(minute).padStart(2, '0')}:00.000Z`,
    resource: aStoraInvoice(state),
    ...change,
  });
}

function note(state: Parameters<typeof aStoraCreditNote>[0] = {}): ChangeMessage {
  const of = { kind: 'credit_note', eventType: 'credit_note.created' } as const;
  return told({}, { ...of, sourceId: 'cred_0001', resource: aStoraCreditNote(state) });
}

function customer(state: Parameters<typeof aStoraContact>[0] = {}): ChangeMessage {
  const of = { kind: 'contact', eventType: 'contact.updated', sourceId: 'con_0001' } as const;
  return told({}, { ...of, resource: aStoraContact(state) });
}

/** One invoice line in place of the built one. */
function line(change: Parameters<typeof aStoraInvoiceLine>[0]): Partial<StoraInvoice> {
  return { line_items: [aStoraInvoiceLine(change)] };
}

const paid = { status: 'paid', amount_paid: storaPounds(12_000), amount_due: storaPounds(0) };

/** The ledger refuses what is sent to that place in words of its own. */
function refused(message: string, pathIncludes: string, ...messages: ChangeMessage[]): Scenario {
  return {
    async run(pipeline) {
      const [first, ...others] = messages;
      if (others.length > 0 && first !== undefined) await pipeline.apply([first]);
      await pipeline.pressXero('refuse-next', { form: 'element', message, pathIncludes });
      for (const one of others.length > 0 ? others : messages) await pipeline.apply([one]);
    },
  };
}

/** These states, one after the other, under these settings. */
function states(settings: PipelineOptions['settings'], ...messages: ChangeMessage[]): Scenario {
  return {
    ...(settings ? { settings } : {}),
    async run(pipeline) {
      for (const message of messages) await pipeline.apply([message]);
    },
  };
}

/** A button of the ledger's sandbox, then the built invoice. */
function pressed(
  action: string,
  input: Record<string, unknown>,
  settings?: PipelineOptions['settings'],
): Scenario {
  return {
    ...(settings ? { settings } : {}),
    async run(pipeline) {
      await pipeline.pressXero(action, input);
      await pipeline.apply([told()]);
    },
  };
}

/** Something of the ledger's lists is otherwise than the sandbox has it. */
function listed(
  change: (
    catalogue: Awaited<ReturnType<ReturnType<Pipeline['ports']['ledgerFor']>['catalogue']['read']>>,
  ) => unknown,
  ...messages: ChangeMessage[]
): Scenario {
  return {
    async run(pipeline) {
      const { catalogue } = pipeline.ports.ledgerFor();
      const read = catalogue.read.bind(catalogue);
      catalogue.read = async () => {
        const found = structuredClone(await read());
        change(found);
        return found;
      };
      for (const message of messages.length > 0 ? messages : [told()])
        await pipeline.apply([message]);
    },
  };
}

/** A contact stands in the ledger before ours comes. */
function besides(contact: Record<string, unknown>): Scenario {
  return {
    async run(pipeline) {
      const ledger = pipeline.ports.ledgerFor();
      const draft = { contactNumber: 'other', name: 'Ada Byron', ...contact };
      await ledger.contacts.create([draft], 'a-key-of-somebody-else');
      await pipeline.apply([told()]);
    },
  };
}

/** Both sides fail for as long as anybody tries. */
function failing(status: number, tries: number): Scenario {
  return {
    intercept: async (request, answer) =>
      request.method === 'PUT' && request.url.includes('/Invoices')
        ? new Response('{}', { status, headers: { 'content-type': 'application/json' } })
        : answer(),
    async run(pipeline) {
      const message = told();
      for (let tried = 1; tried <= tries; tried += 1) {
        await pipeline.apply([message], tried);
        pipeline.clock.advance(3 * 3_600_000);
      }
    },
  };
}

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
    run: (pipeline) => pipeline.apply([told()]),
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
      await pipeline.apply([told()]);
    },
  },
  locked_period: pressed('lock-date', { periodLockDay: '2026-12-31' }),
  number_missing: states({}, told({ number: null })),
  number_taken: {
    async run(pipeline) {
      await pipeline.apply([told()]);
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
      pipeline.apply([told()]).then(() =>
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
        { ...category, name: 'Location' },
        { ...category, categoryId: 'b', name: 'LOCATION' },
      );
  }),
  tracking_category_archived: {
    async run(pipeline) {
      await pipeline.apply([told()]);
      await pipeline.pressXero('tracking', { category: 'Location', status: 'ARCHIVED' });
      await pipeline.apply([told({ id: 'inv_2', number: 'HBR-2' }, { sourceId: 'inv_2' })]);
    },
  },
  tracking_name_too_long: states({}, told({ site: { id: 'site_long', name: 'Q'.repeat(101) } })),
  tracking_archived: {
    async run(pipeline) {
      await pipeline.apply([told()]);
      const option = { category: 'Location', option: 'Harbour Road', status: 'ARCHIVED' };
      await pipeline.pressXero('tracking', option);
      await pipeline.apply([told({ id: 'inv_2', number: 'HBR-2' }, { sourceId: 'inv_2' })]);
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
    run: (pipeline) => pipeline.apply([told()]),
  },
  contact_archived: {
    async run(pipeline) {
      await pipeline.apply([customer()]);
      await pipeline.apply([told()]);
      await pipeline.pressXero('archive-contact', { contact: 'Ada Byron' });
      await pipeline.apply([told({ id: 'inv_2', number: 'HBR-2' }, { sourceId: 'inv_2' })]);
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

const settlements: Partial<Record<IssueCause, Scenario>> = {
  payment_exceeds_due: refused(
    'Payment amount exceeds the amount outstanding on this document',
    '/Payments',
    told(),
    told(paid),
  ),
  payment_decreased: states({}, told(), told(paid), told({ amount_paid: storaPounds(2_000) })),
  state_contradicts_amounts: states({}, told(), told({ ...paid, amount_paid: storaPounds(2_000) })),
  void_but_paid: states({}, told(), told(paid), told({ ...paid, status: 'void' })),
  uncollectible: states({}, told(), told({ status: 'uncollectible' })),
  voided_in_ledger: states({}, told(), told({ status: 'void' }), told(paid)),
  invoice_not_posted: states({}, told(line({ accounting_code: '999' })), note()),
  credit_note_voided: states({}, told(), note(), note({ status: 'void' })),
  credit_notes_not_taken: {
    async run(pipeline) {
      takeAway(pipeline, 'credits');
      await pipeline.apply([told()]);
      await pipeline.apply([note()]);
    },
  },
  credit_exceeds_invoice: refused(
    'The amount allocated exceeds the amount outstanding',
    '/Allocations',
    told(),
    note(),
  ),
};

const others: Partial<Record<IssueCause, Scenario>> = {
  organisation_not_usable: refused('This action is not allowed on your plan', '/Invoices', told()),
  permission_missing: {
    intercept: async (request, answer) =>
      request.method === 'PUT' && request.url.includes('/Invoices')
        ? new Response('{}', { status: 403 })
        : answer(),
    run: (pipeline) => pipeline.apply([told()]),
  },
  record_missing: states({}, told({}, { resource: undefined, eventType: 'retry' })),
  record_unreadable: states({}, told({ status: 'in_dispute' })),
  record_gone: refused(
    "The resource you're looking for cannot be found",
    '/Invoices',
    told(),
    told({ status: 'void' }),
  ),
  request_refused: refused('The element Sparkle was not recognised', '/Invoices', told()),
  ledger_rejected: refused('The moon is in the wrong house.', '/Invoices', told()),
  ledger_keeps_failing: failing(500, 12),
  unexpected: failing(503, 30),
};

/** Each cause with a way to it; a cause that nobody can reach says nothing to anybody. */
export const scenarios: Partial<Record<IssueCause, Scenario>> = {
  ...accounts,
  ...taxes,
  ...documents,
  ...sites,
  ...customers,
  ...settlements,
  ...others,
};
