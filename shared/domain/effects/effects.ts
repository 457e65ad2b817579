import type { Effect, Link } from '../../contracts/stored-items.ts';

export type EffectState =
  /** Never tried, or definitely not applied. */
  | 'to_send'
  /** Sent, no answer known: it may have happened. */
  | 'uncertain'
  | 'done';

/** Where an effect of this link stands. */
export function effectState(link: Link, name: string): EffectState {
  const effect = link.effects[name];
  if (effect === undefined || effect.state === 'rejected') return 'to_send';
  return effect.state === 'sending' ? 'uncertain' : 'done';
}

/** Journal entry to store before the request leaves. Each new try gets a new generation. */
export function beginEffect(
  link: Link,
  name: string,
  send: { nowEpochMs: number; requestHash: string },
): Link {
  const before = link.effects[name];
  const effect: Effect = {
    state: 'sending',
    generation: before === undefined ? 0 : before.generation + 1,
    sentAtEpochMs: send.nowEpochMs,
    requestHash: send.requestHash,
    ...(before?.refusals === undefined ? {} : { refusals: before.refusals }),
  };
  return { ...link, effects: { ...link.effects, [name]: effect } };
}

export function endEffect(link: Link, name: string, state: 'done' | 'rejected'): Link {
  const before = link.effects[name];
  const effect: Effect = { generation: 0, sentAtEpochMs: 0, requestHash: '', ...before, state };
  return { ...link, effects: { ...link.effects, [name]: effect } };
}

/** A definite answer that it did not work; counted, because some effects are let go after a few. */
export function refuseEffect(link: Link, name: string): Link {
  const rejected = endEffect(link, name, 'rejected');
  const effect = rejected.effects[name];
  if (effect === undefined) return rejected;
  const refusals = (effect.refusals ?? 0) + 1;
  return { ...rejected, effects: { ...rejected.effects, [name]: { ...effect, refusals } } };
}

/**
 * Names of the writes that reached the provider and do not stand in the activities yet. What was
 * only found there, and never sent by us, is no write of ours.
 */
export function unauditedWrites(link: Link): string[] {
  return Object.entries(link.effects)
    .filter(
      ([, effect]) => effect.state === 'done' && effect.sentAtEpochMs > 0 && !effect.isAudited,
    )
    .map(([name]) => name)
    .sort();
}

export function markAudited(link: Link, names: string[]): Link {
  const marked = names.flatMap((name) => {
    const effect = link.effects[name];
    return effect === undefined ? [] : [[name, { ...effect, isAudited: true }]];
  });
  return { ...link, effects: { ...link.effects, ...Object.fromEntries(marked) } };
}

/** Text that names one try of one effect; its uuid5 is the idempotency key. */
export function effectName(link: Link, name: string): string {
  const generation = link.effects[name]?.generation ?? 0;
  const parts = [link.operatorId, link.target, link.kind, link.sourceId, name, generation];
  // Another company's try must not be answered with what was stored for this key.
  return (link.former === undefined ? parts : [...parts, link.accountId]).join('|');
}
