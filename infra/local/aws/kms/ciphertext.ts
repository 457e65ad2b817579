import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** The pairs a caller binds to its data; order does not matter. */
export type EncryptionContext = Readonly<Record<string, string>>;

const version = 1;
const keyIdLength = 36;
const ivLength = 12;
const tagLength = 16;
const headerLength = 1 + keyIdLength + ivLength + tagLength;

interface Sealing {
  readonly keyId: string;
  readonly key: Buffer;
  readonly context: EncryptionContext;
}

/** Encrypts with AES-256-GCM; blob = version, key id, iv, tag, ciphertext. */
export function seal(plaintext: Buffer, { keyId, key, context }: Sealing): Buffer {
  const iv = randomBytes(ivLength);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  cipher.setAAD(associatedData(keyId, context));
  const encrypted = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([
    Buffer.from([version]),
    Buffer.from(keyId, 'ascii'),
    iv,
    cipher.getAuthTag(),
    encrypted,
  ]);
}

/** The key id a blob was made with, or nothing for foreign bytes. */
export function keyIdOf(blob: Buffer): string | undefined {
  if (blob.length < headerLength || blob[0] !== version) return undefined;
  return blob.subarray(1, 1 + keyIdLength).toString('ascii');
}

/** The plaintext, or nothing when the blob, the key or the context is not the one it was sealed with. */
export function open(blob: Buffer, { keyId, key, context }: Sealing): Buffer | undefined {
  const ivStart = 1 + keyIdLength;
  const tagStart = ivStart + ivLength;
  const iv = blob.subarray(ivStart, tagStart);
  const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: tagLength });
  decipher.setAAD(associatedData(keyId, context));
  decipher.setAuthTag(blob.subarray(tagStart, headerLength));
  try {
    return Buffer.concat([decipher.update(blob.subarray(headerLength)), decipher.final()]);
  } catch {
    // The tag does not match: to the caller that is "invalid ciphertext", with no further reason.
    return undefined;
  }
}

function associatedData(keyId: string, context: EncryptionContext): Buffer {
  const pairs = Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1));
  return Buffer.from(JSON.stringify([keyId, pairs]));
}
