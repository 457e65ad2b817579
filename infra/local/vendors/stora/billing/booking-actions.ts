import { isoSeconds } from '../core/iso-time.ts';
import type { Contact, Invoice, Unit } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import { newId } from '../core/world.ts';
import { emitEvent, emitRecord } from '../webhooks/webhook-events.ts';
import { ActionError } from './action-error.ts';
import { billPeriod } from './month-end-run.ts';
import type { OpenedStorage } from './open-storage.ts';
import { openStorage } from './open-storage.ts';
import { depositCharge } from './rental-terms.ts';

export interface ContactInput {
  readonly email: string;
  readonly full_name: string | null;
  readonly type?: string | null;
  readonly source?: string | null;
}

/** Stores a contact and emits contact.created. */
export function createContact(
  world: World,
  operator: Operator,
  input: ContactInput & Partial<Contact>,
): Contact {
  const nowAt = isoSeconds(world.clock.nowEpochMs());
  const contact: Contact = {
    ...blankContact,
    ...input,
    id: newId(world.random, 'con'),
    created_at: nowAt,
    updated_at: nowAt,
  };
  operator.tables.contacts.set(contact.id, contact);
  emitEvent(world, operator, { type: 'contact.created', id: contact.id });
  return contact;
}

/** Changes a contact and emits contact.updated. */
export function updateContact(
  world: World,
  operator: Operator,
  change: Partial<Contact> & { readonly id: string },
): Contact {
  const current = operator.tables.contacts.get(change.id);
  if (current === undefined) throw new ActionError(`no contact ${change.id}; give the id of one`);
  const updatedAt = isoSeconds(world.clock.nowEpochMs());
  const contact = { ...current, ...change, updated_at: updatedAt };
  operator.tables.contacts.set(contact.id, contact);
  emitEvent(world, operator, { type: 'contact.updated', id: contact.id });
  return contact;
}

/** Removes a contact without documents and emits contact.deleted; others are a conflict. */
export function deleteContact(world: World, operator: Operator, contact: Contact): boolean {
  const { tables } = operator;
  const dependents = [tables.invoices, tables.subscriptions, tables.orders];
  const isUsed = dependents.some((table) =>
    [...table.values()].some((record) => record.contact?.id === contact.id),
  );
  if (isUsed) return false;
  tables.contacts.delete(contact.id);
  emitRecord(world, operator, { type: 'contact.deleted', record: contact });
  return true;
}

export interface BookingInput {
  /** An existing contact, or the details of a new one. */
  readonly contactId?: string | undefined;
  readonly contact?: ContactInput | undefined;
  readonly siteId?: string | undefined;
  readonly withProtection: boolean;
}

export interface Booking extends OpenedStorage {
  readonly contact: Contact;
  readonly invoice: Invoice;
}

/**
 * A customer moves in: contact (when new), order, subscription and the first invoice with the
 * deposit. Events: contact.created, order.created, order.completed, subscription.created,
 * tenancy.created, invoice.created, invoice.finalized.
 */
export function bookUnit(world: World, operator: Operator, input: BookingInput): Booking {
  const unit = findFreeUnit(operator, input.siteId);
  const unitType = operator.tables.unitTypes.get(unit.unit_type.id);
  if (unitType === undefined) throw new ActionError('the free unit has no unit type');
  const contact = findOrCreate(world, operator, input);
  const [protection = null] = input.withProtection ? operator.tables.protectionLevels.values() : [];
  const nowEpochMs = world.clock.nowEpochMs();
  const opened = openStorage(world, operator, {
    contact,
    unit,
    terms: {
      unitType,
      unitReference: unit.reference_id,
      protection,
      discountMinor: 0,
      prorationDays: 0,
    },
    paymentMethod: 'card',
    startsAt: isoSeconds(nowEpochMs),
    createdEpochMs: nowEpochMs,
    periodsBefore: 0,
  });
  emitEvent(world, operator, { type: 'order.created', id: opened.order.id });
  emitEvent(world, operator, { type: 'order.completed', id: opened.order.id });
  emitEvent(world, operator, { type: 'subscription.created', id: opened.subscription.id });
  emitEvent(world, operator, { type: 'tenancy.created', id: opened.order.tenancy?.id ?? '' });
  const invoice = billFirstPeriod(world, operator, { opened, deposit: depositCharge(unitType) });
  return { ...opened, contact, invoice };
}

function billFirstPeriod(
  world: World,
  operator: Operator,
  first: { readonly opened: OpenedStorage; readonly deposit: ReturnType<typeof depositCharge> },
): Invoice {
  const { subscription } = first.opened;
  const plan = operator.plans.get(subscription.id);
  if (plan === undefined) throw new ActionError('the new subscription has no charge plan');
  return billPeriod(world, operator, { subscription, plan, extraCharges: [first.deposit] });
}

function findOrCreate(world: World, operator: Operator, input: BookingInput): Contact {
  if (input.contactId !== undefined) {
    const known = operator.tables.contacts.get(input.contactId);
    if (known !== undefined) return known;
    throw new ActionError(`no contact ${input.contactId}; give the id of one`);
  }
  if (input.contact === undefined) throw new ActionError('give a contactId or a contact');
  return createContact(world, operator, { ...input.contact, source: 'booking' });
}

function findFreeUnit(operator: Operator, siteId: string | undefined): Unit {
  const free = [...operator.tables.units.values()].find(
    (unit) => unit.status === 'available' && (siteId === undefined || unit.site.id === siteId),
  );
  if (free === undefined) throw new ActionError('no unit is free; choose another site');
  return free;
}

const blankContact: Omit<Contact, 'id' | 'email' | 'full_name' | 'created_at' | 'updated_at'> = {
  address: null,
  company_registration_number: null,
  identity_check: { required: false, status: 'not_attempted' },
  marketing_source: null,
  metadata: {},
  phone_number: null,
  source: null,
  status: 'lead',
  stripe_customer_id: null,
  tax_id: null,
  tenancies_count: 0,
  type: null,
  use_case: null,
};
