import { html } from 'hono/html';
import {
  type ControlField,
  type Markup,
  renderActionForm,
  renderControlPage,
  renderTable,
} from '../../common/control-page.ts';
import { simulationLink } from '../../common/simulation-page.ts';
import type { Book, DocumentKind } from '../core/book.ts';
import { formatDecimal } from '../core/decimal.ts';
import type { XeroWorld } from '../core/world.ts';
import { faultKinds } from '../gate/fault-plan.ts';
import { settlementOf } from '../ledger/settlement.ts';

export const title = 'Xero sandbox (simulation)';

/** Links that all pages share. */
export function controlLinks({ settings }: XeroWorld): { href: string; label: string }[] {
  const organisations = settings.books.map((each) => ({
    href: `/control/${each.slug}`,
    label: each.organisation.name,
  }));
  return [...organisations, simulationLink];
}

/** The control page of one organisation: what is stored, and the buttons. */
export function renderOrganisationPage(
  world: XeroWorld,
  book: Book,
  notice: string | undefined,
): Markup {
  const { organisation } = book;
  return renderControlPage({
    title,
    links: controlLinks(world),
    currentHref: `/control/${book.slug}`,
    ...(notice === undefined ? {} : { notice }),
    body: [
      html`<h1>${organisation.name}</h1>
<p>Organisation id ${book.tenantId}. Period locked to ${organisation.periodLockDay ?? 'nothing'}, year end to ${organisation.endOfYearLockDay ?? 'nothing'}. Limits ${world.limiter.settings.enabled ? 'on' : 'off'}. Keys remembered: ${world.idempotency.size(world.nowEpochMs)}.</p>
<p><a href="/control/api/${book.slug}/state">Everything as JSON</a></p>`,
      renderDocuments(book, 'invoice'),
      renderDocuments(book, 'creditNote'),
      renderPayments(book),
      renderContacts(book),
      renderNotes(book),
      renderCounts(world, book),
      html`<h2>Webhooks</h2><form method="post" action="/control/webhooks/intent-to-receive"><button>Test their address</button></form>`,
      html`<h2>Actions</h2><div class="cards">${renderForms(world, book)}</div>`,
    ],
  });
}

function renderDocuments(book: Book, kind: DocumentKind): Markup {
  const rows = [...book.documents.values()]
    .filter((document) => document.kind === kind)
    .map((document) => [
      document.number,
      book.contacts.get(document.contactId)?.name ?? '',
      document.day,
      formatDecimal(document.totals.totalMinor, 2),
      formatDecimal(document.totals.totalTaxMinor, 2),
      formatDecimal(settlementOf(book, document).leftMinor, 2),
      document.status,
    ]);
  const isInvoice = kind === 'invoice';
  const left = isInvoice ? 'Due' : 'Remaining';
  const headings = ['Number', 'Contact', 'Date', 'Total', 'Tax', left, 'Status'];
  return renderTable(isInvoice ? 'Invoices' : 'Credit notes', headings, rows);
}

function renderPayments(book: Book): Markup {
  const rows = [...book.payments.values()].map((payment) => [
    book.documents.get(payment.documentId)?.number ?? '',
    payment.day,
    formatDecimal(payment.amountMinor, 2),
    book.accounts.get(payment.accountId)?.name ?? '',
    payment.reference,
    payment.status,
  ]);
  const headings = ['Document', 'Date', 'Amount', 'Account', 'Reference', 'Status'];
  return renderTable('Payments', headings, rows);
}

function renderContacts(book: Book): Markup {
  const rows = [...book.contacts.values()].map((contact) => [
    contact.name,
    contact.contactNumber ?? '',
    contact.details.emailAddress ?? '',
    contact.status,
  ]);
  return renderTable('Contacts', ['Name', 'Number', 'Email', 'Status'], rows);
}

