import type { RememberedSite } from '../../contracts/settings.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { lookUpFrom } from '../../domain/effects/decide-next-try.ts';
import { isDone, isUncertain, markAudited } from '../../domain/effects/effects.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import type { Catalogue } from '../../domain/ledger/drafts.ts';
import {
  effectIdText,
  isOfTracking,
  parseEffectId,
  plainName,
  type TrackingEffectId,
} from '../../domain/ledger/effect-ids.ts';
import type { TrackingChoice } from '../../domain/mapping/choose-tracking.ts';
import {
  type DocumentSite,
  placeSite,
  siteKey,
  siteToRemember,
} from '../../domain/mapping/place-site.ts';
import type { Rejected } from '../../domain/mapping/result.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import type { DocumentUnit, InvoiceUnit, ToBeCreated } from '../apply-changes/stages.ts';
import type { Unit } from '../apply-changes/unit.ts';
import { entryOf } from '../effects/audit-writes.ts';
import { finishEffect } from '../effects/journal.ts';
import { sendEffects } from '../effects/send-effects.ts';
import { type BatchWith, type LedgerBatch, ledgerHas } from './ledger-batch.ts';
import { type InvoicesOfNotes, siteOfNote } from './post-credit-notes.ts';

/** A category and then its option, each looked at twice: more rounds mean that the ledger does not keep them. */
const roundsAtMost = 5;
/** So long a new entry may be missing from the list; what is missing later was taken away by somebody. */
const listedWithinMs = 60_000;
const notListedSeconds = 5;

type Choice<K extends TrackingChoice['kind']> = Extract<TrackingChoice, { kind: K }>;
type Missing = Choice<'create_category' | 'create_option'>;

/** A site of the batch, with the documents that need its option. */
interface NeededSite {
  site: DocumentSite;
  units: Unit[];
}

/**
 * Creates what is missing so that each site of the batch has its tracking option. What stands in the
 * ledger keeps its tracking, whatever became of the option since. A ledger without tracking needs none.
 */
export async function prepareTracking(
  units: Array<ToBeCreated<DocumentUnit>>,
  invoices: InvoicesOfNotes,
  batch: LedgerBatch,
): Promise<void> {
  if (!ledgerHas(batch, 'tracking')) return;
  const sites = new Map<string, NeededSite>();
  for (const unit of units) {
    const { kind, record } = unit.record;
    const site = kind === 'credit_note' ? siteOfNote(record, invoices) : record;
    const key = siteKey(site);
    sites.set(key, { site, units: [...(sites.get(key)?.units ?? []), unit] });
  }
  for (const needed of sites.values()) {
    const refusal = await prepareSite(needed, batch);
    if (refusal !== undefined) parkAll(needed.units, refusal);
  }
}

/**
 * Creates the option of a site that people took away, for an invoice that stands and is written once more.
 * Where none can be had it goes on without: what is posted is not asked for its site any more.
 */
export async function prepareStandingSite(unit: InvoiceUnit, batch: LedgerBatch): Promise<void> {
  if (!ledgerHas(batch, 'tracking')) return;
  await prepareSite({ site: unit.record.record, units: [unit] }, batch);
}

/** Finds out what became of what was sent for documents that need it no more. */
export async function lookUpFormerTracking(units: Unit[], batch: LedgerBatch): Promise<void> {
  if (!ledgerHas(batch, 'tracking')) return;
  for (const unit of units) await lookUpFormer(unit, batch);
}

/** Returns what speaks against it; undefined when the option is there, or none is needed. */
async function prepareSite(
  { site, units }: NeededSite,
  batch: BatchWith<'tracking'>,
): Promise<Rejected | undefined> {
  const refusals = new Map<string, Rejected>();
  for (let round = 0; round < roundsAtMost; round += 1) {
    const choice = placeSite(site, batch.settings, await batch.ledger.catalogue.read());
    if (!choice.ok) return choice;
    const { value } = choice;
    if (value.kind === 'none') return undefined;
    if (value.kind === 'option') {
      await takeDown({ site, units }, value, batch);
      return undefined;
    }
    const refusal = refusals.get(nameOf(value));
    // Looked at again since, and still missing: a definite no is not asked for twice.
    if (refusal !== undefined) return { ...refusal, detail: site.siteName ?? '' };
    const refused = await createMissing(value, { units, isLookedAt: round > 0 }, batch);
    if (refused !== undefined) refusals.set(nameOf(value), refused);
  }
  throw new DeferredError('tracking_not_listed', notListedSeconds);
}

