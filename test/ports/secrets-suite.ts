import { beforeEach, expect, it } from 'vitest';
import type { ClientCredentials } from '../../shared/contracts/provider-settings.ts';
import type { Secrets } from '../../shared/ports/secrets.ts';

/** Secrets with the hand that fills them. */
export interface FilledSecrets {
  secrets: Secrets;
  putCredentials(secretName: string, credentials: ClientCredentials): Promise<void>;
  putSigningKey(secretName: string, key: string): Promise<void>;
}

const credentials = { clientId: 'client-1', clientSecret: 'hush' };
const key = 'k'.repeat(64);

/** What every reader of secrets does: it keeps what it read until it is told to forget. */
export function secretsSuite(make: () => Promise<FilledSecrets>): void {
  let filled: FilledSecrets;
  beforeEach(async () => {
    filled = await make();
  });

  it('reads client credentials', async () => {
    await filled.putCredentials('client', credentials);

    expect(await filled.secrets.clientCredentials('client')).toEqual(credentials);
  });

  it('reads a signing key', async () => {
    await filled.putSigningKey('signing', key);

    expect(await filled.secrets.signingKeys('signing')).toEqual([key]);
  });

  it('names the secret that is missing', async () => {
    await expect(filled.secrets.clientCredentials('missing-client')).rejects.toThrow(
      'missing-client',
    );
    await expect(filled.secrets.signingKeys('missing-key')).rejects.toThrow('missing-key');
  });

  it('finds a secret that was filled in after it was missed', async () => {
    await expect(filled.secrets.clientCredentials('client')).rejects.toThrow();
    await filled.putCredentials('client', credentials);

    expect(await filled.secrets.clientCredentials('client')).toEqual(credentials);
  });

  it('sees a rotated value once it was told to forget', async () => {
    const rotated = { ...credentials, clientSecret: 'hush-2' };
    await filled.putCredentials('client', credentials);
    await filled.secrets.clientCredentials('client');
    await filled.putCredentials('client', rotated);

    expect(await filled.secrets.clientCredentials('client')).toEqual(credentials);
    filled.secrets.forget('client');

    expect(await filled.secrets.clientCredentials('client')).toEqual(rotated);
  });
  it('keeps the key before the last rotation and forgets those before it', async () => {
    for (const letter of ['a', 'b', 'c']) await filled.putSigningKey('signing', letter.repeat(64));

    expect(await filled.secrets.signingKeys('signing')).toEqual(['c'.repeat(64), 'b'.repeat(64)]);
  });

  it('has no former credentials before the first rotation', async () => {
    await filled.putCredentials('client', credentials);

    expect(await filled.secrets.formerClientCredentials('client')).toBeUndefined();
  });

  it('keeps the credentials before the last rotation', async () => {
    await filled.putCredentials('client', credentials);
    await filled.putCredentials('client', { ...credentials, clientSecret: 'hush-2' });

    expect(await filled.secrets.formerClientCredentials('client')).toEqual(credentials);
  });

  it('keeps no credentials of another client, whose grants are not ours', async () => {
    await filled.putCredentials('client', credentials);
    await filled.putCredentials('client', { ...credentials, clientId: 'client-2' });

    expect(await filled.secrets.formerClientCredentials('client')).toBeUndefined();
  });
}
