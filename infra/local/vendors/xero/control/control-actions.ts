import * as z from 'zod/mini';
import { inEnglish } from '../../../common/in-english.ts';
import type { Book, Contact, Scene, Stamp } from '../core/book.ts';
import type { XeroWorld } from '../core/world.ts';
import { parseDay } from '../core/xero-dates.ts';
import { calmFaults, faultKinds } from '../gate/fault-plan.ts';
import { refusalForms, type ScriptedRefusal } from '../gate/refusal-plan.ts';
import { mergeContacts, updateContact } from '../ledger/contacts.ts';
import { findDocument } from '../ledger/document-rules.ts';
import { updateDocument } from '../ledger/documents.ts';
import { updateTrackingCategory, updateTrackingOption } from '../ledger/tracking.ts';
import { editFields, editInvoice, payFields, payInvoice } from './hand-edits.ts';
import { importFields, importFiles } from './import-files.ts';
import {
  accountTaxFields,
  changeOrganisation,
  organisationFields,
  setAccountTax,
  setTaxRate,
  taxRateFields,
} from './organisation-actions.ts';

/** Result of an action in words for people. */
export interface ActionResult {
  readonly ok: boolean;
  readonly message: string;
}

/** Carries out a named action of the control page or its JSON twin; form fields arrive as text, JSON as itself. */
export function runControlAction(
  world: XeroWorld,
  book: Book,
  asked: { readonly action: string; readonly fields: unknown },
): ActionResult {
  const action = Object.hasOwn(actions, asked.action) ? actions[asked.action] : undefined;
  if (action === undefined) {
    return failed(`Unknown action. Known: ${Object.keys(actions).join(', ')}`);
  }
  const stamp: Stamp = {
    nowEpochMs: world.nowEpochMs,
    uuid: () => world.settings.random.uuid(),
    user: 'Control page',
  };
  return action({ world, book, stamp }, asked.fields);
}

interface ControlScene extends Scene {
  readonly world: XeroWorld;
}

type Action = (scene: ControlScene, fields: unknown) => ActionResult;

const actions: Readonly<Record<string, Action>> = {
  'lock-date': withFields(
    z.object({ periodLockDay: z.optional(z.string()), endOfYearLockDay: z.optional(z.string()) }),
    moveLockDates,
  ),
  organisation: withFields(organisationFields, changeOrganisation),
  'tax-rate': withFields(taxRateFields, setTaxRate),
  'account-tax': withFields(accountTaxFields, setAccountTax),
  'archive-account': withFields(z.object({ code: z.string() }), (scene, { code }) =>
    setAccountStatus(scene, code, 'ARCHIVED'),
  ),
  'restore-account': withFields(z.object({ code: z.string() }), (scene, { code }) =>
    setAccountStatus(scene, code, 'ACTIVE'),
  ),
  'rename-contact': withFields(
    z.object({ contact: z.string(), name: z.string() }),
    (scene, { contact, name }) => changeContact(scene, contact, { Name: name }),
  ),
  'contact-email': withFields(
    z.object({ contact: z.string(), email: z.string() }),
    (scene, { contact, email }) => changeContact(scene, contact, { EmailAddress: email }),
  ),
  import: withFields(importFields, importFiles),
  'archive-contact': withFields(z.object({ contact: z.string() }), (scene, { contact }) =>
    changeContact(scene, contact, { ContactStatus: 'ARCHIVED' }),
  ),
  tracking: withFields(
    z.object({
      category: z.string(),
      option: z.optional(z.string()),
      name: z.optional(z.string()),
      status: z.optional(z.enum(['ACTIVE', 'ARCHIVED', 'DELETED', ''])),
    }),
    changeTracking,
  ),
  'refuse-whole-calls': withFields(
    z.object({ enabled: z.union([z.boolean(), z.stringbool()]) }),
    refuseWholeCalls,
  ),
  'restore-contact': withFields(z.object({ contact: z.string() }), (scene, { contact }) =>
    changeContact(scene, contact, { ContactStatus: 'ACTIVE' }),
  ),
  'merge-contacts': withFields(z.object({ from: z.string(), into: z.string() }), merge),
  'high-volume': withFields(
    z.object({ enabled: z.union([z.boolean(), z.stringbool()]) }),
    setHighVolume,
  ),
  'edit-invoice': withFields(editFields, editInvoice),
  'pay-invoice': withFields(payFields, payInvoice),
  'void-invoice': withFields(z.object({ number: z.string() }), voidInvoice),
  disconnect: (scene) => disconnect(scene),
  'revoke-access': (scene) => revokeAccess(scene),
  reconnects: withFields(
    z.object({ event: z.enum(['new', 'kept']), touches: z.enum(['true', 'false']) }),
    ({ world }, { event, touches }) => {
      world.grants.reconnects = { event, touches: touches === 'true' };
      return done('The next consents answer like that.');
    },
  ),
  faults: withFields(
    z.object({
      failRate5xxApplied: z.optional(rate()),
      failRate5xxNotApplied: z.optional(rate()),
      failRate503: z.optional(rate()),
      timeoutsApplied: z.optional(rate()),
      timeoutsNotApplied: z.optional(rate()),
      latencyMs: z.optional(count()),
      latencyJitterMs: z.optional(count()),
    }),
    setFaults,
  ),
  'faults-off': ({ world }) => {
    world.faults.calm();
    world.refusals.calm();
    return done('Faults are off.');
  },
  'fault-next': withFields(
    z.object({
      kind: z.enum(faultKinds),
      count: z._default(count(), 1),
      method: z.optional(z.string()),
      pathIncludes: z.optional(z.string()),
    }),
    scriptFault,
  ),
  'refuse-next': withFields(
    z.object({
      form: z.enum(refusalForms),
      message: z.string(),
      bodyIncludes: z._default(z.string(), ''),
      pathIncludes: z.optional(z.string()),
      count: z.optional(count()),
    }),
    scriptRefusal,
  ),
  limits: withFields(
    z.object({
      enabled: z.optional(z.union([z.boolean(), z.stringbool()])),
      perMinute: z.optional(count()),
      perDay: z.optional(count()),
      concurrent: z.optional(count()),
      appPerMinute: z.optional(count()),
      window: z.optional(z.enum(['sliding', 'fixed'])),
    }),
    setLimits,
  ),
};

