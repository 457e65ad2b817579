import type { Activity, ActivityGroup } from '../../contracts/activity-item.ts';
import type { Link, LinkKey } from '../../contracts/link-item.ts';
import { callOf, markAudited, unauditedWrites, writtenOnce } from '../../domain/effects/effects.ts';
import type { Crypto } from '../../ports/crypto.ts';
import { updateLink } from './journal.ts';
import type { JournalBatch, JournalPorts, JournalUnit } from './journal-batch.ts';

/**
 * Appends an activity for each write of a unit that stands in none yet, and returns their names: the
 * caller marks them on the link.
 */
export async function auditWrites(
  unit: Pick<JournalUnit, 'link'>,
  batch: Pick<JournalBatch, 'ports'> & Partial<JournalBatch>,
): Promise<string[]> {
  await auditTogether([unit], batch);
  return unauditedWrites(unit.link);
}

/** The same for several units, to be marked when each is saved. Writes of one call become one item. */
export async function auditTogether(
  units: Array<Pick<JournalUnit, 'link'>>,
  { ports, told }: Pick<JournalBatch, 'ports'> & Partial<JournalBatch>,
): Promise<void> {
  const { activities, crypto } = ports;
  const writes = units
    .flatMap(({ link }) => unauditedWrites(link).map((name) => writeOf(link, name, crypto)))
    .filter(({ activity }) => !told?.has(activity.activityId));
  const alone = writes.filter(({ call }) => call === undefined);
  const groups = Map.groupBy(
    writes.filter(({ call }) => call !== undefined),
    ({ call }) => call,
  );
  await Promise.all([
    ...alone.map(({ activity }) => activities.append(activity)),
    ...[...groups.values()].map((group) => activities.appendGroup(groupOf(group, crypto))),
  ]);
  for (const { activity } of writes) told?.add(activity.activityId);
}

interface Write {
  call: string | undefined;
  activity: Activity;
  /** What writes of one call do not share. */
  own: Activity['detail'];
}

function writeOf(link: Link, name: string, crypto: Crypto): Write {
  const { operatorId, target, kind, sourceId, targetId, targetLabel } = link;
  const own = {
    sourceId,
    writes: withoutFingerprint(name),
    ...(targetId === undefined ? {} : { targetId }),
    // A contact is labelled with a person's name, which does not belong into the activities.
    ...(kind === 'contact' || targetLabel === undefined ? {} : { number: targetLabel }),
  };
  const activity = {
    operatorId,
    ...entryOf(link, name, crypto),
    type: 'record.applied',
    actor: 'rollerdoor',
    detail: { target, kind, ...own },
  };
  return { call: callOf(link, name), activity, own };
}

/** Under the name of the call, so that whoever tells of the rest of it adds to the same item. */
function groupOf(writes: Write[], crypto: Crypto): ActivityGroup {
  const [first] = writes;
  if (first === undefined) throw new Error('A call without a write.');
  const { target = '', kind = '' } = first.activity.detail;
  return {
    ...first.activity,
    activityId: crypto.uuid5(`call ${first.call}`),
    detail: { target, kind },
    entries: writes.map(({ activity: { activityId }, own }) => ({ activityId, detail: own })),
  };
}

/**
 * Id and time of a write's activity follow from the journal of that one write, so that a worker which
 * died before the mark, or was overtaken, appends the very same entry again, which changes nothing.
 */
export function entryOf(link: Link, name: string, crypto: Crypto) {
  const { write, sentAtEpochMs } = writtenOnce(link, name);
  return { activityId: crypto.uuid5(`write ${write}`), at: new Date(sentAtEpochMs).toISOString() };
}

/** The same for a record that nothing else will be saved for; marks it at once. */
export async function auditAndMark(
  unit: Pick<JournalUnit, 'link'>,
  batch: Pick<JournalBatch, 'ports'> & Partial<JournalBatch>,
): Promise<void> {
  const names = await auditWrites(unit, batch);
  if (names.length > 0) await updateLink(unit, batch, (link) => markAudited(link, names));
}

/** The same for a record that failed half-way, so that nothing of it is at hand but its key. */
export async function auditStored(key: LinkKey, ports: JournalPorts): Promise<void> {
  const link = await ports.links.get(key);
  if (link !== undefined) await auditAndMark({ link }, { ports });
}

function withoutFingerprint(name: string): string {
  return name.startsWith('update:') ? 'update' : name;
}
