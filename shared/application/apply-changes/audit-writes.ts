import type { LinkKey } from '../../contracts/stored-items.ts';
import { effectName, markAudited, unauditedWrites } from '../../domain/effects/effects.ts';
import { updateLink } from './journal.ts';
import type { ApplyPorts, Batch, Unit } from './unit.ts';

/**
 * Appends one activity for all writes of a unit that stand in none yet, and returns their names: the
 * caller marks them on the link. Entry and time follow from the journal, so that a worker which died
 * before the mark appends the very same entry again, which changes nothing.
 */
export async function auditWrites(
  unit: Pick<Unit, 'link'>,
  batch: Pick<Batch, 'ports'>,
): Promise<string[]> {
  const { link } = unit;
  const names = unauditedWrites(link);
  if (names.length === 0) return names;
  const { activities, crypto } = batch.ports;
  const sentAtEpochMs = Math.max(...names.map((name) => link.effects[name]?.sentAtEpochMs ?? 0));
  await activities.append({
    operatorId: link.operatorId,
    activityId: crypto.uuid5(`writes ${names.map((name) => effectName(link, name)).join('\n')}`),
    at: new Date(sentAtEpochMs).toISOString(),
    type: 'record.applied',
    actor: 'rollerdoor',
    detail: {
      target: link.target,
      kind: link.kind,
      sourceId: link.sourceId,
      writes: names.map(withoutFingerprint).join(', '),
      ...(link.targetId === undefined ? {} : { targetId: link.targetId }),
      // A contact is labelled with a person's name, which does not belong into the activities.
      ...(link.kind === 'contact' || link.targetLabel === undefined
        ? {}
        : { number: link.targetLabel }),
    },
  });
  return names;
}

/** The same for a record that nothing else will be saved for; marks it at once. */
export async function auditAndMark(
  unit: Pick<Unit, 'link'>,
  batch: Pick<Batch, 'ports'> & Partial<Pick<Batch, 'held'>>,
): Promise<void> {
  const names = await auditWrites(unit, batch);
  if (names.length > 0) await updateLink(unit, batch, (link) => markAudited(link, names));
}

/** The same for a record that failed half-way, so that nothing of it is at hand but its key. */
export async function auditStored(key: LinkKey, ports: ApplyPorts): Promise<void> {
  const link = await ports.links.get(key);
  if (link !== undefined) await auditAndMark({ link }, { ports });
}

function withoutFingerprint(name: string): string {
  return name.startsWith('update:') ? 'update' : name;
}
