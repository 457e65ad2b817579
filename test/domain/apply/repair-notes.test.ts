import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../shared/contracts/effect.ts';
import { forgetOldRepairs, openRepairHistory } from '../../../shared/domain/apply/repair-notes.ts';
import { aLink } from '../../builders/a-link.ts';

const effect = (state: Effect['state'], isAudited = false): Effect => ({
  ...{ state, generation: 0, sentAtEpochMs: 1, requestHash: 'r' },
  ...(isAudited ? { isAudited } : {}),
});
const nameOf = (day: number) => `history-repaired:2026-11-0${day}`;

describe('the notes of repairs in the journal of a document', () => {
  it('keep the latest, what nobody knows the end of, and what is not told of yet', () => {
    const link = aLink({
      effects: {
        create: effect('done', true),
        [nameOf(1)]: effect('done', true),
        [nameOf(2)]: effect('rejected'),
        [nameOf(3)]: effect('sending'),
        [nameOf(4)]: effect('failed'),
        [nameOf(5)]: effect('done'),
        [nameOf(6)]: effect('done', true),
      },
    });

    expect(Object.keys(forgetOldRepairs(link, nameOf(6)).effects)).toEqual([
      'create',
      ...[3, 4, 5, 6].map(nameOf),
    ]);
  });

  it('name the one whose answer is not known', () => {
    expect(openRepairHistory(aLink({ effects: { [nameOf(1)]: effect('done') } }))).toBeUndefined();
    expect(openRepairHistory(aLink({ effects: { history: effect('sending') } }))).toBeUndefined();
    for (const state of ['sending', 'failed'] as const)
      expect(openRepairHistory(aLink({ effects: { [nameOf(1)]: effect(state) } }))).toBe(nameOf(1));
  });
});
