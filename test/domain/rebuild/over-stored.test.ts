import { describe, expect, it } from 'vitest';
import { foundEffect } from '../../../shared/domain/effects/effects.ts';
import { overStored } from '../../../shared/domain/rebuild/over-stored.ts';
import { aLink } from '../../builders/a-link.ts';

const version = { at: '2026-11-30T09:00:00.000Z', rank: 1, fingerprint: 'f' };
const restored = foundEffect(aLink({ targetId: 'xero-1', accountId: 'a', version }), 'create');
const sent = { state: 'sending', generation: 2, sentAtEpochMs: 5, requestHash: 'h' } as const;

describe('a restored link over what stands', () => {
  it('is the link itself where nothing stands', () => {
    expect(overStored(undefined, restored)).toEqual(restored);
  });

  it('gives way to whoever has linked the record meanwhile', () => {
    expect(overStored(aLink({ targetId: 'xero-2', revision: 3 }), restored)).toBeUndefined();
  });

  it('ends what was begun, so that it is told of and never sent again', () => {
    const stored = aLink({ revision: 4, effects: { create: sent } });

    expect(overStored(stored, restored)).toMatchObject({
      revision: 4,
      targetId: 'xero-1',
      version,
      effects: { create: { ...sent, state: 'done' } },
    });
  });

  it('takes what was refused for found', () => {
    const stored = aLink({ effects: { create: { ...sent, state: 'rejected' } } });

    expect(overStored(stored, restored)?.effects.create).toMatchObject({
      state: 'done',
      sentAtEpochMs: 0,
    });
  });

  it('leaves a state that waits for a person waiting', () => {
    const judgedVersion = { ...version, fingerprint: 'later' };
    const over = overStored(aLink({ judgedVersion, owed: [{ what: 'metadata' }] }), restored);

    expect(over).toMatchObject({ judgedVersion, owed: [{ what: 'metadata' }] });
    expect(over?.version).toBeUndefined();
  });
});
