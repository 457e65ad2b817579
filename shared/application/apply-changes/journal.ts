import type { Link } from '../../contracts/stored-items.ts';
import { beginEffect, effectName, endEffect } from '../../domain/effects/effects.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import type { Batch, Unit } from './unit.ts';

const savesAtMost = 5;

/**
 * Changes a unit's link in the store. Another worker (write-back) may save the same link meanwhile;
 * then the change is made again on what it left. `change` must touch only its own fields.
 */
export async function updateLink(
  unit: Pick<Unit, 'link'>,
  batch: Pick<Batch, 'ports'>,
  change: (link: Link) => Link,
): Promise<void> {
  const { links } = batch.ports;
  for (let tries = 0; tries < savesAtMost; tries += 1) {
    const saved = await links.save(change(unit.link));
    if (saved !== 'conflict') {
      unit.link = saved;
      return;
    }
    const { operatorId, target, kind, sourceId } = unit.link;
    const fresh = await links.get({ operatorId, target, kind, sourceId });
    if (fresh === undefined) throw new DeferredError('link_vanished', 5);
    unit.link = linkInAccount(fresh, unit.link.accountId);
  }
  throw new DeferredError('link_contended', 2);
}

/** One effect of each unit: its name in the journal and what is sent for it. */
export interface EffectOf {
  name: (unit: Unit) => string;
  body: (unit: Unit) => unknown;
}

/**
 * Journals one effect of each unit as sent, then sends them in one call. The idempotency key changes
 * with the generation of any of them. A deferral means that nothing left, or that the limiter in front
 * of the provider stopped it: the effects are then known not to have happened.
 */
export async function sendEffects<T>(
  units: Unit[],
  batch: Batch,
  { effect, send }: { effect: EffectOf; send: (key: string) => Promise<T> },
): Promise<T> {
  const key = await beginEffects(units, batch, effect);
  try {
    return await send(key);
  } catch (error) {
    if (error instanceof DeferredError) await takeBack(units, batch, effect);
    throw error;
  }
}

async function beginEffects(units: Unit[], batch: Batch, effect: EffectOf): Promise<string> {
  const { clock, crypto } = batch.ports;
  await Promise.all(
    units.map((unit) => {
      const requestHash = crypto.sha256Hex(JSON.stringify(effect.body(unit)));
      const nowEpochMs = clock.nowEpochMs();
      return updateLink(unit, batch, (link) =>
        beginEffect(link, effect.name(unit), { nowEpochMs, requestHash }),
      );
    }),
  );
  return crypto.uuid5(units.map((unit) => effectName(unit.link, effect.name(unit))).join('\n'));
}

async function takeBack(units: Unit[], batch: Batch, effect: EffectOf): Promise<void> {
  await Promise.all(
    units.map((unit) =>
      updateLink(unit, batch, (link) => endEffect(link, effect.name(unit), 'rejected')),
    ),
  );
}

/** Journals the answer to one effect, together with what it changed on the link. */
export async function finishEffect(
  unit: Unit,
  batch: Batch,
  end: { name: string; state: 'done' | 'rejected'; change?: (link: Link) => Link },
): Promise<void> {
  const { change = (link: Link) => link } = end;
  await updateLink(unit, batch, (link) => change(endEffect(link, end.name, end.state)));
}
