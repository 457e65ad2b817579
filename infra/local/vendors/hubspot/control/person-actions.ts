import * as z from 'zod/mini';
import { objectTypes } from '../core/object-types.ts';
import { mergeRecords } from '../crm/merge.ts';
import { archiveRecord, createRecord, forgetContact, updateRecord } from '../crm/records.ts';
import { isKnownScope } from '../oauth/scopes.ts';
import {
  type Action,
  type ActionResult,
  type ControlScene,
  failed,
  succeeded,
  told,
  withFields,
} from './action-kit.ts';
import { findNamed, titleOf } from './named-records.ts';

const kind = z._default(z.enum(objectTypes), 'contact');
const text = z._default(z.string(), '');

/** What people do in an account. */
export const personActions: Readonly<Record<string, Action>> = {
  'move-deal': withFields(z.object({ deal: z.string(), stage: z.string() }), moveDeal),
  'create-deal': withFields(
    z.object({ dealname: z.string(), amount: text, stage: z.string(), contact: text }),
    createDeal,
  ),
  'create-contact': withFields(
    z.object({ email: text, firstname: text, lastname: text, phone: text }),
    (scene, fields) => told(createRecord(scene, 'contact', given(fields)), 'The contact is made.'),
  ),
  'import-contacts': withFields(z.object({ contacts: z.string() }), importContacts),
  'edit-record': withFields(z.record(z.string(), z.string()), editRecord),
  merge: withFields(z.object({ type: kind, primary: z.string(), other: z.string() }), merge),
  archive: withFields(z.object({ type: kind, record: z.string() }), archive),
  'privacy-delete': withFields(z.object({ contact: z.string() }), privacyDelete),
  uninstall: (scene) => uninstall(scene),
  'withhold-scopes': withFields(z.object({ scopes: text }), withholdScopes),
};

function moveDeal(scene: ControlScene, fields: { deal: string; stage: string }): ActionResult {
  const { account } = scene;
  const deal = findNamed(account, 'deal', fields.deal);
  if (deal === undefined) return failed(`There is no deal ${fields.deal}.`);
  const pipeline = pipelineWith(scene, fields.stage);
  const stage = pipeline?.stages.find(({ id }) => id === fields.stage);
  if (pipeline === undefined || stage === undefined)
    return failed(`There is no stage ${fields.stage}.`);
  const change = { pipeline: pipeline.id, dealstage: stage.id };
  return told(updateRecord(scene, deal, change), `${titleOf(deal)} is in ${stage.label}.`);
}

function createDeal(
  scene: ControlScene,
  fields: { dealname: string; amount: string; stage: string; contact: string },
): ActionResult {
  const { dealname, amount, stage } = fields;
  const pipeline = pipelineWith(scene, stage)?.id ?? '';
  const contact = findNamed(scene.account, 'contact', fields.contact);
  if (fields.contact !== '' && contact === undefined)
    return failed(`There is no contact ${fields.contact}.`);
  const made = createRecord(scene, 'deal', given({ dealname, amount, pipeline, dealstage: stage }));
  if (made.ok && contact !== undefined) scene.account.store.associate(made.value, contact);
  return told(made, `${dealname} is made.`);
}

function pipelineWith({ account }: ControlScene, stage: string) {
  return account.facts.pipelines.find(({ stages }) => stages.some(({ id }) => id === stage));
}

// Lines of address;first name;last name: what stood in the account before the app came.
function importContacts(scene: ControlScene, { contacts }: { contacts: string }): ActionResult {
  const lines = contacts.split('\n').filter((line) => line.trim() !== '');
  const outcomes = lines.map((line) => {
    const [email = '', firstname = '', lastname = ''] = line.split(';').map((each) => each.trim());
    return createRecord(scene, 'contact', given({ email, firstname, lastname }));
  });
  const bad = outcomes.find(({ ok }) => !ok);
  const count = outcomes.filter(({ ok }) => ok).length;
  const words = `${count} of ${lines.length} contacts are made.`;
  return bad === undefined || bad.ok ? succeeded(words) : failed(`${words} ${bad.refusal.message}`);
}

const addressFields: ReadonlySet<string> = new Set(['type', 'record', 'property', 'value']);

// Fields are properties by their names; or one `property` and its `value`.
function editRecord(scene: ControlScene, fields: Record<string, string>): ActionResult {
  const type = objectTypes.find((each) => each === fields.type) ?? 'contact';
  const record = findNamed(scene.account, type, fields.record ?? '');
  if (record === undefined) return failed(`There is no ${type} ${fields.record ?? ''}.`);
  const { property, value = '' } = fields;
  const named = Object.entries(fields).filter(([name]) => !addressFields.has(name));
  const change = property ? { [property]: value } : Object.fromEntries(named);
  return told(updateRecord(scene, record, change), `${titleOf(record)} is changed.`);
}

function merge(
  scene: ControlScene,
  fields: { type: (typeof objectTypes)[number]; primary: string; other: string },
): ActionResult {
  const primary = findNamed(scene.account, fields.type, fields.primary);
  const other = findNamed(scene.account, fields.type, fields.other);
  if (primary === undefined || other === undefined)
    return failed(
      `There is no ${fields.type} ${primary === undefined ? fields.primary : fields.other}.`,
    );
  const merged = mergeRecords(scene, { primary, other }, scene.world.behaviour.mergedId);
  return told(merged, `${titleOf(other)} is merged into ${titleOf(primary)}.`);
}

function archive(
  scene: ControlScene,
  fields: { type: (typeof objectTypes)[number]; record: string },
): ActionResult {
  const record = findNamed(scene.account, fields.type, fields.record);
  if (record === undefined) return failed(`There is no ${fields.type} ${fields.record}.`);
  archiveRecord(scene, record);
  return succeeded(`${titleOf(record)} is deleted.`);
}

function privacyDelete(scene: ControlScene, { contact }: { contact: string }): ActionResult {
  const record = findNamed(scene.account, 'contact', contact);
  if (record === undefined) return failed(`There is no contact ${contact}.`);
  forgetContact(scene, record);
  return succeeded(`${titleOf(record)} is deleted for good.`);
}

function uninstall({ world, account }: ControlScene): ActionResult {
  const { hubId, name } = account.facts;
  if (!world.grants.isInstalled(hubId)) return failed('The app is not installed.');
  world.grants.uninstall(hubId);
  return succeeded(`The app is no longer installed in ${name}.`);
}

function withholdScopes({ account }: ControlScene, { scopes }: { scopes: string }): ActionResult {
  const asked = scopes.split(/\s+/).filter((scope) => scope !== '');
  const unknown = asked.find((scope) => !isKnownScope(scope));
  if (unknown !== undefined) return failed(`There is no scope ${unknown}.`);
  account.withheld.clear();
  for (const scope of asked) account.withheld.add(scope);
  return succeeded(`The next consent does not give: ${asked.join(', ') || 'everything is given'}.`);
}

function given(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== ''));
}
