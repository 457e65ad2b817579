import {
  CreateSecretCommand,
  DescribeSecretCommand,
  GetSecretValueCommand,
  ListSecretsCommand,
  PutSecretValueCommand,
  SecretsManagerClient,
  UpdateSecretCommand,
} from '@aws-sdk/client-secrets-manager';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RunningServer } from '../../../../../infra/local/aws/common/json-server.ts';
import { startSecretsServer } from '../../../../../infra/local/aws/secrets/server.ts';

let server: RunningServer;
let client: SecretsManagerClient;

beforeEach(async () => {
  server = await startSecretsServer({ clock: { now: () => 1_800_000_000_000 } });
  client = new SecretsManagerClient({
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    maxAttempts: 1,
  });
});
afterEach(async () => {
  client.destroy();
  await server.stop();
});

function create(Name: string, SecretString?: string) {
  return client.send(new CreateSecretCommand({ Name, SecretString }));
}

function read(SecretId: string, VersionStage?: string) {
  return client.send(new GetSecretValueCommand({ SecretId, VersionStage }));
}

describe('the Secrets Manager stub', () => {
  it('gives a secret by name, ARN and ARN without its suffix', async () => {
    const { ARN = '' } = await create('app/xero', 'v1');

    for (const id of ['app/xero', ARN, ARN.slice(0, -7)]) {
      expect((await read(id)).SecretString).toBe('v1');
    }
    expect((await read('app/xero')).CreatedDate).toEqual(new Date(1_800_000_000_000));
  });

  it('keeps the value before as AWSPREVIOUS and forgets older ones', async () => {
    await create('app/xero', 'v1');
    for (const SecretString of ['v2', 'v3']) {
      await client.send(new PutSecretValueCommand({ SecretId: 'app/xero', SecretString }));
    }

    const now = await read('app/xero');
    const before = await read('app/xero', 'AWSPREVIOUS');

    expect(now).toMatchObject({ SecretString: 'v3', VersionStages: ['AWSCURRENT'] });
    expect(before).toMatchObject({ SecretString: 'v2', VersionStages: ['AWSPREVIOUS'] });
    const described = await client.send(new DescribeSecretCommand({ SecretId: 'app/xero' }));
    expect(described.VersionIdsToStages).toEqual({
      [now.VersionId ?? '']: ['AWSCURRENT'],
      [before.VersionId ?? '']: ['AWSPREVIOUS'],
    });
  });

  it('gives a version by its own stage without touching the current one', async () => {
    await create('app/xero', 'v1');
    const pending = { SecretString: 'v2', VersionStages: ['AWSPENDING'] };
    await client.send(new PutSecretValueCommand({ SecretId: 'app/xero', ...pending }));

    expect((await read('app/xero')).SecretString).toBe('v1');
    expect((await read('app/xero', 'AWSPENDING')).SecretString).toBe('v2');
  });

  it('takes a retried write once and refuses another value under its token', async () => {
    await create('app/xero', 'v1');
    const put = (SecretString: string) =>
      client.send(
        new PutSecretValueCommand({
          SecretId: 'app/xero',
          SecretString,
          ClientRequestToken: '00000000-0000-0000-0000-000000000001',
        }),
      );

    const [first, again] = [await put('v2'), await put('v2')];

    expect(again.VersionId).toBe(first.VersionId);
    expect((await read('app/xero', 'AWSPREVIOUS')).SecretString).toBe('v1');
    await expect(put('v3')).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });

  it('updates value and description and lists all secrets', async () => {
    await create('app/xero', 'v1');
    await create('app/hubspot');
    const update = { SecretId: 'app/xero', SecretString: 'v2', Description: 'client secret' };
    await client.send(new UpdateSecretCommand(update));

    const { SecretList } = await client.send(new ListSecretsCommand({}));

    expect((await read('app/xero')).SecretString).toBe('v2');
    expect(SecretList?.map((secret) => [secret.Name, secret.Description])).toEqual([
      ['app/xero', 'client secret'],
      ['app/hubspot', undefined],
    ]);
  });

  it('gives binary secrets back byte for byte', async () => {
    const SecretBinary = new Uint8Array([0, 255, 10]);
    await client.send(new CreateSecretCommand({ Name: 'bytes', SecretBinary }));

    expect(Array.from((await read('bytes')).SecretBinary ?? [])).toEqual([0, 255, 10]);
  });

  it('says when a secret or its value is not there, or is there already', async () => {
    await create('empty');

    for (const id of ['missing', 'empty']) {
      await expect(read(id)).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
    }
    await expect(create('empty')).rejects.toMatchObject({ name: 'ResourceExistsException' });
  });
});
