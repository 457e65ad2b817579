import { describe, expect, it } from 'vitest';
import {
  beginEffect,
  effectName,
  endEffect,
  markAudited,
} from '../../../shared/domain/effects/effects.ts';
import {
  chooseUpdateName,
  forgetOldUpdates,
  isReplaced,
  showsOtherState,
} from '../../../shared/domain/effects/updates.ts';
import { aLink } from '../../builders/a-link.ts';

const [stateA, stateB] = ['a'.repeat(64), 'b'.repeat(64)];
const begun = (link = aLink(), state = stateA) => {
  const name = chooseUpdateName(link, state);
  return { name, link: beginEffect(link, name, { nowEpochMs: 1_000, requestHash: 'hash' }) };
};

describe('the name of an update', () => {
  it('stays the same while it is tried', () => {
    const { link, name } = begun();

    expect(chooseUpdateName(link, stateA)).toBe(name);
  });

  it('never comes back, nor does its key, when a state comes back', () => {
    const names: string[] = [];
    const keys: string[] = [];
    let link = aLink();
    for (const state of [stateA, stateB, stateA, stateB]) {
      const next = begun(link, state);
      names.push(next.name);
      keys.push(effectName(next.link, next.name));
      const done = endEffect(next.link, next.name, { state: 'done' });
      link = forgetOldUpdates(markAudited(done, [next.name]), next.name);
      expect(Object.keys(link.effects)).toEqual([next.name]);
    }

    expect(new Set(names).size).toBe(4);
    expect(new Set(keys).size).toBe(4);
  });

  it('is a new one while an update to another state has no known end', () => {
    const first = begun();
    const other = begun(endEffect(first.link, first.name, { state: 'done' }), stateB);

    expect(begun(other.link, stateA).name).not.toBe(first.name);
  });

  it('counts on beyond nine', () => {
    const { link } = begun(aLink({ effects: { [`update:${stateB.slice(0, 16)}:10`]: anEffect } }));

    expect(Object.keys(link.effects)).toContain(`update:${stateA.slice(0, 16)}:11`);
  });
});

const anEffect = { state: 'done', generation: 0, sentAtEpochMs: 1, requestHash: '' } as const;

describe('forgetOldUpdates', () => {
  it('keeps the latest, what is to be audited, and effects of another kind', () => {
    const effects = {
      create: anEffect,
      'update:a:1': { ...anEffect, isAudited: true },
      'update:b:2': anEffect,
      'update:c:3': { ...anEffect, state: 'rejected' as const },
      'update:d:4': anEffect,
    };

    const { effects: kept } = forgetOldUpdates(aLink({ effects }), 'update:d:4');

    expect(Object.keys(kept)).toEqual(['create', 'update:b:2', 'update:d:4']);
  });

  it('keeps the one that stands in the target, although the latest was refused', () => {
    const effects = {
      'update:a:1': { ...anEffect, isAudited: true },
      'update:b:2': { ...anEffect, isAudited: true },
      'update:c:3': { ...anEffect, state: 'rejected' as const },
    };

    const { effects: kept } = forgetOldUpdates(aLink({ effects }), 'update:c:3');

    expect(Object.keys(kept)).toEqual(['update:b:2', 'update:c:3']);
  });
});

describe('the target', () => {
  const fingerprint = 'a'.repeat(64);
  const own = `update:${fingerprint.slice(0, 16)}`;
  const refused = { ...anEffect, state: 'rejected' as const };

  it.each([
    ['nothing was changed since it was created', { create: anEffect }, false],
    [
      'the last change was to that state',
      { 'update:b:1': anEffect, [`${own}:2`]: anEffect },
      false,
    ],
    [
      'the last change was to another state',
      { [`${own}:1`]: anEffect, 'update:b:2': anEffect },
      true,
    ],
    [
      'a change to another state was refused',
      { [`${own}:9`]: anEffect, 'update:b:10': refused },
      false,
    ],
  ])('shows another state or not: %s', (_what, effects, expected) => {
    expect(showsOtherState(aLink({ effects }), fingerprint)).toBe(expected);
  });
});

describe('an update', () => {
  it.each([
    ['is the latest', 'update:b:10', false],
    ['was followed by another', 'update:a:9', true],
    ['was forgotten since', 'update:c:8', true],
  ])('that %s', (_what, name, expected) => {
    const link = aLink({ effects: { 'update:a:9': anEffect, 'update:b:10': anEffect } });

    expect(isReplaced(link, name)).toBe(expected);
  });

  it('replaces no effect of another kind', () => {
    expect(isReplaced(aLink({ effects: { 'update:a:1': anEffect } }), 'create')).toBe(false);
  });
});
