import { describe, expect, it } from 'vitest';
import type { Link } from '../../../shared/contracts/link-item.ts';
import {
  beginEffect,
  effectName,
  endEffect,
  failEffect,
  hasSameStand,
  isDone,
  isUncertain,
  markAudited,
  missEffect,
  refuseEffect,
  resendEffect,
  unauditedWrites,
  writtenOnce,
} from '../../../shared/domain/effects/effects.ts';
import { aLink } from '../../builders/a-link.ts';

const send = { nowEpochMs: 1_000, requestHash: 'hash' };
const begun = (link: Link = aLink()) => beginEffect(link, 'create', send);
const of = begun().effects.create;
const no = { state: 'rejected', generation: 0 } as const;

describe('isUncertain', () => {
  it.each([
    ['never tried', aLink(), false],
    ['sent without an answer', begun(), true],
    ['answered with an error', failEffect(begun(), 'create', { of, nowEpochMs: 2_000 }), true],
    ['done', endEffect(begun(), 'create', { state: 'done' }), false],
    ['definitely refused', endEffect(begun(), 'create', no), false],
  ])('of an effect that was %s', (_what, link, expected) => {
    expect(isUncertain(link.effects.create)).toBe(expected);
    expect(isUncertain(link.effects.pay)).toBe(false);
  });
});

describe('failEffect', () => {
  it('notes when, which request and how often, for the look-ups that follow', () => {
    const failed = failEffect(begun(), 'create', { of, nowEpochMs: 2_000, requestId: 'req_1' });

    expect(failed.effects.create).toEqual({
      state: 'failed',
      generation: 0,
      sentAtEpochMs: 1_000,
      requestHash: 'hash',
      heardAtEpochMs: 2_000,
      refusals: 1,
      lastRequestId: 'req_1',
    });
  });
});

describe('resendEffect', () => {
  it('keeps when it was sent first, and forgets look-ups from before', () => {
    const again = resendEffect(
      missEffect(begun(), 'create', { of, nowEpochMs: 1_500 }),
      'create',
      2_000,
    );

    expect(again.effects.create).toEqual({
      ...begun().effects.create,
      resentAtEpochMs: 2_000,
    });
  });
});

describe('hasSameStand', () => {
  const seen = aLink({ targetId: 't', version: { at: 'x', rank: 0, fingerprint: 'f' } });

  it.each([
    ['a debt more', { ...seen, revision: 4, owed: [{ what: 'metadata' } as const] }, true],
    ['another effect begun', beginEffect(seen, 'history', send), true],
    ['this effect begun', begun(seen), false],
    ['another version', { ...seen, version: { at: 'x', rank: 0, fingerprint: 'g' } }, false],
    ['another document', { ...seen, targetId: 'u' }, false],
    ['a tombstone', { ...seen, deletedAt: 'x' }, false],
  ])('with %s', (_what, fresh, expected) => {
    expect(hasSameStand(seen, fresh, 'create')).toBe(expected);
  });
});

describe('beginEffect', () => {
  it('journals when and what before anything leaves', () => {
    expect(begun().effects.create).toEqual({
      state: 'sending',
      generation: 0,
      sentAtEpochMs: 1_000,
      requestHash: 'hash',
    });
  });

  it('counts a new generation with each try', () => {
    const twice = begun(endEffect(begun(), 'create', no));

    expect(twice.effects.create).toMatchObject({ state: 'sending', generation: 1 });
  });

  it('remembers earlier refusals', () => {
    expect(begun(refuseEffect(begun(), 'create', { of })).effects.create).toMatchObject({
      refusals: 1,
    });
  });

  it('leaves the link that it was given as it was', () => {
    const link = aLink();
    beginEffect(link, 'create', send);

    expect(link).toEqual(aLink());
  });
});

describe('endEffect', () => {
  it('keeps the generation, so that a repeat has the same key', () => {
    const second = begun(endEffect(begun(), 'create', no));

    expect(endEffect(second, 'create', { state: 'done' }).effects.create).toMatchObject({
      state: 'done',
      generation: 1,
    });
  });

  it('can end an effect that was never begun, as when it was found done', () => {
    expect(isDone(endEffect(aLink(), 'create', { state: 'done' }), 'create')).toBe(true);
  });
});

describe('refuseEffect', () => {
  it('counts every definite no', () => {
    const again = begun(refuseEffect(begun(), 'create', { of }));
    const twice = refuseEffect(again, 'create', { of: again.effects.create });

    expect(twice.effects.create).toMatchObject({ state: 'rejected', refusals: 2, generation: 1 });
  });
});