function rate() {
  return z.coerce.number().check(z.minimum(0), z.maximum(1));
}

function count() {
  return z.coerce.number().check(z.int(), z.minimum(0));
}

function withFields<T>(
  schema: z.ZodMiniType<T>,
  act: (scene: ControlScene, fields: T) => ActionResult,
): Action {
  return (scene, fields) => {
    const parsed = z.safeParse(schema, fields, inEnglish);
    if (parsed.success) return act(scene, parsed.data);
    const [issue] = parsed.error.issues;
    return failed(`${issue?.path.join('.') ?? 'Fields'}: ${issue?.message ?? 'not valid'}`);
  };
}

function moveLockDates(
  { book }: ControlScene,
  days: {
    readonly periodLockDay?: string | undefined;
    readonly endOfYearLockDay?: string | undefined;
  },
): ActionResult {
  const { organisation } = book;
  const next = {
    periodLockDay: readLock(days.periodLockDay, organisation.periodLockDay),
    endOfYearLockDay: readLock(days.endOfYearLockDay, organisation.endOfYearLockDay),
  };
  book.organisation = { ...organisation, ...next };
  return done(
    `Locked to ${next.periodLockDay ?? 'nothing'}, year end to ${next.endOfYearLockDay ?? 'nothing'}.`,
  );
}

// Absent keeps the date, an empty text opens the period.
function readLock(text: string | undefined, present: string | undefined): string | undefined {
  if (text === undefined) return present;
  return text === '' ? undefined : (parseDay(text) ?? present);
}

function setAccountStatus(
  { book, stamp }: ControlScene,
  code: string,
  status: 'ACTIVE' | 'ARCHIVED',
): ActionResult {
  const account = [...book.accounts.values()].find((each) => each.code === code);
  if (account === undefined) return failed(`There is no account ${code}.`);
  book.accounts.set(account.accountId, { ...account, status, updatedEpochMs: stamp.nowEpochMs });
  return done(`Account ${code} is ${status}.`);
}

function changeContact(
  scene: Scene,
  contact: string,
  change: {
    readonly Name?: string;
    readonly ContactStatus?: string;
    readonly EmailAddress?: string;
  },
): ActionResult {
  const known = findNamed(scene.book, contact);
  if (known === undefined) return failed(`There is no contact ${contact}.`);
  const outcome = updateContact(scene, known.contactId, change);
  return outcome.ok ? done('The contact is changed.') : failed(outcome.messages.join(' '));
}

function findNamed(book: Book, text: string): Contact | undefined {
  return [...book.contacts.values()].find(
    (each) => each.contactId === text || each.contactNumber === text || each.name === text,
  );
}

function merge(
  scene: Scene,
  named: { readonly from: string; readonly into: string },
): ActionResult {
  const from = findNamed(scene.book, named.from);
  const into = findNamed(scene.book, named.into);
  if (from === undefined || into === undefined)
    return failed(`There is no contact ${from === undefined ? named.from : named.into}.`);
  const outcome = mergeContacts(scene, from, into);
  return outcome.ok
    ? done(`${from.name} is merged into ${into.name}.`)
    : failed(outcome.messages.join(' '));
}

