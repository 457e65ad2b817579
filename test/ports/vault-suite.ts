import { beforeEach, expect, it } from 'vitest';
import type { SealContext, Vault } from '../../shared/ports/vault.ts';
import { anOperatorId } from '../builders/an-operator.ts';

const context: SealContext = {
  operatorId: anOperatorId,
  provider: 'xero',
  epoch: 1,
  purpose: 'tokens',
};

/** What every vault does: what was sealed opens under its own context and no other. */
export function vaultSuite(make: () => Promise<Vault>): void {
  let vault: Vault;
  beforeEach(async () => {
    vault = await make();
  });

  it('opens what it sealed', async () => {
    const sealed = await vault.seal('secret – ünïcode', context);

    expect(await vault.open(sealed, context)).toBe('secret – ünïcode');
    expect(await vault.open(sealed, { ...context })).toBe('secret – ünïcode');
  });

  it.each<[string, Partial<SealContext>]>([
    ['operator', { operatorId: 'somebody-else' }],
    ['provider', { provider: 'stora' }],
    ['epoch', { epoch: 2 }],
    ['purpose', { purpose: 'webhook-secret' }],
  ])('does not open under another %s, also after it was opened', async (_what, other) => {
    const sealed = await vault.seal('secret', context);
    await vault.open(sealed, context);

    await expect(vault.open(sealed, { ...context, ...other })).rejects.toThrow();
  });

  it('opens nothing that it did not seal', async () => {
    await expect(vault.open('bm90IHNlYWxlZA==', context)).rejects.toThrow();
  });

  it('seals equal texts differently', async () => {
    expect(await vault.seal('secret', context)).not.toBe(await vault.seal('secret', context));
  });
}
