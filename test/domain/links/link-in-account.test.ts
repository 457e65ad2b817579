import { describe, expect, it } from 'vitest';
import { effectName } from '../../../shared/domain/effects/effects.ts';
import { isPostedElsewhere, linkInAccount } from '../../../shared/domain/links/link-in-account.ts';
import { aLink } from '../../builders/a-link.ts';

const posted = aLink({
  revision: 7,
  accountId: 'acorn',
  targetId: 'doc-acorn',
  targetLabel: 'INV-1',
  version: { at: '2026-11-30T09:00:00Z', rank: 2, fingerprint: 'f' },
  posted: {
    currency: 'GBP',
    totalMinor: 1_000,
    taxMinor: 0,
    paidMinor: 500,
    allocatedMinor: 0,
    voided: false,
  },
  effects: { create: { state: 'done', generation: 0, sentAtEpochMs: 1, requestHash: 'h' } },
  owed: [{ what: 'metadata' }, { what: 'timeline', note: 'posted', text: 'Posted.' }],
});

describe('linkInAccount', () => {
  it('returns a link of the same company as it is', () => {
    expect(linkInAccount(posted, 'acorn')).toBe(posted);
    expect(linkInAccount(posted, undefined)).toBe(posted);
  });

  it('notes the company on a link that names none', () => {
    const { accountId: _none, ...old } = posted;

    expect(linkInAccount(old, 'acorn')).toEqual(posted);
  });

  it('knows nothing of another company but where the document was', () => {
    expect(linkInAccount(posted, 'harbour')).toEqual({
      ...aLink({ revision: 7, accountId: 'harbour' }),
      former: [{ accountId: 'acorn', targetId: 'doc-acorn' }],
      owed: [{ what: 'timeline', note: 'posted', text: 'Posted.' }],
    });
  });

  it('keeps that the source deleted the record', () => {
    const deleted = { ...posted, deletedAt: '2026-11-30T09:00:00Z' };

    expect(linkInAccount(deleted, 'harbour').deletedAt).toBe(deleted.deletedAt);
  });

  it('gives the same effect another idempotency key in another company', () => {
    const moved = linkInAccount(posted, 'harbour');

    expect(effectName(moved, 'create')).not.toBe(effectName(posted, 'create'));
  });
});

describe('isPostedElsewhere', () => {
  it('is so for a document that stands in the books of another company only', () => {
    expect(isPostedElsewhere(posted)).toBe(false);
    expect(isPostedElsewhere(aLink())).toBe(false);
    expect(isPostedElsewhere(linkInAccount(posted, 'harbour'))).toBe(true);
  });

  it('is not so after coming back to the company', () => {
    const back = linkInAccount(linkInAccount(posted, 'harbour'), 'acorn');

    expect(isPostedElsewhere(back)).toBe(false);
  });
});
