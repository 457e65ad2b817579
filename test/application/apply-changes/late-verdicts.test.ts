import { describe, expect, it } from 'vitest';
import type { Unit } from '../../../shared/application/apply-changes/unit.ts';
import type { EffectCall, Intent } from '../../../shared/application/effects/effect-call.ts';
import { finishEffect, flushHeld } from '../../../shared/application/effects/journal.ts';
import { lookUpEffects } from '../../../shared/application/effects/look-up-effects.ts';
import type { Effect } from '../../../shared/contracts/effect.ts';
import type { Link } from '../../../shared/contracts/link-item.ts';
import { beginEffect, endEffect, resendEffect } from '../../../shared/domain/effects/effects.ts';
import { effectPolicies } from '../../../shared/domain/effects/policies.ts';
import { xeroManifest } from '../../../shared/targets/xero/manifest.ts';
import { aLink } from '../../builders/a-link.ts';
import { startPipeline } from '../../support/pipeline.ts';

const effect = 'payment:1000';
const hourMs = 3_600_000;

type Call = Pick<EffectCall<Intent, true>, 'policy' | 'find' | 'finish'>;

/** One payment in the journal, and two workers: `meanwhile` is what the other saves during our look. */
async function slowWorker(journaled: Effect, meanwhile: (link: Link, nowEpochMs: number) => Link) {
  const { ports, stores, clock } = await startPipeline();
  const stored = await stores.links.save(aLink({ effects: { [effect]: journaled } }));
  if (stored === 'conflict') throw new Error('The link was there before.');
  const record = { id: stored.sourceId, name: '', metadata: {} };
  const unit: Unit = {
    record: { kind: 'contact', record },
    link: stored,
    version: { at: '', rank: 0, fingerprint: '' },
    messages: [],
  };
  const other = async () => {
    await stores.links.save(meanwhile(stored, clock.nowEpochMs()));
  };
  const saved = async () => (await stores.links.get(stored))?.effects[effect];
  return { batch: { ports, held: new Map() }, intent: { unit, effect, body: {} }, other, saved };
}

const sentLongAgo = {
  state: 'sending',
  generation: 0,
  sentAtEpochMs: 0,
  requestHash: 'a',
} as const;
const anew = (link: Link, nowEpochMs: number) =>
  beginEffect(link, effect, { nowEpochMs, requestHash: 'b' });

function looking(look: () => Promise<void>): Call {
  return {
    policy: effectPolicies(xeroManifest).once,
    find: async () => {
      await look();
      return new Map();
    },
    finish: () => undefined,
  };
}

describe('a worker that is slow to say what it saw of a payment', () => {
  it.each([
    ['a newer try', anew],
    [
      'a repeat of the same try',
      (link: Link, nowEpochMs: number) => resendEffect(link, effect, nowEpochMs),
    ],
  ])('counts no miss on %s of another worker', async (_what, meanwhile) => {
    const { batch, intent, other, saved } = await slowWorker(sentLongAgo, meanwhile);

    const settling = lookUpEffects([intent], batch, looking(other));

    await expect(settling).rejects.toMatchObject({ reason: 'effect_uncertain' });
    expect(await saved()).toMatchObject({ state: 'sending' });
    expect((await saved())?.missedLookUps).toBeUndefined();
  });

  it('does not let go what another worker has just sent anew', async () => {
    const hopeless: Effect = {
      ...sentLongAgo,
      state: 'failed',
      refusals: 3,
      missedLookUps: 2,
      heardAtEpochMs: hourMs,
    };
    const { batch, intent, other, saved } = await slowWorker(hopeless, anew);
    const { save } = batch.ports.links;
    let isFirst = true;
    batch.ports.links.save = async (link) => {
      if (isFirst) {
        isFirst = false;
        await other();
      }
      return save.call(batch.ports.links, link);
    };
    const ends: unknown[] = [];
    const call = {
      ...looking(async () => {}),
      finish: (_: Intent, end: unknown) => void ends.push(end),
    };

    await expect(lookUpEffects([intent], batch, call)).rejects.toMatchObject({
      reason: 'record_moved_on',
    });
    expect(await saved()).toMatchObject({ state: 'sending', generation: 1 });
    expect(ends).toEqual([]);
  });

  it('ends no newer try by a refusal of its own', async () => {
    const { batch, intent, other, saved } = await slowWorker(sentLongAgo, anew);

    finishEffect(intent.unit, batch, { name: effect, state: 'rejected' });
    await other();
    for (const [held, changes] of batch.held) {
      const { links } = batch.ports;
      const fresh = await links.get(held.link);
      if (fresh === undefined) throw new Error('no link');
      await links.save(
        changes.reduce((link: Link, change: (l: Link) => Link) => change(link), fresh),
      );
    }

    expect(await saved()).toMatchObject({ state: 'sending', generation: 1 });
  });

  it.each([
    ['a payment by other hands', 'entered:1000', effect],
    ['a contact of before', 'found', 'create'],
  ])('takes no write that another one has begun since for %s', async (_what, name, insteadOf) => {
    const { ports, stores } = await startPipeline();
    const stored = await stores.links.save(aLink({ effects: {} }));
    if (stored === 'conflict') throw new Error('The link was there before.');
    const unit = { link: stored, version: { at: '', rank: 0, fingerprint: '' } };
    const batch = { ports, held: new Map() };
    finishEffect(unit, batch, { name, state: 'done', insteadOf });
    await stores.links.save(
      beginEffect(stored, insteadOf, { nowEpochMs: hourMs, requestHash: 'b' }),
    );

    await expect(flushHeld(batch)).rejects.toMatchObject({ reason: 'record_moved_on' });

    expect((await stores.links.get(stored))?.effects).toEqual({
      [insteadOf]: expect.objectContaining({ state: 'sending' }),
    });
  });

  it('takes down that it is in the ledger, whichever try brought it there', () => {
    const newer = anew(aLink({ effects: { [effect]: sentLongAgo } }), hourMs);

    expect(endEffect(newer, effect, { state: 'done' }).effects[effect]).toMatchObject({
      state: 'done',
      generation: 1,
    });
  });
});
