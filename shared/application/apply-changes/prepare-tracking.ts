import { parked } from '../../domain/apply/outcome.ts';
import { effectName, isUnsettled, markAudited } from '../../domain/effects/effects.ts';
import { effectPolicies } from '../../domain/effects/policies.ts';
import { chooseTracking, type TrackingChoice } from '../../domain/mapping/choose-tracking.ts';
import { type Rejected, rejected } from '../../domain/mapping/result.ts';
import { finishEffect } from './journal.ts';
import { sendEffects } from './send-effects.ts';
import { type Batch, openOf, type Unit } from './unit.ts';

/** A category and then its option: more rounds than that mean that the ledger does not keep them. */
const roundsAtMost = 3;

/** Creates what is missing so that each site of the batch has its tracking option. */
export async function prepareTracking(units: Unit[], batch: Batch): Promise<void> {
  const sites = new Map<string | undefined, Unit[]>();
  for (const unit of [...openOf(units, 'invoice'), ...openOf(units, 'credit_note')]) {
    const site = unit.record.record.siteName;
    sites.set(site, [...(sites.get(site) ?? []), unit]);
  }
  for (const [siteName, siteUnits] of sites) await prepareSite(siteName, siteUnits, batch);
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
    batch.ledger.forgetCatalogue();
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
      create: (key: string) => ledger.createTrackingCategory(name, key),
    };
  }
  const { categoryId, optionName } = missing;
  return {
    effect: optionEffect(optionName),
    what: { option: optionName },
    create: (key: string) => ledger.createTrackingOption(categoryId, optionName, key),
  };
}

/** What is there now, and was sent without an answer, was made by us and stands in no activity yet. */
async function takeDown(units: Unit[], choice: Choice<'option'>, batch: Batch): Promise<void> {
  const { categoryName, optionName } = choice;
  for (const unit of units) {
    const sent = (effect: string) => isUnsettled(unit.link.effects[effect]);
    const [category, option] = [categoryEffect(categoryName), optionEffect(optionName)];
    if (sent(category))
      await created(unit, { effect: category, what: { category: categoryName } }, batch);
    if (sent(option)) await created(unit, { effect: option, what: { option: optionName } }, batch);
  }
}

/** Entry and time follow from the journal: appended once more, it changes nothing. */
async function created(
  unit: Unit,
  { effect, what }: { effect: string; what: Record<string, string> },
  batch: Batch,
): Promise<void> {
  const { activities, crypto } = batch.ports;
  await activities.append({
    operatorId: batch.operatorId,
    activityId: crypto.uuid5(`writes ${effectName(unit.link, effect)}`),
    at: new Date(unit.link.effects[effect]?.sentAtEpochMs ?? 0).toISOString(),
    type: 'tracking.created',
    actor: 'rollerdoor',
    detail: { target: batch.settings.target, ...what },
  });
  finishEffect(unit, batch, {
    name: effect,
    state: 'done',
    change: (link) => markAudited(link, [effect]),
  });
}

function categoryEffect(name: string): string {
  return `tracking-category:${plain(name)}`;
}

function optionEffect(name: string): string {
  return `tracking-option:${plain(name)}`;
}

/** The ledger may trim names, and takes them for equal without regard to case. */
function plain(name: string): string {
  return name.trim().toLowerCase();
}

function parkAll(units: Unit[], refusal: Rejected): void {
  for (const unit of units) unit.outcome = parked(refusal.cause, refusal.detail);
}