function nameOf(missing: Missing): string {
  return missing.kind === 'create_category' ? missing.categoryName : missing.optionName;
}

/**
 * Journaled on the link of the first document that needs it. Names are unique in the ledger, so a
 * repeat does no harm. Returns a refusal; it may mean that somebody else made it meanwhile.
 */
async function createMissing(
  missing: Missing,
  { units, isLookedAt }: { units: Unit[]; isLookedAt: boolean },
  batch: BatchWith<'tracking'>,
): Promise<Rejected | undefined> {
  const [unit] = units;
  if (unit === undefined) return undefined;
  const known = latestRound(unit.link, idOf(missing, batch));
  // Forgotten before the call: its answer may be lost, and what it made must be seen next time.
  batch.ledger.tracking.forget();
  if (isDone(unit.link, effectIdText(known))) {
    if (!isLookedAt) return undefined;
    deferWhileUnlisted(unit.link, known, batch);
  }
  const id = isDone(unit.link, effectIdText(known)) ? { ...known, round: known.round + 1 } : known;
  const effect = effectIdText(id);
  const what = whatOf(missing);
  const hasOpenTry = isUncertain(unit.link.effects[effect]);
  let refusal: Rejected | undefined;
  await sendEffects([{ unit, effect, body: what }], batch, {
    policy: batch.policies.absolute,
    send: async (_intents, key) => [await create(missing, key, batch)],
    finish: async (_intent, answer) => {
      if (answer.ok) return created(unit, { effect, what }, batch);
      refusal = answer;
      // What is in the way may be what the try before made.
      if (hasOpenTry) await lookUp(unit, [{ effect, id }], batch);
      else finishEffect(unit, batch, { name: effect, state: 'rejected' });
    },
  });
  return refusal;
}

/** We created it, and it is not there: a list may lag behind for a while. */
function deferWhileUnlisted(
  link: Unit['link'],
  id: TrackingEffectId,
  { ports }: LedgerBatch,
): void {
  const { sentAtEpochMs = 0, resentAtEpochMs = 0 } = link.effects[effectIdText(id)] ?? {};
  const ageMs = ports.clock.nowEpochMs() - Math.max(sentAtEpochMs, resentAtEpochMs);
  if (ageMs < listedWithinMs) throw new DeferredError('tracking_not_listed', notListedSeconds);
}

/** The id under which it was created last, by this document's journal. */
function latestRound(link: Unit['link'], id: TrackingEffectId): TrackingEffectId {
  const rounds = Object.keys(link.effects).flatMap((name) => {
    const known = parseEffectId(name);
    if (!isOfTracking(known)) return [];
    return effectIdText({ ...known, round: 0 }) === effectIdText(id) ? [known.round] : [];
  });
  return { ...id, round: Math.max(0, ...rounds) };
}

function idOf(missing: Missing, { accountId = '' }: LedgerBatch): TrackingEffectId {
  if (missing.kind === 'create_category')
    return { kind: 'tracking_category', accountId, name: missing.categoryName, round: 0 };
  const { categoryId, optionName: name } = missing;
  return { kind: 'tracking_option', accountId, categoryId, name, round: 0 };
}

function whatOf(missing: Missing): Created['what'] {
  return missing.kind === 'create_category'
    ? { category: missing.categoryName }
    : { option: missing.optionName };
}

function create(
  missing: Missing,
  key: WriteKey,
  { ledger }: BatchWith<'tracking'>,
): Promise<Written<true>> {
  return missing.kind === 'create_category'
    ? ledger.tracking.createCategory(missing.categoryName, key)
    : ledger.tracking.createOption(missing.categoryId, missing.optionName, key);
}

/**
 * The option is there: remembered by its id. What was sent for it without an answer was made by us and
 * stands in no activity yet.
 */
