import { EncryptCommand } from '@aws-sdk/client-kms';
import { describe, expect, it } from 'vitest';
import { KmsRewrapper } from '../../../shared/adapters/kms/rewrapper.ts';
import { KmsVault } from '../../../shared/adapters/kms/vault.ts';
import { SealError } from '../../../shared/domain/errors/errors.ts';
import type { SealContext } from '../../../shared/ports/vault.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { useLocalKms } from '../../support/use-local-kms.ts';

const context: SealContext = {
  operatorId: anOperatorId,
  provider: 'xero',
  epoch: 1,
  purpose: 'tokens',
};

describe('KmsRewrapper', () => {
  const clock = new FakeClock();
  const kms = useLocalKms(clock);

  function open() {
    const client = kms.newClient();
    return {
      client,
      former: new KmsVault({ client, keyId: 'alias/former', sealing: 'data-keys', clock }),
      rewrapper: new KmsRewrapper({ client, keyId: 'alias/today' }),
    };
  }

  it('moves a ciphertext to its key, and the text to nobody', async () => {
    const { former, rewrapper } = open();
    const sealed = await former.seal('secret', context);
    kms.resetCalls();

    const moved = await rewrapper.rewrap(sealed, context);

    expect(moved.wasCurrent).toBe(false);
    expect(moved.sealed).not.toBe(sealed);
    expect(kms.calls()).toEqual({ 'kms.ReEncrypt': 1 });
    expect(await former.open(moved.sealed, context)).toBe('secret');
  });

  it('moves what a version before sealed', async () => {
    const { client, former, rewrapper } = open();
    const { CiphertextBlob } = await client.send(
      new EncryptCommand({
        KeyId: 'alias/former',
        Plaintext: Buffer.from('secret'),
        EncryptionContext: { ...context, epoch: '1' },
      }),
    );

    const sealed = Buffer.from(CiphertextBlob ?? []).toString('base64');
    const moved = await rewrapper.rewrap(sealed, context);

    expect(moved.wasCurrent).toBe(false);
    expect(await former.open(moved.sealed, context)).toBe('secret');
    expect((await rewrapper.rewrap(moved.sealed, context)).wasCurrent).toBe(true);
  });

  it('moves a value whose key may seal again once it is under the key of today', async () => {
    const { client, former, rewrapper } = open();
    const keyId = '0b7e4f6a-51c2-4d0e-9a3b-6f1d2c3b4a59';
    const moved = await new KmsRewrapper({ client, keyId }).rewrap(
      await former.seal('secret', context),
      context,
    );
    const today = new KmsVault({ client, keyId, sealing: 'data-keys', clock });
    await today.open(moved.sealed, context);
    kms.resetCalls();

    const next = await today.seal('next', context);

    expect(kms.calls()).toEqual({});
    expect((await rewrapper.rewrap(next, context)).wasCurrent).toBe(false);
  });

  it('tells when a ciphertext is under its key already', async () => {
    const { former, rewrapper } = open();
    const moved = await rewrapper.rewrap(await former.seal('secret', context), context);

    expect((await rewrapper.rewrap(moved.sealed, context)).wasCurrent).toBe(true);
  });

  it('keeps the binding: what was copied to another operator is not moved', async () => {
    const { former, rewrapper } = open();
    const sealed = await former.seal('secret', context);

    const elsewhere = rewrapper.rewrap(sealed, { ...context, operatorId: 'acorn' });

    await expect(elsewhere).rejects.toThrow(SealError);
  });
});