function renderNotes(book: Book): Markup {
  const rows = [...book.history].flatMap(([documentId, records]) =>
    records
      .filter((record) => record.changes === 'Note')
      .map((record) => [book.documents.get(documentId)?.number ?? '', record.details]),
  );
  return renderTable('History notes', ['Document', 'Note'], rows);
}

function renderCounts(world: XeroWorld, book: Book): Markup {
  const rows = Object.entries(world.counts(book.slug)).map(([label, calls]) => [label, calls]);
  return renderTable('API calls', ['Call and status', 'Number'], rows);
}

type FormOf = (action: string, label: string, fields?: readonly ControlField[]) => Markup;

function renderForms(world: XeroWorld, book: Book): readonly Markup[] {
  const form: FormOf = (action, label, fields = []) =>
    renderActionForm(`/control/${book.slug}/${action}`, label, fields);
  return [
    ...renderOrganisationForms(form, book),
    ...renderBookForms(form),
    ...renderServerForms(form, world),
  ];
}

/** What an administrator could set up in the organisation. */
function renderOrganisationForms(form: FormOf, { organisation }: Book): readonly Markup[] {
  return [
    form('lock-date', 'Move the lock dates', [
      {
        name: 'periodLockDay',
        label: 'Period lock (YYYY-MM-DD, empty: none)',
        value: organisation.periodLockDay ?? '',
      },
      {
        name: 'endOfYearLockDay',
        label: 'Year end lock',
        value: organisation.endOfYearLockDay ?? '',
      },
    ]),
    form('organisation', 'Change the organisation', [
      { name: 'timezone', label: 'Time zone', value: organisation.timezone },
      {
        name: 'foreignCurrencies',
        label: 'Further currencies (GBP,EUR)',
        value: (organisation.foreignCurrencies ?? []).join(','),
      },
    ]),
    form('tax-rate', 'Add or change a tax rate', [
      { name: 'taxType', label: 'Tax type' },
      { name: 'name', label: 'Name' },
      { name: 'percent', label: 'Percent, up to four decimals' },
      { name: 'reportTaxType', label: 'Where it is reported', value: 'OUTPUT' },
    ]),
    form('account-tax', "Set an account's tax type", [
      { name: 'code', label: 'Account code' },
      { name: 'taxType', label: 'Tax type' },
    ]),
  ];
}

/** What a bookkeeper could do in its books. */
function renderBookForms(form: FormOf): readonly Markup[] {
  return [
    form('archive-account', 'Archive account', [{ name: 'code', label: 'Account code' }]),
    form('restore-account', 'Restore account', [{ name: 'code', label: 'Account code' }]),
    form('rename-contact', 'Rename contact', [
      { name: 'contact', label: 'Contact name, number or id' },
      { name: 'name', label: 'New name' },
    ]),
    form('contact-email', "Change a contact's e-mail address", [
      { name: 'contact', label: 'Contact name, number or id' },
      { name: 'email', label: 'New e-mail address (empty: none)' },
    ]),
    form('import', 'Import books from before', [
      { name: 'contacts', label: 'Lines of name;e-mail', type: 'lines' },
      { name: 'invoices', label: 'Lines of number;customer;day;total;tax;paid', type: 'lines' },
    ]),
    form('archive-contact', 'Archive contact', [
      { name: 'contact', label: 'Contact name, number or id' },
    ]),
    form('tracking', 'Change tracking', [
      { name: 'category', label: 'Tracking category' },
      { name: 'option', label: 'Option (empty: the category itself)' },
      { name: 'name', label: 'New name (empty: keep)' },
      {
        name: 'status',
        label: 'Status',
        options: ['', 'ACTIVE', 'ARCHIVED', 'DELETED'].map((value) => ({
          value,
          label: value || 'keep',
        })),
      },
    ]),
    form('refuse-whole-calls', 'Refuse calls as a whole', [
      {
        name: 'enabled',
        label: 'When one element is bad',
        value: 'false',
        options: [
          { value: 'false', label: 'refuse that element' },
          { value: 'true', label: 'refuse the whole call' },
        ],
      },
    ]),
    form('restore-contact', 'Restore contact', [
      { name: 'contact', label: 'Contact name, number or id' },
    ]),
    form('merge-contacts', 'Merge contacts', [
      { name: 'from', label: 'Contact that goes (name, number or id)' },
      { name: 'into', label: 'Contact that stays' },
    ]),
    form('void-invoice', 'Void invoice', [{ name: 'number', label: 'Invoice number' }]),
    form('edit-invoice', 'Edit invoice by hand', [
      { name: 'number', label: 'Invoice number' },
      { name: 'amount', label: 'Price of its first line (may stay empty)' },
      { name: 'account', label: 'Account of its first line (may stay empty)' },
      { name: 'date', label: 'Date, such as 2026-11-30 (may stay empty)' },
      { name: 'contact', label: 'Contact (may stay empty)' },
    ]),
    form('pay-invoice', 'Enter a payment by hand', [
      { name: 'number', label: 'Invoice number' },
      { name: 'amount', label: 'Amount' },
      { name: 'account', label: 'Account', value: '090' },
    ]),

    form('disconnect', 'Disconnect this organisation'),
    form('revoke-access', 'Revoke access'),
  ];
}