describe('effectName', () => {
  it('names operator, target, record, effect and try', () => {
    expect(effectName(begun(), 'create')).toBe('harbour-storage|xero|invoice|inv_0001|create|0');
  });

  it('changes with the try and with nothing else', () => {
    const first = begun();
    const second = begun(endEffect(first, 'create', no));

    expect(effectName(endEffect(first, 'create', { state: 'done' }), 'create')).toBe(
      effectName(first, 'create'),
    );
    expect(effectName(second, 'create')).not.toBe(effectName(first, 'create'));
    expect(effectName(first, 'pay')).not.toBe(effectName(first, 'create'));
  });
});

describe('unauditedWrites', () => {
  const done = endEffect(begun(), 'create', { state: 'done' });

  it('names what was sent and done, until it is marked', () => {
    expect(unauditedWrites(done)).toEqual(['create']);
    expect(unauditedWrites(markAudited(done, ['create', 'unknown']))).toEqual([]);
  });

  it.each([
    ['is under way', begun()],
    ['was refused', endEffect(begun(), 'create', no)],
    ['was only found, and never sent by us', endEffect(aLink(), 'create', { state: 'done' })],
  ])('leaves out what %s', (...[, link]) => {
    expect(unauditedWrites(link)).toEqual([]);
  });

  it('names a write again when it was sent anew', () => {
    const again = endEffect(begun(markAudited(done, ['create'])), 'create', { state: 'done' });

    expect(unauditedWrites(again)).toEqual(['create']);
  });

  it('names several in one order, whatever the order of the journal', () => {
    const both = endEffect(beginEffect(done, 'allocation', send), 'allocation', { state: 'done' });

    expect(unauditedWrites(both)).toEqual(['allocation', 'create']);
  });
});

describe('writtenOnce', () => {
  const again = (link: Link) =>
    beginEffect(link, 'create', { nowEpochMs: 90_000, requestHash: 'hash' });

  it('says the same whichever try of unknown end did it', () => {
    const second = again(missEffect(begun(), 'create', { of, nowEpochMs: 70_000 }));

    expect(second.effects.create?.generation).toBe(1);
    expect(writtenOnce(second, 'create')).toEqual(writtenOnce(begun(), 'create'));
    expect(writtenOnce(again(second), 'create')).toEqual(writtenOnce(begun(), 'create'));
  });

  it('says when it was sent that was not refused', () => {
    const second = again(endEffect(begun(), 'create', no));

    expect(writtenOnce(second, 'create').sentAtEpochMs).toBe(90_000);
  });

  it('tells effects, records and companies apart', () => {
    const inSecond = aLink({ accountId: 'second', former: [{ accountId: 'a', targetId: 't' }] });
    const writes = [
      writtenOnce(begun(), 'create'),
      writtenOnce(begun(), 'history'),
      writtenOnce(begun(aLink({ sourceId: 'inv_0002' })), 'create'),
      writtenOnce(begun(inSecond), 'create'),
    ];

    expect(new Set(writes.map(({ write }) => write)).size).toBe(4);
  });
});

describe('a note that began in the save of its document', () => {
  const at = (nowEpochMs: number) => ({ nowEpochMs, requestHash: 'hash' });
  const begun = beginEffect(beginEffect(aLink(), 'create', at(1_000)), 'history', at(1_000));
  const stateOf = (link: Link) => link.effects.history?.state;

  it('did not leave where the document did not come about', () => {
    const end = { state: 'rejected', generation: 0 } as const;

    expect(stateOf(endEffect(begun, 'create', end))).toBe('rejected');
    expect(stateOf(beginEffect(begun, 'create', at(90_000)))).toBe('rejected');
  });

  it('may have left where it did, or where it began by itself', () => {
    const end = { state: 'rejected', generation: 0 } as const;
    const done = endEffect(begun, 'create', { state: 'done' });
    expect(stateOf(done)).toBe('sending');
    expect(stateOf(endEffect(done, 'create', end))).toBe('sending');
    const later = beginEffect(beginEffect(aLink(), 'create', at(1_000)), 'history', at(2_000));
    expect(stateOf(endEffect(later, 'create', end))).toBe('sending');
    const again = resendEffect(begun, 'history', 2_000);
    expect(stateOf(endEffect(again, 'create', end))).toBe('sending');
  });
});
