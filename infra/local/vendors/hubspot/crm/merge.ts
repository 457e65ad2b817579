import { type Account, emailsOf } from '../core/account.ts';
import { isoTime } from '../core/hubspot-dates.ts';
import { objectTypes } from '../core/object-types.ts';
import type { CrmRecord } from '../core/record-store.ts';
import { furtherStage } from './lifecycle.ts';
import { type Scene, tell, withSystem } from './records.ts';
import { done, invalid, type Outcome, refused } from './refusal.ts';

/** Does the record that stays keep the first one's id, or get one of its own? Both were reported. */
export type MergedId = 'new' | 'primary';

/**
 * Merges the second record into the first. Values of the first stand, gaps are filled from the second; both old ids
 * answer with the record that stays. It cannot be undone.
 */
export function mergeRecords(
  scene: Scene,
  { primary, other }: { readonly primary: CrmRecord; readonly other: CrmRecord },
  mergedId: MergedId,
): Outcome<CrmRecord> {
  if (primary.id === other.id || primary.type !== other.type)
    return refused(invalid('Two different records of one kind can be merged.'));
  const { account, nowEpochMs } = scene;
  const id = mergedId === 'new' ? account.nextId() : primary.id;
  const createdEpochMs = Math.min(primary.createdEpochMs, other.createdEpochMs);
  const winner: CrmRecord = {
    id,
    type: primary.type,
    properties: mergedValues([primary, other], { id, createdEpochMs, nowEpochMs }),
    createdEpochMs,
    updatedEpochMs: nowEpochMs,
    archivedEpochMs: undefined,
  };
  replaceBoth(account, [primary, other], winner);
  const moved = Object.keys(other.properties).filter(
    (name) => primary.properties[name] === undefined,
  ).length;
  const merge = { primaryId: primary.id, mergedIds: [other.id], newId: id, moved };
  tell(scene, winner, { kind: 'merge', merge });
  for (const gone of [primary, other]) if (gone.id !== id) tell(scene, gone, { kind: 'deletion' });
  return done(winner);
}

function replaceBoth({ store }: Account, both: readonly CrmRecord[], winner: CrmRecord): void {
  const partners = both.flatMap((record) =>
    objectTypes.flatMap((type) =>
      store.associated(record, type).map((partner) => store.find(type, partner)),
    ),
  );
  for (const record of both) store.remove(record, winner.updatedEpochMs, winner.id);
  store.put(winner);
  for (const partner of partners) if (partner !== undefined) store.associate(winner, partner);
}

function mergedValues(
  [primary, other]: readonly [CrmRecord, CrmRecord],
  about: { readonly id: string; readonly createdEpochMs: number; readonly nowEpochMs: number },
): Readonly<Record<string, string>> {
  const { id, createdEpochMs, nowEpochMs } = about;
  const [first, second] = [primary.properties, other.properties];
  const merged: Record<string, string> = { ...second, ...first };
  const ids = [primary, other].flatMap((record) => [
    ...listOf(record.properties.hs_merged_object_ids),
    ...(record.id === id ? [] : [record.id]),
  ]);
  merged.hs_merged_object_ids = [...new Set(ids)].join(';');
  merged.createdate = isoTime(createdEpochMs);
  if (primary.type === 'contact') addContactValues(merged, [primary, other], nowEpochMs);
  const values = Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== ''));
  return withSystem(primary.type, values, { id, created: createdEpochMs, updated: nowEpochMs });
}

function addContactValues(
  merged: Record<string, string>,
  [primary, other]: readonly [CrmRecord, CrmRecord],
  nowEpochMs: number,
): void {
  const [first, second] = [primary.properties, other.properties];
  const [email = '', ...further] = new Set([...emailsOf(primary), ...emailsOf(other)]);
  merged.email = email;
  merged.hs_additional_emails = further.join(';');
  merged.lifecyclestage = furtherStage(first.lifecyclestage, second.lifecyclestage);
  merged.hs_calculated_merged_vids = [
    ...listOf(first.hs_calculated_merged_vids),
    ...listOf(second.hs_calculated_merged_vids),
    `${other.id}:${nowEpochMs}`,
  ].join(';');
}

function listOf(text: string | undefined): readonly string[] {
  return (text ?? '').split(';').filter((each) => each !== '');
}
