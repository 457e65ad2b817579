import { createSeededRandom } from '../../common/seeded-random.ts';
import { ActionError } from '../billing/action-error.ts';
import {
  bookUnit,
  createContact,
  deleteContact,
  updateContact,
} from '../billing/booking-actions.ts';
import { issueCreditNote } from '../billing/credit-note-actions.ts';
import {
  markUncollectible,
  payAllOpen,
  payInvoice,
  voidInvoice,
} from '../billing/invoice-actions.ts';
import { changeInvoice, overpayInvoice, reopenInvoice } from '../billing/late-changes.ts';
import { cancelSubscription, runMonthEnd } from '../billing/month-end-run.ts';
import { raiseSpecial } from '../billing/raise-special.ts';
import type { Contact } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import { isRowRevoked, revokeRow } from '../oauth/oauth-store.ts';
import type { ActionResult, ControlAction } from './control-action.ts';
import type { ControlInput } from './control-input.ts';
import { readFlag, readInteger, readRate, requireText } from './control-input.ts';
import { salesActions } from './sales-actions.ts';

/** What the control page and its JSON twin can do, by the last path segment. */
export const controlActions: Readonly<Record<string, ControlAction>> = {
  'new-contact': (world, operator, input) => {
    const contact = createContact(world, operator, readNewContact(input));
    return { message: `Contact ${contact.full_name} created`, data: { contact } };
  },
  'new-booking': (world, operator, input) => {
    const contactId = input.get('contactId');
    const booking = bookUnit(world, operator, {
      contactId,
      contact: contactId === undefined ? readNewContact(input) : undefined,
      siteId: input.get('siteId'),
      withProtection: readFlag(input, 'withProtection') ?? true,
    });
    const { contact, order, subscription, invoice } = booking;
    const message = `${contact.full_name} booked; first invoice ${invoice.number}`;
    return { message, data: { contact, order, subscription, invoice } };
  },
  'month-end-run': (world, operator, input) => {
    const then = hoursBefore(world, readInteger(input, 'hoursAgo') ?? 0);
    const invoices = runMonthEnd(then, operator, readInteger(input, 'count') ?? 0);
    return {
      message: `${invoices.length} invoices raised`,
      data: { count: invoices.length, invoiceIds: invoices.map((invoice) => invoice.id) },
    };
  },
  'special-invoice': (world, operator, input) => {
    const invoice = raiseSpecial(world, operator, {
      contactId: requireText(input, 'contactId'),
      siteId: input.get('siteId'),
      description: input.get('description'),
      lines: readInteger(input, 'lines') ?? 1,
      priceMinor: readInteger(input, 'priceMinor') ?? 12_000,
      discountMinor: readInteger(input, 'discountMinor') ?? 0,
      taxRatePercent: readInteger(input, 'taxRatePercent') ?? 20,
      accountingCode: input.get('accountingCode') ?? '200',
      roundsOnce: readFlag(input, 'roundsOnce') ?? false,
    });
    return { message: `${invoice.number} raised`, data: { invoice } };
  },
  pay: (world, operator, input) => {
    const invoice = payInvoice(world, operator, readDocumentAmount(input));
    return { message: `${invoice.number} is ${invoice.status}`, data: { invoice } };
  },
  'pay-all': (world, operator) => {
    const count = payAllOpen(world, operator);
    return { message: `${count} invoices paid`, data: { count } };
  },
  credit: (world, operator, input) => {
    const lineIndex = readInteger(input, 'lineIndex');
    const request = { ...readDocumentAmount(input), lineIndex };
    const creditNote = issueCreditNote(world, operator, request);
    return {
      message: `Credit note ${creditNote.number} over ${creditNote.total.formatted} issued`,
      data: { creditNote },
    };
  },
  void: (world, operator, input) => {
    const invoice = voidInvoice(world, operator, requireText(input, 'invoiceId'));
    return { message: `${invoice.number} is void`, data: { invoice } };
  },
  uncollectible: (world, operator, input) => {
    const invoice = markUncollectible(world, operator, requireText(input, 'invoiceId'));
    return { message: `${invoice.number} is uncollectible`, data: { invoice } };
  },
  'change-invoice': (world, operator, input) => {
    const percent = readInteger(input, 'percent') ?? 90;
    const invoiceId = requireText(input, 'invoiceId');
    const invoice = changeInvoice(world, operator, { invoiceId, percent });
    return { message: `${invoice.number} is over ${invoice.total.formatted}`, data: { invoice } };
  },
  overpay: (world, operator, input) => {
    const beyondMinor = readInteger(input, 'beyondMinor') ?? 1_000;
    const invoiceId = requireText(input, 'invoiceId');
    const invoice = overpayInvoice(world, operator, { invoiceId, beyondMinor });
    return { message: `${invoice.number} is paid, and more`, data: { invoice } };
  },
  reopen: (world, operator, input) => {
    const invoice = reopenInvoice(world, operator, requireText(input, 'invoiceId'));
    return { message: `${invoice.number} is open again`, data: { invoice } };
  },
  'update-contact': (world, operator, input) => {
    const contact = updateContact(world, operator, readContactChange(input));
    return { message: `Contact ${contact.full_name} changed`, data: { contact } };
  },
  'delete-contact': (world, operator, input) => {
    const id = requireText(input, 'contactId');
    const contact = operator.tables.contacts.get(id);
    if (contact === undefined) throw new ActionError(`no contact ${id}; give the id of one`);
    if (!deleteContact(world, operator, contact))
      throw new ActionError(`contact ${id} has documents; only contacts without any can go`);
    return { message: `Contact ${id} deleted`, data: { contact } };
  },
  'cancel-subscription': (world, operator, input) => {
    const id = requireText(input, 'subscriptionId');
    const subscription = cancelSubscription(world, operator, id);
    return { message: `Subscription ${id} ended`, data: { subscription } };
  },
  ...salesActions,
  'revoke-access': revokeAccess,
  absent: setAbsent,
  faults: setFaults,
  limits: setLimits,
  redeliver,
};

