import {
  CreateAliasCommand,
  DecryptCommand,
  type DecryptCommandInput,
  DescribeKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  KMSClient,
  ReEncryptCommand,
} from '@aws-sdk/client-kms';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startKmsServer } from '../../../../../infra/local/aws/kms/server.ts';

type Kms = Awaited<ReturnType<typeof startKms>>;
let kms: Kms;

async function startKms(seed?: string) {
  const server = await startKmsServer(seed === undefined ? {} : { seed });
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const { endpoint } = server;
  const client = new KMSClient({ endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  return {
    client,
    stop: async () => {
      client.destroy();
      await server.stop();
    },
  };
}

beforeEach(async () => {
  kms = await startKms();
});
afterEach(async () => {
  await kms.stop();
});

const KeyId = 'alias/tokens';
const Plaintext = Buffer.from('a refresh token');
const context = { operator: 'op-1', provider: 'xero' };

async function encrypt({ client }: Kms, EncryptionContext?: Record<string, string>) {
  const answer = await client.send(new EncryptCommand({ KeyId, Plaintext, EncryptionContext }));
  return answer.CiphertextBlob;
}

function decrypt({ client }: Kms, input: DecryptCommandInput) {
  return client.send(new DecryptCommand(input));
}

function text(bytes: Uint8Array | undefined): string {
  return Buffer.from(bytes ?? []).toString();
}

describe('the KMS stub', () => {
  it('encrypts anew under another key and context, and names both keys', async () => {
    const CiphertextBlob = await encrypt(kms, context);
    const DestinationEncryptionContext = { ...context, operator: 'op-2' };

    const answer = await kms.client.send(
      new ReEncryptCommand({
        CiphertextBlob,
        SourceEncryptionContext: context,
        DestinationKeyId: 'alias/other',
        DestinationEncryptionContext,
      }),
    );

    expect(answer.SourceKeyId).not.toBe(answer.KeyId);
    const opened = await decrypt(kms, {
      CiphertextBlob: answer.CiphertextBlob,
      EncryptionContext: DestinationEncryptionContext,
    });
    expect(text(opened.Plaintext)).toBe(Plaintext.toString());
    expect(opened.KeyId).toBe(answer.KeyId);
  });

  it('does not encrypt anew what was sealed under another context', async () => {
    const CiphertextBlob = await encrypt(kms, context);

    const answer = kms.client.send(
      new ReEncryptCommand({ CiphertextBlob, DestinationKeyId: 'alias/other' }),
    );

    await expect(answer).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidCiphertextException' }),
    );
  });

  it('gives the plaintext back for the same context in any order', async () => {
    const CiphertextBlob = await encrypt(kms, context);

    const EncryptionContext = { provider: 'xero', operator: 'op-1' };
    const answer = await decrypt(kms, { CiphertextBlob, EncryptionContext });

    expect(text(answer.Plaintext)).toBe('a refresh token');
    expect(text(CiphertextBlob)).not.toContain('refresh');
  });

  it.each([
    ['another value', { operator: 'op-2', provider: 'xero' }],
    ['a pair less', { operator: 'op-1' }],
    ['no context', undefined],
  ])('refuses to decrypt with %s', async (_, EncryptionContext) => {
    const CiphertextBlob = await encrypt(kms, context);

    await expect(decrypt(kms, { CiphertextBlob, EncryptionContext })).rejects.toMatchObject({
      name: 'InvalidCiphertextException',
    });
  });

  it('refuses bytes that were changed or never encrypted', async () => {
    const changed = Buffer.from((await encrypt(kms)) ?? []);
    changed[changed.length - 1] = (changed.at(-1) ?? 0) ^ 1;

    for (const CiphertextBlob of [changed, Buffer.from('nonsense')]) {
      await expect(decrypt(kms, { CiphertextBlob })).rejects.toMatchObject({
        name: 'InvalidCiphertextException',
      });
    }
  });

  it('knows a key by alias, id and ARN, and refuses another key for the ciphertext', async () => {
    const CiphertextBlob = await encrypt(kms);
    const { KeyMetadata } = await kms.client.send(new DescribeKeyCommand({ KeyId }));
    const alias = 'arn:aws:kms:us-east-1:000000000000:alias/tokens';

    for (const reference of [KeyMetadata?.KeyId, KeyMetadata?.Arn, KeyId, alias]) {
      const answer = await decrypt(kms, { CiphertextBlob, KeyId: reference });
      expect(answer.KeyId).toBe(KeyMetadata?.Arn);
    }
    await expect(decrypt(kms, { CiphertextBlob, KeyId: 'alias/other' })).rejects.toMatchObject({
      name: 'IncorrectKeyException',
    });
  });

  it('uses the key that an alias was given', async () => {
    const TargetKeyId = '11111111-2222-3333-4444-555555555555';
    await kms.client.send(new CreateAliasCommand({ AliasName: KeyId, TargetKeyId }));

    const { KeyMetadata } = await kms.client.send(new DescribeKeyCommand({ KeyId }));

    expect(KeyMetadata?.KeyId).toBe(TargetKeyId);
  });

  it('refuses a key id that cannot exist and more than 4,096 bytes', async () => {
    const unknown = new EncryptCommand({ KeyId: 'tokens', Plaintext });
    const tooLong = new EncryptCommand({ KeyId, Plaintext: Buffer.alloc(4_097) });

    await expect(kms.client.send(unknown)).rejects.toMatchObject({ name: 'NotFoundException' });
    await expect(kms.client.send(tooLong)).rejects.toMatchObject({ name: 'ValidationException' });
  });

  it('makes data keys that decrypt to themselves', async () => {
    const command = new GenerateDataKeyCommand({
      KeyId,
      KeySpec: 'AES_256',
      EncryptionContext: context,
    });
    const dataKey = await kms.client.send(command);

    const { CiphertextBlob } = dataKey;
    const answer = await decrypt(kms, { CiphertextBlob, EncryptionContext: context });

    expect(dataKey.Plaintext).toHaveLength(32);
    expect(answer.Plaintext).toEqual(dataKey.Plaintext);
  });

  it('opens data of an earlier run only with the same seed', async () => {
    const [earlier, later] = [await startKms('seed'), await startKms('seed')];
    const CiphertextBlob = await encrypt(earlier);

    const answer = await decrypt(later, { CiphertextBlob });

    expect(text(answer.Plaintext)).toBe('a refresh token');
    await expect(decrypt(kms, { CiphertextBlob })).rejects.toThrow();
    await Promise.all([earlier.stop(), later.stop()]);
  });
});
