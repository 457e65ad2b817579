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

/** Text that names one try of one effect; its uuid5 is the idempotency key. */
export function effectName(link: Link, name: string): string {
  const generation = link.effects[name]?.generation ?? 0;
  return [link.operatorId, link.target, link.kind, link.sourceId, name, generation].join('|');
}
