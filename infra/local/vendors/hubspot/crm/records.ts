import { type Account, emailsOf } from '../core/account.ts';
import { isoTime } from '../core/hubspot-dates.ts';
import { type ObjectType, typeNames } from '../core/object-types.ts';
import type { CrmRecord } from '../core/record-store.ts';
import { goesBack } from './lifecycle.ts';
import { readValues } from './property-values.ts';
import { alreadyExists, done, invalid, type Outcome, type Refusal, refused } from './refusal.ts';

/** Who changes what, and when. */
export interface Scene {
  readonly account: Account;
  readonly nowEpochMs: number;
  /** `INTEGRATION` for the app, `CRM_UI` for people. */
  readonly source: string;
  readonly sourceId: string;
}

/** The record that a path or an input names: by id, or by a property that is unique. Archived ones are not found. */
export function findRecord(
  account: Account,
  type: ObjectType,
  named: { readonly id: string; readonly idProperty?: string | undefined },
): CrmRecord | undefined {
  const { id, idProperty } = named;
  const isId = idProperty === undefined || idProperty === 'hs_object_id';
  const value = idProperty === 'email' ? id.trim().toLowerCase() : id;
  const found = isId
    ? account.store.find(type, id)
    : account.store.findByKey(type, idProperty, value);
  return found?.archivedEpochMs === undefined ? found : undefined;
}

export function createRecord(
  scene: Scene,
  type: ObjectType,
  given: Readonly<Record<string, string>>,
): Outcome<CrmRecord> {
  const { account, nowEpochMs } = scene;
  const complete = type === 'deal' ? withFirstStage(account, given) : given;
  const read = readValues(account, { type, given: complete, present: {} });
  if (!read.ok) return read;
  const id = account.nextId();
  const record: CrmRecord = {
    id,
    type,
    properties: withSystem(type, filled(read.value), {
      id,
      created: nowEpochMs,
      updated: nowEpochMs,
    }),
    createdEpochMs: nowEpochMs,
    updatedEpochMs: nowEpochMs,
    archivedEpochMs: undefined,
  };
  const refusal = clash(account, record, true);
  if (refusal !== undefined) return refused(refusal);
  account.store.put(record);
  tell(scene, record, { kind: 'creation' });
  for (const [property, value] of Object.entries(filled(read.value)))
    tell(scene, record, { kind: 'propertyChange', property, value });
  return done(record);
}

/** Sets the values that are given and leaves the others; an empty one clears. */
export function updateRecord(
  scene: Scene,
  record: CrmRecord,
  given: Readonly<Record<string, string>>,
): Outcome<CrmRecord> {
  const { account, nowEpochMs } = scene;
  const present = record.properties;
  const read = readValues(account, { type: record.type, given, present });
  if (!read.ok) return read;
  // People may put a stage back, which apps cannot.
  const isApp = scene.source === 'INTEGRATION';
  const changed = Object.entries(read.value).filter(
    ([name, value]) =>
      (present[name] ?? '') !== value &&
      !(isApp && name === 'lifecyclestage' && goesBack(present[name], value)),
  );
  if (changed.length === 0) return done(record);
  const about = { id: record.id, created: record.createdEpochMs, updated: nowEpochMs };
  const values = filled({ ...present, ...Object.fromEntries(changed) });
  const next = {
    ...record,
    properties: withSystem(record.type, values, about),
    updatedEpochMs: nowEpochMs,
  };
  const refusal = clash(account, next, false);
  if (refusal !== undefined) return refused(refusal);
  account.store.put(next);
  for (const [property, value] of changed)
    tell(scene, next, { kind: 'propertyChange', property, value });
  return done(next);
}

/** Into the recycling bin: its unique values are free again. */
export function archiveRecord(scene: Scene, record: CrmRecord): void {
  const { nowEpochMs } = scene;
  scene.account.store.put({
    ...record,
    updatedEpochMs: nowEpochMs,
    archivedEpochMs: nowEpochMs,
  });
  tell(scene, record, { kind: 'deletion' });
}

/** Deletes a contact for good and keeps its addresses from being used again. */
export function forgetContact(scene: Scene, record: CrmRecord): void {
  for (const email of emailsOf(record)) scene.account.blocked.add(email);
  scene.account.store.remove(record, scene.nowEpochMs);
  tell(scene, record, { kind: 'privacyDeletion' });
  tell(scene, record, { kind: 'deletion' });
}

/** Adds what HubSpot itself sets. */
export function withSystem(
  type: ObjectType,
  values: Readonly<Record<string, string>>,
  about: { readonly id: string; readonly created: number; readonly updated: number },
): Readonly<Record<string, string>> {
  return {
    ...values,
    hs_object_id: about.id,
    createdate: values.createdate ?? isoTime(about.created),
    [typeNames[type].modified]: isoTime(about.updated),
  };
}

type Told = Pick<Parameters<Account['store']['tell']>[0], 'kind' | 'property' | 'value' | 'merge'>;

/** Notes a change for the webhooks. */
export function tell(scene: Scene, { type, id }: CrmRecord, told: Told): void {
  const { nowEpochMs: atEpochMs, source, sourceId } = scene;
  scene.account.store.tell({ ...told, type, id, atEpochMs, source, sourceId });
}

function withFirstStage(
  { facts }: Account,
  given: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const pipeline = given.pipeline || 'default';
  const [first] = facts.pipelines.find(({ id }) => id === pipeline)?.stages ?? [];
  return { ...given, pipeline, dealstage: given.dealstage || (first?.id ?? '') };
}

function filled(values: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
}

function clash(account: Account, record: CrmRecord, isNew: boolean): Refusal | undefined {
  const { type, properties } = record;
  const emails = type === 'contact' ? emailsOf(record) : [];
  if (emails.some((email) => account.blocked.has(email)))
    return invalid('Property values were not valid: email has been GDPR blacklisted');
  for (const value of emails) {
    const owner = ownerOf(account, record, { name: 'email', value });
    if (owner === undefined) continue;
    // A new contact with the first address of another has words of its own.
    if (isNew && owner.properties.email === value) return alreadyExists(type, owner.id);
    return taken(account, record, { name: 'email', value, ownerId: owner.id });
  }
  for (const [name, value] of Object.entries(properties)) {
    if (name === 'email' || !account.isUnique(type, name)) continue;
    const owner = ownerOf(account, record, { name, value });
    if (owner !== undefined) return taken(account, record, { name, value, ownerId: owner.id });
  }
  return undefined;
}

interface Value {
  readonly name: string;
  readonly value: string;
}

function ownerOf(
  account: Account,
  { type, id }: CrmRecord,
  { name, value }: Value,
): CrmRecord | undefined {
  const owner = account.store.findByKey(type, name, value);
  return owner?.id === id ? undefined : owner;
}

function taken(
  { facts }: Account,
  { type, id }: CrmRecord,
  { name, value, ownerId }: Value & { readonly ownerId: string },
): Refusal {
  const kind = `ObjectTypeId{legacyObjectType=${type.toUpperCase()}}`;
  const where = `portalId=${facts.hubId}, objectTypeId=${kind}, propertyName=${name}, value=${value}`;
  return invalid(
    `Cannot set PropertyValueCoordinates{${where}} on ${id}. ${ownerId} already has that value.`,
  );
}
