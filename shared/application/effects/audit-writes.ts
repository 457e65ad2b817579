import type { Activity } from '../../contracts/activity-item.ts';
import type { Link, LinkKey } from '../../contracts/link-item.ts';
import { markAudited, unauditedWrites, writtenOnce } from '../../domain/effects/effects.ts';
import type { Crypto } from '../../ports/crypto.ts';
import { updateLink } from './journal.ts';
import type { JournalBatch, JournalPorts, JournalUnit } from './journal-batch.ts';

/**
 * Appends an activity for each write of a unit that stands in none yet, and returns their names: the
 * caller marks them on the link.
 */
export async function auditWrites(
  unit: Pick<JournalUnit, 'link'>,
  batch: Pick<JournalBatch, 'ports'>,
): Promise<string[]> {
  const { link } = unit;
  const names = unauditedWrites(link);
  if (names.length === 0) return names;
  const { activities, crypto } = batch.ports;
  await Promise.all(names.map((name) => activities.append(activityOf(link, name, crypto))));
  return names;
}

function activityOf(link: Link, name: string, crypto: Crypto): Activity {
  return {
    operatorId: link.operatorId,
    ...entryOf(link, name, crypto),
    type: 'record.applied',
    actor: 'rollerdoor',
    detail: {
      target: link.target,
      kind: link.kind,
      sourceId: link.sourceId,
      writes: withoutFingerprint(name),
      ...(link.targetId === undefined ? {} : { targetId: link.targetId }),
      // A contact is labelled with a person's name, which does not belong into the activities.
      ...(link.kind === 'contact' || link.targetLabel === undefined
        ? {}
        : { number: link.targetLabel }),
    },
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
