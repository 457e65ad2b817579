import { EncryptCommand } from '@aws-sdk/client-kms';
import { beforeEach, describe, expect, it } from 'vitest';
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

const keyId = '0b7e4f6a-51c2-4d0e-9a3b-6f1d2c3b4a59';

describe('KmsVault', () => {
  const clock = new FakeClock();
  const kms = useLocalKms(clock);
  let vault: KmsVault;
  beforeEach(() => {
    vault = newVault('alias/rollerdoor');
    kms.resetCalls();
  });

  function newVault(keyId: string): KmsVault {
    return new KmsVault({ client: kms.newClient(), keyId, sealing: 'data-keys', clock });
  }

  /** What versions before stored: encrypted by KMS itself. */
  async function sealFormer(text: string): Promise<string> {
    const { operatorId, provider, epoch, purpose } = context;
    const { CiphertextBlob } = await kms.newClient().send(
      new EncryptCommand({
        KeyId: 'alias/rollerdoor',
        Plaintext: Buffer.from(text),
        EncryptionContext: { operatorId, provider, epoch: String(epoch), purpose },
      }),
    );
    return Buffer.from(CiphertextBlob ?? []).toString('base64');
  }

  it('asks KMS for one key, and seals and opens many values with it', async () => {
    for (let n = 0; n < 3; n += 1) {
      expect(await vault.open(await vault.seal(`secret ${n}`, context), context)).toBe(
        `secret ${n}`,
      );
    }

    expect(kms.calls()).toEqual({ 'kms.GenerateDataKey': 1 });
  });

  it('asks KMS once in 2 hours for what another process sealed, and seals the next with the same key', async () => {
    const other = newVault(keyId);
    const sealed = await other.seal('secret', context);
    vault = newVault(keyId);
    kms.resetCalls();

    await vault.open(sealed, context);
    await vault.open(await vault.seal('next', context), context);
    clock.advance(2 * 3_600_000 - 1);
    await vault.open(sealed, context);
    expect(kms.calls()).toEqual({ 'kms.Decrypt': 1 });
    clock.advance(1);
    await vault.open(sealed, context);

    expect(kms.calls()).toEqual({ 'kms.Decrypt': 2 });
  });

  it('keeps no key in memory for longer than 2 hours, also where it opened something a moment ago', async () => {
    const sealed = await newVault(keyId).seal('secret', context);
    vault = newVault(keyId);
    await vault.open(sealed, context);
    clock.advance(2 * 3_600_000 - 1);
    await vault.open(sealed, context);
    kms.resetCalls();
    clock.advance(1);

    await vault.seal('next', context);

    expect(kms.calls()).toEqual({ 'kms.GenerateDataKey': 1 });
  });

  it('goes on with no key for longer than a day, however often it was opened', async () => {
    vault = newVault(keyId);
    let sealed = await vault.seal('secret', context);
    kms.resetCalls();
    for (let minutes = 0; minutes < 26 * 60; minutes += 20) {
      clock.advance(20 * 60_000);
      await vault.open(sealed, context);
      sealed = await vault.seal('secret', context);
    }

    expect(kms.calls()['kms.GenerateDataKey']).toBe(1);
    // Of 78 pairs in 26 hours most find their key in memory.
    expect(kms.calls()['kms.Decrypt']).toBeLessThan(15);
  });

  it.each<[string, Partial<SealContext>]>([
    ['operator', { operatorId: 'acorn' }],
    ['epoch', { epoch: 2 }],
  ])('has a key of its own for each %s', async (_what, other) => {
    await vault.seal('secret', context);
    await vault.seal('secret', { ...context, ...other });

    expect(kms.calls()).toEqual({ 'kms.GenerateDataKey': 2 });
  });

  it('seals with no key that a former key wrapped', async () => {
    const sealed = await newVault('alias/former').seal('secret', context);
    vault = newVault(keyId);
    await vault.open(sealed, context);
    kms.resetCalls();

    await vault.seal('next', context);

    expect(kms.calls()).toEqual({ 'kms.GenerateDataKey': 1 });
  });

  it('opens no value whose parts were put together from two', async () => {
    const [one, two] = [await vault.seal('one', context), await vault.seal('two', context)];
    const [form, made = '', wrapped, box = ''] = one.split('.');
    const elsewhere = await vault.seal('else', { ...context, epoch: 2 });
    const later = String(Number(made) + 1);

    const swapped = [
      [form, made, elsewhere.split('.')[2], box],
      [form, made, wrapped, elsewhere.split('.')[3]],
      [form, later, wrapped, box],
      [form, made, wrapped, box.slice(0, -8)],
      [form, made, wrapped, 'AAAA'],
      [form, made, box, wrapped],
    ];
    for (const parts of swapped) {
      await expect(vault.open(parts.join('.'), context)).rejects.toThrow(SealError);
    }
    expect(await vault.open(two, context)).toBe('two');
  });

  it('opens what a version before sealed, and asks KMS once in 5 minutes for it', async () => {
    const sealed = await sealFormer('secret');

    expect(await vault.open(sealed, context)).toBe('secret');
    clock.advance(299_999);
    await vault.open(sealed, context);
    expect(kms.calls()['kms.Decrypt']).toBe(1);
    clock.advance(1);
    await vault.open(sealed, context);

    expect(kms.calls()['kms.Decrypt']).toBe(2);
    const elsewhere = vault.open(sealed, { ...context, operatorId: 'acorn' });
    await expect(elsewhere).rejects.toThrow(SealError);
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

  it('takes a text that is larger than what KMS encrypts itself', async () => {
    const text = 'x'.repeat(10_000);

    expect(await vault.open(await vault.seal(text, context), context)).toBe(text);
  });
});
