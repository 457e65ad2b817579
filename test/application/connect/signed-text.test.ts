import { describe, expect, it } from 'vitest';
import {
  readSignedText,
  type Signer,
  signText,
} from '../../../shared/application/connect/signed-text.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';

const claims = { operatorId: 'acorn' };

function signerWith(...keys: string[]): Signer {
  return { crypto: new FakeCrypto(), signingKeys: async () => keys };
}

describe('texts signed while keys are rotated', () => {
  it('still count when one newer key has come', async () => {
    const text = await signText(signerWith('first'), 'session', claims);

    expect(await readSignedText(signerWith('second', 'first'), 'session', text)).toEqual(claims);
  });

  it('count no more when two newer keys have come', async () => {
    const text = await signText(signerWith('first'), 'session', claims);

    expect(await readSignedText(signerWith('third', 'second'), 'session', text)).toBeUndefined();
  });

  it('are signed by the current key', async () => {
    const text = await signText(signerWith('second', 'first'), 'session', claims);

    expect(await readSignedText(signerWith('second'), 'session', text)).toEqual(claims);
    expect(await readSignedText(signerWith('first'), 'session', text)).toBeUndefined();
  });

  it('are not made without a key', async () => {
    await expect(signText(signerWith(), 'session', claims)).rejects.toThrow('no signing key');
  });
});
