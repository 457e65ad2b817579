import { beforeEach, expect, it } from 'vitest';
import type { WaitingGrant } from '../../shared/contracts/account-items.ts';
import type { WaitingGrants } from '../../shared/ports/waiting-grants.ts';
import { anOperatorId } from '../builders/an-operator.ts';

const account = { id: 'tenant-1', name: 'Harbour Storage Ltd', connectionId: 'c-1' };
const grant: WaitingGrant = {
  operatorId: anOperatorId,
  provider: 'xero',
  waitingId: 'visit-1',
  grantId: 'grant-1',
  sealedTokens: 'c2VhbGVk',
  tokensExpireAtEpochMs: 3_000,
  scopes: 'accounting.invoices',
  linkId: 'link-1',
  mayBeOtherAccount: false,
  startedAtEpochMs: 1_000,
  accounts: [{ ...account, isOfThisConsent: true, createdAtEpochMs: 1_100 }],
  added: [account],
  expiresAtEpochMs: 2_000,
};
const { operatorId, provider, waitingId } = grant;
const key = { operatorId, provider, waitingId };

/** What every store of waiting grants does: each is answered once, and found when its time is over. */
export function waitingGrantsSuite(make: () => Promise<WaitingGrants>): void {
  storedGrants(make);
  answeredGrants(make);
}

function storedGrants(make: () => Promise<WaitingGrants>): void {
  let grants: WaitingGrants;
  beforeEach(async () => {
    grants = await make();
  });

  it('gives a grant as it was put', async () => {
    expect(await grants.get(key)).toBeUndefined();

    await grants.put(grant);

    expect(await grants.get(key)).toEqual(grant);
    expect(await grants.list(operatorId)).toEqual([grant]);
    expect(await grants.list('acorn')).toEqual([]);
  });

  it('puts a later grant of the same visit over the earlier one', async () => {
    await grants.put(grant);

    await grants.put({ ...grant, grantId: 'grant-2' });

    expect(await grants.list(operatorId)).toEqual([{ ...grant, grantId: 'grant-2' }]);
  });

  it('names every grant, and takes tokens sealed anew for those that were read', async () => {
    await grants.put(grant);
    expect(await grants.everyKey()).toEqual([key]);

    expect(await grants.rewrapTokens(grant, 'YW5ldw==')).toBe(true);
    expect(await grants.rewrapTokens(grant, 'YWdhaW4=')).toBe(false);
    expect(await grants.get(key)).toEqual({ ...grant, sealedTokens: 'YW5ldw==' });

    const later = { ...grant, grantId: 'grant-2' };
    await grants.put(later);
    expect(await grants.rewrapTokens(grant, 'YWdhaW4=')).toBe(false);
    await grants.remove(later);
    expect(await grants.rewrapTokens(later, 'YWdhaW4=')).toBe(false);
    expect(await grants.get(key)).toBeUndefined();
  });

  it('removes the very grant, and none that was put over it', async () => {
    const later = { ...grant, grantId: 'grant-2' };
    await grants.put(later);

    await grants.remove(grant);
    expect(await grants.get(key)).toEqual(later);

    await grants.remove(later);
    expect(await grants.get(key)).toBeUndefined();
  });

  it('finds what ran out before the instant, longest first', async () => {
    await grants.put({ ...grant, waitingId: 'second', expiresAtEpochMs: 1_999 });
    await grants.put({ ...grant, waitingId: 'later', expiresAtEpochMs: 2_000 });
    await grants.put({ ...grant, waitingId: 'first', expiresAtEpochMs: 5 });

    const found = await grants.expired(2_000, 10);

    expect(found.map((one) => one.waitingId)).toEqual(['first', 'second']);
    expect(await grants.expired(2_000, 1)).toEqual([{ ...key, waitingId: 'first' }]);
  });
}

function answeredGrants(make: () => Promise<WaitingGrants>): void {
  let grants: WaitingGrants;
  beforeEach(async () => {
    grants = await make();
  });

  it('takes one of two simultaneous answers', async () => {
    await grants.put(grant);

    const answers = await Promise.all([
      grants.answer(grant, 1_500, 2_500),
      grants.answer(grant, 1_600, 2_500),
    ]);

    expect(answers.sort()).toEqual([false, true]);
    expect((await grants.get(key))?.answeredAtEpochMs).toBeGreaterThanOrEqual(1_500);
  });

  it('finds an answered one as expired only when the time to act on the answer is over', async () => {
    await grants.put(grant);

    await grants.answer(grant, 1_500, 2_500);

    expect(await grants.expired(2_400, 10)).toEqual([]);
    expect(await grants.expired(2_600, 10)).toEqual([key]);
  });

  it('takes no answer for a grant that is gone or was put over', async () => {
    expect(await grants.answer(grant, 1_500, 2_500)).toBe(false);
    await grants.put({ ...grant, grantId: 'grant-2' });

    expect(await grants.answer(grant, 1_500, 2_500)).toBe(false);
    expect((await grants.get(key))?.answeredAtEpochMs).toBeUndefined();
  });
}
