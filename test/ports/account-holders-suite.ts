import { beforeEach, expect, it } from 'vitest';
import type { AccountHolder } from '../../shared/contracts/account-items.ts';
import type { AccountHolders } from '../../shared/ports/account-holders.ts';
import { anOperatorId } from '../builders/an-operator.ts';

const key = { provider: 'xero', accountId: 'tenant-1' } as const;
const holder: AccountHolder = {
  ...key,
  operatorId: anOperatorId,
  claimId: 'claim-1',
  claimedAt: '2026-11-30T09:00:00.000Z',
};

/** What every store of account holders does: a claim is changed only by whoever read it. */
export function accountHoldersSuite(make: () => Promise<AccountHolders>): void {
  let holders: AccountHolders;
  beforeEach(async () => {
    holders = await make();
  });

  it('knows no holder of a company that nobody claimed', async () => {
    expect(await holders.get(key)).toBeUndefined();
  });

  it('gives a claim as it was put, also one that has run out', async () => {
    const claim = { ...holder, expiresAtEpochMs: 1_500 };

    expect(await holders.put(claim, undefined)).toBe(true);

    expect(await holders.get(key)).toEqual(claim);
  });

  it('keeps the same id at two providers apart', async () => {
    await holders.put(holder, undefined);

    expect(await holders.get({ ...key, provider: 'stora' })).toBeUndefined();
    expect(await holders.put({ ...holder, provider: 'stora' }, undefined)).toBe(true);
  });

  it('lets one of two operators claim a company that is free', async () => {
    const claims = ['a', 'b'].map((claimId) =>
      holders.put({ ...holder, claimId, operatorId: `operator-${claimId}` }, undefined),
    );

    expect((await Promise.all(claims)).sort()).toEqual([false, true]);
  });

  it('writes over the claim that was read, and over no other', async () => {
    await holders.put(holder, undefined);
    const second = { ...holder, claimId: 'claim-2', operatorId: 'acorn' };

    expect(await holders.put(second, undefined)).toBe(false);
    expect(await holders.put(second, { ...holder, claimId: 'older' })).toBe(false);
    expect(await holders.get(key)).toEqual(holder);
    expect(await holders.put(second, holder)).toBe(true);
    expect(await holders.get(key)).toEqual(second);
  });

  it('drops the end of a claim that is put without one', async () => {
    const claim = { ...holder, expiresAtEpochMs: 1_500 };
    await holders.put(claim, undefined);

    await holders.put({ ...holder, claimId: 'claim-2' }, claim);

    expect(await holders.get(key)).toEqual({ ...holder, claimId: 'claim-2' });
  });

  it('removes the claim that was read, and no newer one', async () => {
    await holders.put(holder, undefined);

    await holders.remove({ ...holder, claimId: 'older' });
    expect(await holders.get(key)).toEqual(holder);

    await holders.remove(holder);
    await holders.remove(holder);
    expect(await holders.get(key)).toBeUndefined();
  });
}