/** How the simulated servers behave. */
function renderServerForms(form: FormOf, world: XeroWorld): readonly Markup[] {
  const { settings: faults } = world.faults;
  return [
    form('limits', 'Set limits', limitFields(world)),
    form('reconnects', 'Set what a consent without a new organisation does', [
      {
        name: 'event',
        label: 'Event in the token',
        value: world.grants.reconnects.event,
        options: ['new', 'kept'].map((value) => ({ value, label: value })),
      },
      {
        name: 'touches',
        label: 'Moves updatedDateUtc',
        value: String(world.grants.reconnects.touches),
        options: ['false', 'true'].map((value) => ({ value, label: value })),
      },
    ]),
    form('faults', 'Set faults', [
      rateField('failRate5xxApplied', '500 after the change was made', faults.failRate5xxApplied),
      rateField('failRate5xxNotApplied', '500 before the change', faults.failRate5xxNotApplied),
      rateField('failRate503', '503', faults.failRate503),
      rateField('timeoutsApplied', 'Answer lost after the change', faults.timeoutsApplied),
      rateField('timeoutsNotApplied', 'Connection lost before', faults.timeoutsNotApplied),
      countField('latencyMs', 'Delay in ms', faults.latencyMs),
    ]),
    form('fault-next', 'Fail the next calls', [
      {
        name: 'kind',
        label: 'How',
        options: faultKinds.map((kind) => ({ value: kind, label: kind })),
      },
      { name: 'count', label: 'Number of calls', type: 'number', min: 1, value: 1 },
      { name: 'pathIncludes', label: 'Only paths with (empty: all)' },
    ]),
    form('faults-off', 'Faults off'),
    form('high-volume', 'Refuse slow filters (high volume)', [
      {
        name: 'enabled',
        label: 'Refuse',
        options: ['true', 'false'].map((value) => ({ value, label: value })),
      },
    ]),
  ];
}

function limitFields(world: XeroWorld): readonly ControlField[] {
  const { settings: limits } = world.limiter;
  return [
    {
      name: 'enabled',
      label: 'Limits',
      value: String(limits.enabled),
      options: [
        { value: 'true', label: 'on' },
        { value: 'false', label: 'off' },
      ],
    },
    countField('perMinute', 'Calls per minute', limits.perMinute),
    countField('perDay', 'Calls per day', limits.perDay),
    countField('concurrent', 'At the same time', limits.concurrent),
  ];
}

function countField(name: string, label: string, value: number): ControlField {
  return { name, label, type: 'number', min: 0, value };
}

function rateField(name: string, label: string, value: number): ControlField {
  return { name, label: `${label} (0 to 1)`, type: 'number', min: 0, max: 1, step: 'any', value };
}