function readNewContact(input: ControlInput): {
  email: string;
  full_name: string;
  type: string;
} {
  return {
    email: requireText(input, 'email'),
    full_name: requireText(input, 'full_name'),
    type: input.get('type') ?? 'domestic',
  };
}

function readDocumentAmount(input: ControlInput): {
  invoiceId: string;
  amountMinor: number | undefined;
} {
  return {
    invoiceId: requireText(input, 'invoiceId'),
    amountMinor: readInteger(input, 'amountMinor'),
  };
}

const changeableTexts = ['email', 'full_name', 'phone_number', 'tax_id', 'type'] as const;

function readContactChange(input: ControlInput): Partial<Contact> & { readonly id: string } {
  const given = changeableTexts.flatMap((name) => {
    const value = input.get(name);
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(given), id: requireText(input, 'contactId') };
}

/** Staff remove an application: its tokens die, nobody is told. */
function revokeAccess(world: World, operator: Operator, input: ControlInput): ActionResult {
  const clientId = requireText(input, 'clientId');
  const live = world.oauth.rows.filter(
    (row) => row.clientId === clientId && row.operatorSlug === operator.slug && !isRowRevoked(row),
  );
  for (const row of live) revokeRow(row, world.clock.nowEpochMs());
  return { message: `${live.length} token pairs revoked`, data: { count: live.length } };
}

/** Business of earlier: what is raised then bears the time of then. */
function hoursBefore(world: World, hours: number): World {
  const { clock } = world;
  return { ...world, clock: { nowEpochMs: () => clock.nowEpochMs() - hours * 3_600_000 } };
}

function setFaults(world: World, _operator: Operator, input: ControlInput): ActionResult {
  const { faults } = world.settings;
  faults.duplicateWebhooks = readRate(input, 'duplicateWebhooks') ?? faults.duplicateWebhooks;
  faults.reorderWebhooks = readRate(input, 'reorderWebhooks') ?? faults.reorderWebhooks;
  faults.delayWebhooksMs = readInteger(input, 'delayWebhooksMs') ?? faults.delayWebhooksMs;
  faults.gatewayErrors = readRate(input, 'gatewayErrors') ?? faults.gatewayErrors;
  faults.serverErrors = readRate(input, 'serverErrors') ?? faults.serverErrors;
  faults.apiErrors = readRate(input, 'apiErrors') ?? faults.apiErrors;
  faults.lostAnswers = readRate(input, 'lostAnswers') ?? faults.lostAnswers;
  faults.lostTokenAnswers = readRate(input, 'lostTokenAnswers') ?? faults.lostTokenAnswers;
  return { message: 'Faults set', data: { faults: { ...faults } } };
}

const absentLists = [
  'eventTypes',
  'scopes',
  'query',
  'sortKeys',
  'expand',
  'timeline',
  'metadata',
  'payloadExpansions',
] as const;
const eventRefusals = ['pointer', 'name', 'known-names', 'nothing'] as const;

/** Takes names away that documentation does not confirm; a list that is not given is empty again. */
function setAbsent(world: World, _operator: Operator, input: ControlInput): ActionResult {
  const { settings } = world;
  const lists = absentLists.map((name) => [
    name,
    (input.get(name) ?? '').split(/[\s,]+/).filter((one) => one !== ''),
  ]);
  const eventRefusal = eventRefusals.find((one) => one === input.get('eventRefusal'));
  settings.absent = {
    ...settings.absent,
    ...Object.fromEntries(lists),
    ...(eventRefusal === undefined ? {} : { eventRefusal }),
  };
  const unknownQuery = input.get('unknownQuery');
  if (unknownQuery === 'ignore' || unknownQuery === 'reject') settings.unknownQuery = unknownQuery;
  return { message: 'Absent names set', data: { absent: { ...settings.absent } } };
}

function setLimits(world: World, _operator: Operator, input: ControlInput): ActionResult {
  const { limits } = world.settings;
  limits.enabled = readFlag(input, 'enabled') ?? limits.enabled;
  limits.perSecond = readInteger(input, 'perSecond') ?? limits.perSecond;
  limits.perMinute = readInteger(input, 'perMinute') ?? limits.perMinute;
  return {
    message: limits.enabled
      ? `Limits on: ${limits.perSecond} per second, ${limits.perMinute} per minute`
      : 'Limits off',
    data: { limits: { ...limits } },
  };
}

/** Sends the named or all events again, `times` each, in an order shuffled by `seed`. */
function redeliver(world: World, operator: Operator, input: ControlInput): ActionResult {
  const times = readInteger(input, 'times') ?? 1;
  if (times < 1 || times > 20) throw new ActionError('times must be from 1 to 20');
  const wanted = input.get('eventIds')?.split(',');
  const events = world.webhooks.events.filter(
    (event) =>
      event.operatorSlug === operator.slug && (wanted === undefined || wanted.includes(event.id)),
  );
  const copies = Array.from({ length: times }, () => events).flat();
  const nowEpochMs = world.clock.nowEpochMs();
  let count = 0;
  for (const event of createSeededRandom(readInteger(input, 'seed') ?? 1).shuffle(copies)) {
    for (const endpoint of operator.tables.webhookEndpoints.values()) {
      if (endpoint.status !== 'enabled' || !endpoint.event_types.includes(event.type)) continue;
      world.webhooks.enqueue(event, endpoint.id, nowEpochMs);
      count += 1;
    }
  }
  return { message: `${count} deliveries queued`, data: { count, events: events.length } };
}
