import { describe, expect, it } from 'vitest';
import { KmsForm } from '../../../shared/adapters/kms/kms-form.ts';
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
/** As KMS gives it, in base64: all that the version before opens. */
const sealedByKms = /^[A-Za-z0-9+/]+={0,2}$/;

describe('the form that the version before opens', () => {
  const clock = new FakeClock();
  const kms = useLocalKms(clock);

  function open() {
    const client = kms.newClient();
    const keyed = { client, keyId: 'alias/rollerdoor', clock };
    const byKms = new KmsVault({ ...keyed, sealing: 'kms' });
    const byDataKeys = new KmsVault({ ...keyed, sealing: 'data-keys' });
    return { byKms, byDataKeys, form: new KmsForm({ vault: byKms }) };
  }

  it('is what KMS itself sealed, and opens whatever seals now, as the other one does', async () => {
    const { byKms, byDataKeys } = open();
    const former = await byKms.seal('former', context);
    const current = await byDataKeys.seal('current', context);

    expect(former).toMatch(sealedByKms);
    expect(current).not.toMatch(sealedByKms);
    expect(await byDataKeys.open(former, context)).toBe('former');
    expect(await byKms.open(current, context)).toBe('current');
  });

  it('goes on sealing by KMS after a value with a data key was opened', async () => {
    const { byKms, byDataKeys } = open();
    await byKms.open(await byDataKeys.seal('current', context), context);

    expect(await byKms.seal('next', context)).toMatch(sealedByKms);
  });

  it('takes the place of what a data key sealed', async () => {
    const { byKms, byDataKeys, form } = open();

    const anew = await form.rewrap(await byDataKeys.seal('secret', context), context);

    expect(anew.wasCurrent).toBe(false);
    expect(anew.sealed).toMatch(sealedByKms);
    expect(await byKms.open(anew.sealed, context)).toBe('secret');
  });

  it('leaves what KMS sealed as it is, and asks nobody', async () => {
    const { byKms, form } = open();
    const sealed = await byKms.seal('secret', context);
    kms.resetCalls();

    expect(await form.rewrap(sealed, context)).toEqual({ sealed, wasCurrent: true });
    expect(kms.calls()).toEqual({});
  });

  it('is not given to what was copied to another operator', async () => {
    const { byDataKeys, form } = open();
    const sealed = await byDataKeys.seal('secret', context);

    await expect(form.rewrap(sealed, { ...context, operatorId: 'acorn' })).rejects.toThrow(
      SealError,
    );
  });

  it('takes no more than KMS does', async () => {
    await expect(open().byKms.seal('a'.repeat(4_097), context)).rejects.toThrow('at most 4096');
  });
});
