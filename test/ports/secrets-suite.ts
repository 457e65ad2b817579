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

    expect(await filled.secrets.signingKey('signing')).toBe(key);
  });

  it('names the secret that is missing', async () => {
    await expect(filled.secrets.clientCredentials('missing-client')).rejects.toThrow(
      'missing-client',
    );
    await expect(filled.secrets.signingKey('missing-key')).rejects.toThrow('missing-key');
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
}
