import { parked } from '../../domain/apply/outcome.ts';
import { chooseTracking, type TrackingChoice } from '../../domain/mapping/choose-tracking.ts';
import { type Rejected, rejected } from '../../domain/mapping/result.ts';
import type { Written } from '../../ports/ledger.ts';
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
    if (choice.value.kind === 'none' || choice.value.kind === 'option') return;
    // Forgotten before the call: its answer may be lost, and what it made must be seen next time.
    batch.ledger.forgetCatalogue();
    const created = await createMissing(choice.value, batch);
    // Refused may mean that somebody else made it meanwhile: the next round looks.
    if (created !== undefined && !created.ok) refusal = created;
  }
  parkAll(units, refusal);
}

/** Undefined when nothing is missing. Names are unique in the ledger, so a repeat does no harm. */
async function createMissing(
  choice: TrackingChoice,
  batch: Batch,
): Promise<Written<true> | undefined> {
  const { crypto } = batch.ports;
  const keyOf = (name: string) =>
    crypto.uuid5(`${batch.operatorId}|tracking|${name}|${crypto.uuid()}`);
  if (choice.kind === 'create_category') {
    const { categoryName } = choice;
    const created = await batch.ledger.createTrackingCategory(categoryName, keyOf(categoryName));
    if (created.ok) await audit(batch, { category: categoryName });
    return created;
  }
  if (choice.kind === 'create_option') {
    const { categoryId, optionName } = choice;
    const created = await batch.ledger.createTrackingOption(
      categoryId,
      optionName,
      keyOf(optionName),
    );
    if (created.ok) await audit(batch, { option: optionName });
    return created;
  }
  return undefined;
}

async function audit(batch: Batch, what: Record<string, string>): Promise<void> {
  const { activities, clock, crypto } = batch.ports;
  await activities.append({
    operatorId: batch.operatorId,
    activityId: crypto.uuid(),
    at: new Date(clock.nowEpochMs()).toISOString(),
    type: 'tracking.created',
    actor: 'rollerdoor',
    detail: { target: batch.settings.target, ...what },
  });
}

function parkAll(units: Unit[], refusal: Rejected): void {
  for (const unit of units) unit.outcome = parked(refusal.cause, refusal.detail);
}
