import type { Effect } from '../../contracts/effect.ts';
import type { Link } from '../../contracts/link-item.ts';
import { beginEffect, isSameEffect, takeBackEffect } from '../../domain/effects/effects.ts';
import type { Along } from './effect-call.ts';
import { hashOfBody } from './hashes.ts';
import type { JournalBatch, JournalUnit, SendingBatch } from './journal-batch.ts';

/*
 * A prepared effect is journaled in the save in which another of its record begins, and leaves in a call of
 * its own a little later, without another save. It is as good as one that was just journaled: it leaves
 * within the same time of its entry. What does not leave after all is taken back with the next save. A
 * worker that dies leaves it as one without an answer, though nothing was sent.
 */

/** So long after its entry it may be decided to send it; half of the time is left to wait for a slot. */
const usableForMs = 10_000;

/** The journal's entry for what is to follow; as it is where an earlier try of that is still open. */
export function withPrepared(
  link: Link,
  along: Along,
  { nowEpochMs, batch }: { nowEpochMs: number; batch: JournalBatch },
): Link {
  const before = link.effects[along.effect];
  if (before !== undefined && before.state !== 'rejected') return link;
  return beginEffect(link, along.effect, {
    nowEpochMs,
    requestHash: hashOfBody([along.body], batch),
    bodyHash: hashOfBody(along.body, batch),
  });
}

/** After the save: remembers what stands in the journal of this batch's own. */
export function notePrepared(
  unit: JournalUnit,
  { effect }: Along,
  { nowEpochMs, batch }: { nowEpochMs: number; batch: SendingBatch },
): void {
  const journaled = unit.link.effects[effect];
  const isOwn = journaled?.state === 'sending' && journaled.sentAtEpochMs === nowEpochMs;
  if (isOwn && journaled.resentAtEpochMs === undefined)
    batch.prepared.set(unit, { effect, journaled });
}

/**
 * The entry of an effect that was prepared and is to leave now; from here on it is one like any other.
 * Undefined: it was not prepared, or waited for too long, and is journaled first.
 */
export function usePrepared(
  { unit, effect }: { unit: JournalUnit; effect: string },
  batch: SendingBatch,
): Effect | undefined {
  const prepared = batch.prepared.get(unit);
  if (prepared?.effect !== effect) return undefined;
  batch.prepared.delete(unit);
  const { journaled } = prepared;
  if (!isSameEffect(unit.link.effects[effect], journaled)) return undefined;
  const ageMs = batch.ports.clock.nowEpochMs() - journaled.sentAtEpochMs;
  return ageMs <= usableForMs ? journaled : undefined;
}

/** What is to be sent is another thing than what was prepared: that certainly never left. */
export function letGoOthers(
  intents: Array<{ unit: JournalUnit; effect: string; body: unknown }>,
  batch: SendingBatch,
): void {
  for (const { unit, effect, body } of intents) {
    const prepared = batch.prepared.get(unit);
    if (prepared?.effect !== effect) continue;
    if (prepared.journaled.bodyHash !== hashOfBody(body, batch)) letGoPrepared([unit], batch);
  }
}

/** Takes back what was prepared for the units and has not left; stored with their next saves. */
export function letGoPrepared(
  units: Iterable<JournalUnit>,
  batch: Pick<SendingBatch, 'prepared' | 'held'>,
): void {
  for (const unit of units) {
    const change = takingBack(unit, batch);
    if (change === undefined) continue;
    unit.link = change(unit.link);
    batch.held.set(unit, [...(batch.held.get(unit) ?? []), change]);
  }
}

/** The change that takes back what was prepared for a unit; undefined where nothing was. */
export function takingBack(
  unit: JournalUnit,
  { prepared }: Pick<SendingBatch, 'prepared'>,
): ((link: Link) => Link) | undefined {
  const unsent = prepared.get(unit);
  if (unsent === undefined) return undefined;
  prepared.delete(unit);
  const { effect, journaled } = unsent;
  return (link) => takeBackEffect(link, effect, { before: undefined, begun: journaled });
}
