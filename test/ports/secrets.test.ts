import {
  CreateSecretCommand,
  PutSecretValueCommand,
  ResourceExistsException,
  type SecretsManagerClient,
} from '@aws-sdk/client-secrets-manager';
import { afterAll, describe, expect, it } from 'vitest';
import { secretsClient } from '../../shared/adapters/secrets/client.ts';
import { SecretsManagerSecrets } from '../../shared/adapters/secrets/secrets.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { FakeSecrets } from '../fakes/fake-secrets.ts';
import { localClientConfig, useLocalAws } from '../support/use-local-aws.ts';
import { secretsSuite } from './secrets-suite.ts';

describe('FakeSecrets', () =>
  secretsSuite(async () => {
    const secrets = new FakeSecrets();
    return {
      secrets,
      putCredentials: async (name, value) => secrets.setCredentials(name, value),
      putSigningKey: async (name, value) => secrets.setSigningKey(name, value),
    };
  }));

describe('SecretsManagerSecrets', () => {
  const clock = new FakeClock();
  const aws = useLocalAws(clock);
  const clients: SecretsManagerClient[] = [];
  let made = 0;
  afterAll(() => {
    for (const client of clients) client.destroy();
  });

  /** Each test sees secrets of its own: names are made unique behind the reader's back. */
  function newSecrets() {
    const endpoint = aws().endpoints.secretsManager;
    const client = secretsClient({ ...localClientConfig, endpoint });
    clients.push(client);
    made += 1;
    const prefix = `test-${made}/`;
    const real = new SecretsManagerSecrets({ client, clock });
    return {
      secrets: {
        clientCredentials: (name: string) => real.clientCredentials(prefix + name),
        formerClientCredentials: (name: string) => real.formerClientCredentials(prefix + name),
        signingKeys: (name: string) => real.signingKeys(prefix + name),
        forget: (name: string) => real.forget(prefix + name),
      },
      put: (name: string, text: string) => put(client, prefix + name, text),
    };
  }

  secretsSuite(async () => {
    const { secrets, put: putText } = newSecrets();
    return {
      secrets,
      putCredentials: (name, value) => putText(name, JSON.stringify(value)),
      putSigningKey: putText,
    };
  });

  it('reads a signing key that is wrapped in JSON', async () => {
    const { secrets, put: putText } = newSecrets();
    await putText('signing', JSON.stringify({ key: 'k'.repeat(64) }));

    expect(await secrets.signingKeys('signing')).toEqual(['k'.repeat(64)]);
  });

  it('sees a rotated value by itself after 5 minutes', async () => {
    const { secrets, put: putText } = newSecrets();
    await putText('signing', 'a'.repeat(64));
    await secrets.signingKeys('signing');
    await putText('signing', 'b'.repeat(64));
    clock.advance(299_999);
    expect(await secrets.signingKeys('signing')).toEqual(['a'.repeat(64)]);

    clock.advance(1);

    expect(await secrets.signingKeys('signing')).toEqual(['b'.repeat(64), 'a'.repeat(64)]);
  });

  it.each([
    ['', 'an empty text'],
    ['{"clientId": "", "clientSecret": "", "unused": "random"}', 'the empty template'],
    ['{"clientId": "client-1"}', 'half of the credentials'],
    ['{"clientId": "REPLACE_ME", "clientSecret": "REPLACE_ME"}', 'a placeholder'],
    ['confidential', 'no JSON'],
  ])('says which secret to fill in when it holds %j, %s', async (text) => {
    const { secrets, put: putText } = newSecrets();
    await putText('client', text || ' ');

    const error = await secrets.clientCredentials('client').catch((cause: unknown) => cause);

    expect(String(error)).toMatch(/The secret test-\d+\/client is not filled in/);
    expect(String(error)).not.toContain('confidential');
  });

  it.each([
    ['placeholder', 'a placeholder'],
    ['{"key": ""}', 'an empty key'],
    ['too-short', 'a key that is too short'],
  ])('says which signing key to fill in when it holds %j, %s', async (text) => {
    const { secrets, put: putText } = newSecrets();
    await putText('signing', text);

    await expect(secrets.signingKeys('signing')).rejects.toThrow(
      /The secret test-\d+\/signing is not filled in: put a random text/,
    );
  });

  it('sees a secret that was filled in a moment after it was found empty', async () => {
    const { secrets, put: putText } = newSecrets();
    await putText('client', '{"clientId": "", "clientSecret": ""}');
    await expect(secrets.clientCredentials('client')).rejects.toThrow();

    await putText('client', '{"clientId": "a", "clientSecret": "b"}');

    expect(await secrets.clientCredentials('client')).toEqual({ clientId: 'a', clientSecret: 'b' });
  });
});

async function put(client: SecretsManagerClient, name: string, text: string): Promise<void> {
  try {
    await client.send(new CreateSecretCommand({ Name: name, SecretString: text }));
  } catch (error) {
    // Recovery: it is there already, so it gets a new version.
    if (!(error instanceof ResourceExistsException)) throw error;
    await client.send(new PutSecretValueCommand({ SecretId: name, SecretString: text }));
  }
}
