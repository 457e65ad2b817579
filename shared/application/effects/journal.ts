import type { Link } from '../../contracts/link-item.ts';
import { endEffect, isDone, wasSent } from '../../domain/effects/effects.ts';
import { isReplaced } from '../../domain/effects/updates.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import { standingVersion } from '../../domain/versions/known-versions.ts';
import { isOvertaken } from '../../domain/versions/version-to-keep.ts';
import type { JournalBatch, JournalUnit } from './journal-batch.ts';

const savesAtMost = 5;

/**
 * Changes a unit's link in the store, together with what was held back for it. Another worker may save
 * the same link meanwhile; then the change is made again on what it left. `change` must touch only its
 * own fields.
 */
export async function updateLink(
  unit: Pick<JournalUnit, 'link'>,
  batch: Pick<JournalBatch, 'ports'> & Partial<JournalBatch>,
  change: (link: Link) => Link,
): Promise<void> {
  const { links } = batch.ports;
  for (let tries = 0; tries < savesAtMost; tries += 1) {
    const saved = await links.save(change(unit.link));
    if (saved !== 'conflict') {
      unit.link = saved;
      batch.held?.delete(unit);
      return;
    }
    const { operatorId, target, kind, sourceId } = unit.link;
    const fresh = await links.get({ operatorId, target, kind, sourceId });
    if (fresh === undefined) throw new DeferredError('link_vanished', 5);
    if (isOfOtherCompany(fresh, unit.link)) throw movedOn();
    const held = batch.held?.get(unit) ?? [];
    unit.link = held.reduce(
      (link, heldChange) => heldChange(link),
      linkInAccount(fresh, unit.link.accountId),
    );
  }
  throw new DeferredError('link_contended', 2);
}

/** Another company was connected meanwhile, for one of the two: only a new look tells for which. */
function isOfOtherCompany(fresh: Link, link: Link): boolean {
  const isKnown = fresh.accountId !== undefined && link.accountId !== undefined;
  return isKnown && fresh.accountId !== link.accountId;
}

/** Stores what is held back and goes with no other save. */
export async function flushHeld(
  batch: JournalBatch,
  units = [...batch.held.keys()],
): Promise<void> {
  const waiting = units.filter((unit) => batch.held.has(unit));
  await Promise.all(waiting.map((unit) => updateLink(unit, batch, (link) => link)));
}

/**
 * Stores what is known where the work that would have stored it failed, so that nothing that was written
 * has to be looked up. Where a save fails, that one is looked up after all.
 */
export async function saveWhatIsHeld(batch: JournalBatch): Promise<void> {
  await Promise.allSettled([...batch.held.keys()].map((unit) => flushHeld(batch, [unit])));
}

/**
 * Stores at once which effects were found in the target. Another worker may have sent them
 * since this one read the link, and only the store knows of which try the activities tell then. What
 * was never sent stands in no activity and can wait.
 */
export async function flushFound(
  batch: JournalBatch,
  found: Array<{ unit: JournalUnit; effect: string }>,
): Promise<void> {
  const sent = found.filter(
    ({ unit: { link }, effect }) => isDone(link, effect) && wasSent(link.effects[effect]),
  );
  await flushHeld(batch, [...new Set(sent.map(({ unit }) => unit))]);
}

/**
 * Another worker has judged a newer state of the record since this one was compared with it: nothing
 * may be decided from the older one any more. The change comes back and is found to be older.
 */
export function deferWhenOvertaken(unit: JournalUnit, link: Link): void {
  const work = { seen: unit.seenVersion, applied: unit.version };
  if (isOvertaken(standingVersion(link), work)) throw movedOn();
}

export function movedOn(): DeferredError {
  return new DeferredError('record_moved_on', 2);
}

/**
 * Takes down the end of an effect, together with what it changed on the link. It is stored with the
 * link's next save, which comes in any case: the next effect begins, or the record is committed. A
 * worker that dies before finds the effect done, as if it had died a moment earlier.
 *
 * A refusal counts only for the try that it was the answer to: another worker may have gone on. One
 * that has finished the effect did all that is to be done for it.
 */
export function finishEffect(
  unit: JournalUnit,
  batch: Pick<JournalBatch, 'held'>,
  end: {
    name: string;
    state: 'done' | 'rejected';
    change?: (link: Link) => Link;
    /** The write that this was taken for done instead of: no other worker may have begun it since. */
    insteadOf?: string;
  },
): void {
  const { name, state, change = (link: Link) => link, insteadOf = name } = end;
  const generation = unit.link.effects[name]?.generation;
  const spared = unit.link.effects[insteadOf]?.generation;
  const finish = (link: Link) => {
    // What was found by other hands may be of the worker that began to write it since.
    const isBegunSince = link.effects[insteadOf]?.generation !== spared;
    if (insteadOf !== name && isBegunSince) throw movedOn();
    // Another worker's update came after this one: only a new look tells what has to stand there.
    if (isReplaced(link, name)) throw movedOn();
    if (isDone(link, name)) return link;
    // Another worker's try was refused since: what was found is no write of it, and is decided on anew.
    const isRefusedSince = generation === undefined && link.effects[name]?.state === 'rejected';
    if (state === 'done' && isRefusedSince) throw movedOn();
    return change(endEffect(link, name, { state, generation }));
  };
  unit.link = finish(unit.link);
  batch.held.set(unit, [...(batch.held.get(unit) ?? []), finish]);
}