async function takeDown(
  { site, units }: NeededSite,
  choice: Choice<'option'>,
  batch: LedgerBatch,
): Promise<void> {
  const catalogue = await batch.ledger.catalogue.read();
  await remember(site, siteToRemember(site, choice, { ...batch, catalogue }), batch);
  for (const unit of units) {
    for (const { effect, id } of uncertainOf(unit)) {
      const what = standing(id, catalogue.trackingCategories);
      if (what !== undefined) await found(unit, { effect, what }, batch);
    }
  }
}

async function remember(
  site: DocumentSite,
  option: RememberedSite | undefined,
  batch: LedgerBatch,
): Promise<void> {
  if (option === undefined) return;
  const sites = { ...batch.settings.sites, [siteKey(site)]: option };
  await batch.settingsStore.rememberSites(batch.operatorId, batch.target, sites);
  batch.settings = { ...batch.settings, sites };
}

async function lookUpFormer(unit: Unit, batch: BatchWith<'tracking'>): Promise<void> {
  const former = uncertainOf(unit);
  if (former.length === 0) return;
  const until = former.map(({ entry }) => lookUpFrom(entry));
  const waitMs = Math.max(...until) - batch.ports.clock.nowEpochMs();
  if (waitMs > 0) throw new DeferredError('effect_uncertain', Math.ceil(waitMs / 1_000));
  batch.ledger.tracking.forget();
  await lookUp(unit, former, batch);
}

/** What was sent is there, or never came about. */
async function lookUp(
  unit: Unit,
  sent: Array<{ effect: string; id: TrackingEffectId }>,
  batch: BatchWith<'tracking'>,
): Promise<void> {
  const { trackingCategories } = await batch.ledger.catalogue.read();
  for (const { effect, id } of sent) {
    const what = standing(id, trackingCategories);
    if (what === undefined) finishEffect(unit, batch, { name: effect, state: 'rejected' });
    else await found(unit, { effect, what }, batch);
  }
}

function uncertainOf({ link }: Unit) {
  return Object.entries(link.effects).flatMap(([effect, entry]) => {
    const id = parseEffectId(effect);
    if (!isOfTracking(id) || !isUncertain(entry)) return [];
    return [{ effect, id, entry }];
  });
}

/** Names from before they said which category are looked for in all of them. */
function standing(id: TrackingEffectId, categories: Catalogue['trackingCategories']) {
  const isSame = ({ name }: { name: string }) => plainName(name) === plainName(id.name);
  if (id.kind === 'tracking_category') {
    const category = categories.find(isSame);
    return category && { category: category.name };
  }
  const own = categories.filter(
    ({ categoryId }) => id.categoryId === '' || categoryId === id.categoryId,
  );
  const option = own.flatMap(({ options }) => options).find(isSame);
  return option && { option: option.name };
}

interface Created {
  effect: string;
  what: { category: string } | { option: string };
}

/** It is there now. Another document may have needed it, too, and told of it. */
async function found(unit: Unit, { effect, what }: Created, batch: LedgerBatch): Promise<void> {
  const recent = await batch.ports.activities.latest(batch.operatorId, recentActivities);
  const detail = JSON.stringify(detailOf(what, batch));
  const isTold = recent.some(
    (activity) =>
      activity.type === 'tracking.created' && JSON.stringify(activity.detail) === detail,
  );
  if (isTold) finishCreated(unit, effect, batch);
  else await created(unit, { effect, what }, batch);
}

/** So many are written in some minutes of a month-end run at the most. */
const recentActivities = 1_000;

function detailOf(what: Created['what'], { target, accountId }: LedgerBatch) {
  return { target, ...(accountId === undefined ? {} : { accountId }), ...what };
}

async function created(unit: Unit, { effect, what }: Created, batch: LedgerBatch): Promise<void> {
  const { activities, crypto } = batch.ports;
  await activities.append({
    operatorId: batch.operatorId,
    ...entryOf(unit.link, effect, crypto),
    type: 'tracking.created',
    actor: 'rollerdoor',
    detail: detailOf(what, batch),
  });
  finishCreated(unit, effect, batch);
}

function finishCreated(unit: Unit, effect: string, batch: LedgerBatch): void {
  finishEffect(unit, batch, {
    name: effect,
    state: 'done',
    change: (link) => markAudited(link, [effect]),
  });
}

function parkAll(units: Unit[], refusal: Rejected): void {
  for (const unit of units) unit.outcome = parked(refusal.cause, refusal.detail);
}
