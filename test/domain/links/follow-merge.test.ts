import { describe, expect, it } from 'vitest';
import { followMerge } from '../../../shared/domain/links/follow-merge.ts';
import { linkInAccount } from '../../../shared/domain/links/link-in-account.ts';
import { newLink } from '../../../shared/domain/links/new-link.ts';

const key = { operatorId: 'acorn', target: 'xero', kind: 'contact', sourceId: 'con_1' } as const;
const link = { ...newLink(key), targetId: 'a', targetLabel: 'Ada', accountId: 'one' };
const survivor = { targetId: 'b', name: 'Ada & Sons', heldBy: undefined };

describe('followMerge', () => {
  it('leads to the contact that is left, remembers the former, and owes the source the new id', () => {
    expect(followMerge(link, survivor)).toEqual({
      ...link,
      targetId: 'b',
      targetLabel: 'Ada & Sons',
      mergedFrom: ['a'],
      owed: [{ what: 'metadata' }],
    });
  });

  it('says whose details stand there when it is another customer’s', () => {
    const shared = followMerge(link, { ...survivor, heldBy: 'con_2' });

    expect(shared.sharedWith).toBe('con_2');
    expect(followMerge(shared, { ...survivor, targetId: 'c' })).not.toHaveProperty('sharedWith');
  });

  it('changes nothing twice, nor a link without a contact', () => {
    const moved = followMerge(link, survivor);

    expect(followMerge(moved, survivor)).toBe(moved);
    expect(followMerge(newLink(key), survivor)).toEqual(newLink(key));
  });

  it('owes nothing to a customer who is gone', () => {
    expect(followMerge({ ...link, deletedAt: 'then' }, survivor).owed).toEqual([]);
  });

  it('is forgotten in another company', () => {
    const shared = followMerge({ ...link, brought: [] }, { ...survivor, heldBy: 'con_2' });
    const elsewhere = linkInAccount(shared, 'two');

    for (const name of ['mergedFrom', 'sharedWith', 'brought'])
      expect(elsewhere).not.toHaveProperty(name);
  });
});
