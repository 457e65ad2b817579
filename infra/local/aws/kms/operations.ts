import { randomBytes } from 'node:crypto';
import * as z from 'zod/mini';
import { AwsError } from '../common/aws-error.ts';
import { parseInput } from '../common/parse-input.ts';
import { type EncryptionContext, keyIdOf, open, seal } from './ciphertext.ts';
import type { KeyRing } from './key-ring.ts';

type Operation = (keys: KeyRing, body: unknown) => unknown;

// AWS KMS API Reference, Encrypt: a symmetric key takes up to 4,096 bytes.
const maxPlaintextBytes = 4_096;

const context = z._default(z.record(z.string(), z.string()), {});
const base64 = z.pipe(
  z.string(),
  z.transform((text: string) => Buffer.from(text, 'base64')),
);

const operations: Readonly<Record<string, Operation>> = {
  Encrypt: parsed(
    z.object({ KeyId: z.string(), Plaintext: base64, EncryptionContext: context }),
    (keys, input) => {
      const size = input.Plaintext.length;
      if (size === 0 || size > maxPlaintextBytes) {
        throw invalid(`Plaintext must have 1 to ${maxPlaintextBytes} bytes; it has ${size}.`);
      }
      const keyId = keys.resolve(input.KeyId);
      return encrypted(keys, { keyId, plaintext: input.Plaintext, ...input });
    },
  ),
  Decrypt: parsed(
    z.object({
      KeyId: z.optional(z.string()),
      CiphertextBlob: base64,
      EncryptionContext: context,
    }),
    (keys, input) => {
      const { keyId, plaintext } = decrypted(keys, {
        blob: input.CiphertextBlob,
        wantedKey: input.KeyId,
        EncryptionContext: input.EncryptionContext,
      });
      return { KeyId: keys.arnOf(keyId), Plaintext: plaintext.toString('base64'), ...algorithm };
    },
  ),
  ReEncrypt: parsed(
    z.object({
      CiphertextBlob: base64,
      SourceKeyId: z.optional(z.string()),
      SourceEncryptionContext: context,
      DestinationKeyId: z.string(),
      DestinationEncryptionContext: context,
    }),
    (keys, input) => {
      const { keyId, plaintext } = decrypted(keys, {
        blob: input.CiphertextBlob,
        wantedKey: input.SourceKeyId,
        EncryptionContext: input.SourceEncryptionContext,
      });
      const { CiphertextBlob, KeyId } = encrypted(keys, {
        keyId: keys.resolve(input.DestinationKeyId),
        plaintext,
        EncryptionContext: input.DestinationEncryptionContext,
      });
      return {
        CiphertextBlob,
        KeyId,
        SourceKeyId: keys.arnOf(keyId),
        SourceEncryptionAlgorithm: algorithm.EncryptionAlgorithm,
        DestinationEncryptionAlgorithm: algorithm.EncryptionAlgorithm,
      };
    },
  ),
  GenerateDataKey: parsed(
    z.object({
      KeyId: z.string(),
      KeySpec: z.optional(z.enum(['AES_256', 'AES_128'])),
      NumberOfBytes: z.optional(z.int().check(z.gte(1), z.lte(1_024))),
      EncryptionContext: context,
    }),
    (keys, input) => {
      if ((input.KeySpec === undefined) === (input.NumberOfBytes === undefined)) {
        throw invalid('Please specify either number of bytes or key spec.');
      }
      const plaintext = randomBytes(input.NumberOfBytes ?? (input.KeySpec === 'AES_128' ? 16 : 32));
      const keyId = keys.resolve(input.KeyId);
      const { CiphertextBlob, KeyId } = encrypted(keys, { keyId, plaintext, ...input });
      return { CiphertextBlob, KeyId, Plaintext: plaintext.toString('base64') };
    },
  ),
  DescribeKey: parsed(z.object({ KeyId: z.string() }), (keys, input) => ({
    KeyMetadata: metadataOf(keys, keys.resolve(input.KeyId)),
  })),
  CreateAlias: parsed(
    z.object({ AliasName: z.string().check(z.startsWith('alias/')), TargetKeyId: z.string() }),
    (keys, input) => keys.setAlias(input.AliasName, keys.resolve(input.TargetKeyId)),
  ),
};

const algorithm = { EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };

/**
 * Runs one KMS operation on a parsed JSON body.
 * @throws AwsError with the code KMS answers.
 */
export function runKmsOperation(keys: KeyRing, operation: string, body: unknown): unknown {
  const run = Object.hasOwn(operations, operation) ? operations[operation] : undefined;
  if (run) return run(keys, body);
  throw new AwsError({
    code: 'UnknownOperationException',
    message: `The emulator has no operation ${operation}.`,
  });
}

interface Decryption {
  readonly blob: Buffer;
  /** Absent: whichever key the blob names. */
  readonly wantedKey: string | undefined;
  readonly EncryptionContext: EncryptionContext;
}

function decrypted(keys: KeyRing, { blob, wantedKey, EncryptionContext }: Decryption) {
  const keyId = keyIdOf(blob);
  if (keyId === undefined) throw invalidCiphertext();
  if (wantedKey !== undefined && keys.resolve(wantedKey) !== keyId) throw incorrectKey();
  const plaintext = open(blob, { keyId, key: keys.keyOf(keyId), context: EncryptionContext });
  if (!plaintext) throw invalidCiphertext();
  return { keyId, plaintext };
}

interface Encryption {
  readonly keyId: string;
  readonly plaintext: Buffer;
  readonly EncryptionContext: EncryptionContext;
}

function encrypted(keys: KeyRing, { keyId, plaintext, EncryptionContext }: Encryption) {
  const blob = seal(plaintext, { keyId, key: keys.keyOf(keyId), context: EncryptionContext });
  return { CiphertextBlob: blob.toString('base64'), KeyId: keys.arnOf(keyId), ...algorithm };
}

function metadataOf(keys: KeyRing, keyId: string) {
  return {
    AWSAccountId: '000000000000',
    KeyId: keyId,
    Arn: keys.arnOf(keyId),
    Enabled: true,
    KeyState: 'Enabled',
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    KeyManager: 'CUSTOMER',
    Origin: 'AWS_KMS',
    EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
    MultiRegion: false,
  };
}

function parsed<Schema extends z.ZodMiniType>(
  schema: Schema,
  run: (keys: KeyRing, input: z.output<Schema>) => unknown,
): Operation {
  return (keys, body) => run(keys, parseInput(schema, body, 'ValidationException'));
}

function invalid(message: string): AwsError {
  return new AwsError({ code: 'ValidationException', message });
}

// KMS gives no message with it: nothing about why a ciphertext was refused.
function invalidCiphertext(): AwsError {
  return new AwsError({ code: 'InvalidCiphertextException', message: '' });
}

function incorrectKey(): AwsError {
  return new AwsError({
    code: 'IncorrectKeyException',
    message: 'The key ID in the request does not identify a CMK that can perform this operation.',
  });
}