function setHighVolume(
  { world, book }: ControlScene,
  { enabled }: { readonly enabled: boolean },
): ActionResult {
  if (enabled) world.highVolume.add(book.slug);
  else world.highVolume.delete(book.slug);
  return done(`Slow filters are ${enabled ? 'refused' : 'taken'}.`);
}

function voidInvoice(
  { book, stamp }: ControlScene,
  { number }: { readonly number: string },
): ActionResult {
  const invoice = findDocument(book, 'invoice', number);
  if (invoice === undefined) return failed(`There is no invoice ${number}.`);
  const isDraft = invoice.status === 'DRAFT' || invoice.status === 'SUBMITTED';
  const change = { Status: isDraft ? 'DELETED' : 'VOIDED' };
  const outcome = updateDocument({ book, stamp, unitPlaces: 2 }, invoice, change);
  return outcome.ok
    ? done(`Invoice ${number} is ${change.Status}.`)
    : failed(outcome.messages.join(' '));
}

function changeTracking(
  { book }: ControlScene,
  fields: {
    readonly category: string;
    readonly option?: string | undefined;
    readonly name?: string | undefined;
    readonly status?: string | undefined;
  },
): ActionResult {
  const category = [...book.trackingCategories.values()].find(
    (each) => each.name === fields.category,
  );
  if (category === undefined) return failed(`There is no tracking category ${fields.category}.`);
  const { option, name = '', status = '' } = fields;
  if (!option && status === 'DELETED') {
    book.trackingCategories.delete(category.trackingCategoryId);
    return done('The tracking category is deleted.');
  }
  const outcome = option
    ? updateTrackingOption(book, category, { option, name, status })
    : updateTrackingCategory(book, category, { Name: name, Status: status });
  return outcome.ok ? done('The tracking is changed.') : failed(outcome.messages.join(' '));
}

function refuseWholeCalls(
  { book }: ControlScene,
  { enabled }: { readonly enabled: boolean },
): ActionResult {
  book.refusesWholeCalls = enabled;
  return done(`One bad element ${enabled ? 'ends the whole call' : 'is refused by itself'}.`);
}

function disconnect({ world, book }: ControlScene): ActionResult {
  const { connections } = world.grants;
  for (const [id, connection] of connections) {
    if (connection.tenantId === book.tenantId) connections.delete(id);
  }
  return done(`${book.organisation.name} is disconnected; tokens still refresh.`);
}

function revokeAccess({ world, book }: ControlScene): ActionResult {
  const users = [...world.grants.connections.values()]
    .filter((connection) => connection.tenantId === book.tenantId)
    .map((connection) => connection.userId);
  for (const userId of users) world.grants.revokeUser(userId);
  return done('The tokens of everybody connected to this organisation are revoked.');
}

function setFaults({ world }: ControlScene, fields: object): ActionResult {
  const given = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  );
  world.faults.settings = { ...calmFaults, ...world.faults.settings, ...given };
  return done('Faults are set.');
}

function scriptFault(
  { world }: ControlScene,
  fault: {
    readonly kind: (typeof faultKinds)[number];
    readonly count: number;
    readonly method?: string | undefined;
    readonly pathIncludes?: string | undefined;
  },
): ActionResult {
  const method = fault.method?.toUpperCase() || undefined;
  world.faults.script({ ...fault, method, pathIncludes: fault.pathIncludes || undefined });
  return done(`The next ${fault.count} matching calls: ${fault.kind}.`);
}

function setLimits({ world }: ControlScene, fields: object): ActionResult {
  const given = Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined),
  );
  world.limiter.settings = { ...world.limiter.settings, ...given };
  return done(`Limits are ${world.limiter.settings.enabled ? 'on' : 'off'}.`);
}

function done(message: string): ActionResult {
  return { ok: true, message };
}

function failed(message: string): ActionResult {
  return { ok: false, message };
}

function scriptRefusal({ world }: ControlScene, refusal: ScriptedRefusalInput): ActionResult {
  const { pathIncludes, count } = refusal;
  world.refusals.script({ ...refusal, pathIncludes: pathIncludes || undefined, count });
  return done(`Writes with this text are refused: ${refusal.message}`);
}

type ScriptedRefusalInput = Pick<ScriptedRefusal, 'form' | 'message' | 'bodyIncludes'> & {
  readonly pathIncludes?: string | undefined;
  readonly count?: number | undefined;
};
