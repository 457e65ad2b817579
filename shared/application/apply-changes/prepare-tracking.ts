import { parked } from '../../domain/apply/outcome.ts';
import { lookUpFrom } from '../../domain/effects/decide-next-try.ts';
import { isUnsettled, markAudited } from '../../domain/effects/effects.ts';
import { effectPolicies } from '../../domain/effects/policies.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import type { Catalogue } from '../../domain/ledger/drafts.ts';
import { chooseTracking, type TrackingChoice } from '../../domain/mapping/choose-tracking.ts';
import { type Rejected, rejected } from '../../domain/mapping/result.ts';
import type { WriteKey } from '../../ports/ledger.ts';
import { entryOf } from './audit-writes.ts';
import { finishEffect } from './journal.ts';
import { sendEffects } from './send-effects.ts';
import { type Batch, isToBeCreated, openOf, type Unit } from './unit.ts';

/** A category and then its option: more rounds than that mean that the ledger does not keep them. */
const roundsAtMost = 3;
const categoryPrefix = 'tracking-category:';
const optionPrefix = 'tracking-option:';

/**
 * Creates what is missing so that each site of the batch has its tracking option, and finds out what
 * became of what was sent for documents that need it no more.
 */
export async function prepareTracking(units: Unit[], batch: Batch): Promise<void> {
  const sites = new Map<string | undefined, Unit[]>();
  const documents = [...openOf(units, 'invoice'), ...openOf(units, 'credit_note')];
  // What stands in the ledger keeps its tracking, whatever became of the option since.
  for (const unit of documents.filter(isToBeCreated)) {
    const site = unit.record.record.siteName;
    sites.set(site, [...(sites.get(site) ?? []), unit]);
  }
  for (const [siteName, siteUnits] of sites) await prepareSite(siteName, siteUnits, batch);
  for (const unit of units) await settleFormer(unit, batch);
}

async function prepareSite(
  siteName: string | undefined,
  units: Unit[],
  batch: Batch,
): Promise<void> {
  let refusal = rejected('tracking_missing', siteName ?? '');
  for (let round = 0; round < roundsAtMost; round += 1) {
    const choice = chooseTracking(siteName, batch.settings, await batch.ledger.catalogue());
    if (!choice.ok) return parkAll(units, choice);
    const { value } = choice;
    if (value.kind === 'none') return;
    if (value.kind === 'option') return takeDown(units, value, batch);
    // Forgotten before the call: its answer may be lost, and what it made must be seen next time.
    batch.ledger.forgetTracking();
    // Refused may mean that somebody else made it meanwhile: the next round looks.
    refusal = (await createMissing(value, units, batch)) ?? refusal;
    if (refusal.cause === 'ledger_keeps_failing') break;
  }
  parkAll(units, refusal);
}

type Choice<K extends TrackingChoice['kind']> = Extract<TrackingChoice, { kind: K }>;
type Missing = Choice<'create_category' | 'create_option'>;

/**
 * Journaled on the link of the first document that needs it. Names are unique in the ledger, so a
 * repeat does no harm.
 */
async function createMissing(
  missing: Missing,
  units: Unit[],
  batch: Batch,
): Promise<Rejected | undefined> {
  const [unit] = units;
  if (unit === undefined) return undefined;
  let refusal: Rejected | undefined;
  const { effect, create, what } = planOf(missing, batch);
  await sendEffects([{ unit, effect, body: what }], batch, {
    policy: effectPolicies.ledgerAbsolute,
    send: async (_intents, key) => [await create(key)],
    finish: async (_intent, answer) => {
      if (answer.ok) return created(unit, { effect, what }, batch);
      finishEffect(unit, batch, { name: effect, state: 'rejected' });
      refusal = answer;
    },
  });
  return refusal;
}

function planOf(missing: Missing, { ledger }: Batch) {
  if (missing.kind === 'create_category') {
    const { categoryName: name } = missing;
    return {
      effect: categoryEffect(name),
      what: { category: name },
      create: (key: WriteKey) => ledger.createTrackingCategory(name, key),
    };
  }
  const { categoryId, optionName } = missing;
  return {
    effect: optionEffect(optionName),
    what: { option: optionName },
    create: (key: WriteKey) => ledger.createTrackingOption(categoryId, optionName, key),
  };
}

/** What is there now, and was sent without an answer, was made by us and stands in no activity yet. */
async function takeDown(units: Unit[], choice: Choice<'option'>, batch: Batch): Promise<void> {
  const { categoryName, optionName } = choice;
  for (const unit of units) {
    const sent = (effect: string) => isUnsettled(unit.link.effects[effect]);
    const [category, option] = [categoryEffect(categoryName), optionEffect(optionName)];
    if (sent(category))
      await found(unit, { effect: category, what: { category: categoryName } }, batch);
    if (sent(option)) await found(unit, { effect: option, what: { option: optionName } }, batch);
  }
}

async function settleFormer(unit: Unit, batch: Batch): Promise<void> {
  const former = Object.entries(unit.link.effects).filter(
    ([name, effect]) => isTracking(name) && isUnsettled(effect),
  );
  if (former.length === 0) return;
  const waitMs =
    Math.max(...former.map(([, effect]) => lookUpFrom(effect))) - batch.ports.clock.nowEpochMs();
  if (waitMs > 0) throw new DeferredError('effect_unsettled', Math.ceil(waitMs / 1_000));
  batch.ledger.forgetTracking();
  const { trackingCategories } = await batch.ledger.catalogue();
  for (const [effect] of former) {
    const what = standing(effect, trackingCategories);
    if (what === undefined) finishEffect(unit, batch, { name: effect, state: 'rejected' });
    else await found(unit, { effect, what }, batch);
  }
}

function standing(effect: string, categories: Catalogue['trackingCategories']) {
  const category = categories.find(({ name }) => categoryEffect(name) === effect);
  if (category !== undefined) return { category: category.name };
  const options = categories.flatMap((one) => one.options.map(({ name }) => name));
  const option = options.find((name) => optionEffect(name) === effect);
  return option === undefined ? undefined : { option };
}

interface Created {
  effect: string;
  what: { category: string } | { option: string };
}

/** It is there now. Another document may have needed it, too, and told of it. */
async function found(unit: Unit, { effect, what }: Created, batch: Batch): Promise<void> {
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

function detailOf(what: Created['what'], { settings, accountId }: Batch) {
  return { target: settings.target, ...(accountId === undefined ? {} : { accountId }), ...what };
}

async function created(unit: Unit, { effect, what }: Created, batch: Batch): Promise<void> {
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

function finishCreated(unit: Unit, effect: string, batch: Batch): void {
  finishEffect(unit, batch, {
    name: effect,
    state: 'done',
    change: (link) => markAudited(link, [effect]),
  });
}

function isTracking(effect: string): boolean {
  return effect.startsWith(categoryPrefix) || effect.startsWith(optionPrefix);
}

function categoryEffect(name: string): string {
  return `${categoryPrefix}${plain(name)}`;
}

function optionEffect(name: string): string {
  return `${optionPrefix}${plain(name)}`;
}

/** The ledger may trim names, and takes them for equal without regard to case. */
function plain(name: string): string {
  return name.trim().toLowerCase();
}

function parkAll(units: Unit[], refusal: Rejected): void {
  for (const unit of units) unit.outcome = parked(refusal.cause, refusal.detail);
}
