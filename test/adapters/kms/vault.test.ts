import type { KMSClient } from '@aws-sdk/client-kms';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { kmsClient } from '../../../shared/adapters/kms/client.ts';
import { KmsVault } from '../../../shared/adapters/kms/vault.ts';
import { SealError } from '../../../shared/domain/errors/errors.ts';
import type { SealContext } from '../../../shared/ports/vault.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { localClientConfig, useLocalAws } from '../../support/use-local-aws.ts';

const context: SealContext = {
  operatorId: anOperatorId,
  provider: 'xero',
  epoch: 1,
  purpose: 'tokens',
};

describe('KmsVault', () => {
  const clock = new FakeClock();
  const aws = useLocalAws(clock);
  const clients: KMSClient[] = [];
  let vault: KmsVault;
  beforeEach(() => {
    vault = newVault('alias/rollerdoor');
    aws().calls.reset();
  });
  afterAll(() => {
    for (const client of clients) client.destroy();
  });

  function newVault(keyId: string): KmsVault {
    const client = kmsClient({ ...localClientConfig, endpoint: aws().endpoints.kms });
    clients.push(client);
    return new KmsVault({ client, keyId, clock });
  }

  const decrypts = () => aws().calls.snapshot()['kms.Decrypt'] ?? 0;

  it('asks KMS once in 5 minutes for one sealed value', async () => {
    const sealed = await vault.seal('secret', context);

    await vault.open(sealed, context);
    clock.advance(299_999);
    await vault.open(sealed, context);
    expect(decrypts()).toBe(1);
    clock.advance(1);
    await vault.open(sealed, context);

    expect(decrypts()).toBe(2);
  });

  it('keeps at most 500 opened values, the oldest go first', async () => {
    const first = await vault.seal('first', context);
    await vault.open(first, context);
    for (let n = 0; n < 500; n += 1) {
      await vault.open(await vault.seal(`secret ${n}`, context), context);
    }

    await vault.open(first, context);

    expect(decrypts()).toBe(502);
  });

  it('says whose value does not open, and that connecting again helps', async () => {
    const sealed = await vault.seal('secret', context);

    const opened = vault.open(sealed, { ...context, epoch: 2 });

    await expect(opened).rejects.toThrow(/tokens of harbour-storage \(xero, epoch 2\).*again/);
  });

  it('opens what a former key sealed, under its own context only', async () => {
    const sealed = await newVault('alias/former').seal('secret', context);

    expect(await vault.open(sealed, context)).toBe('secret');
    const elsewhere = vault.open(sealed, { ...context, operatorId: 'acorn' });
    await expect(elsewhere).rejects.toThrow(SealError);
  });

  it('says that a text is too large, without the text', async () => {
    const sealed = vault.seal('x'.repeat(4_097), context);

    await expect(sealed).rejects.toThrow(/at most 4096 bytes .* have 4097\.$/);
  });
});
