import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { SealContext } from '../../ports/vault.ts';
import { encryptionContext } from './encryption-context.ts';

/**
 * A value that a data key sealed, as it is stored: `v2.<seconds>.<data key, wrapped by KMS>.<box>`, both in
 * base64. The box is iv, tag and AES-256-GCM ciphertext of the deflated text: tokens are base64 themselves, and
 * a row of less than 2 KB is cheaper to write. Values of versions before are one base64 text,
 * which has no dots: KMS itself sealed them.
 */
export interface SealedValue {
  /** When the data key was made. */
  madeAtEpochSeconds: number;
  wrappedKey: Buffer;
  box: Buffer;
}

const form = 'v2';
const shape = /^v2\.(\d{1,12})\.([A-Za-z0-9+/]+={0,2})\.([A-Za-z0-9+/]+={0,2})$/;
const algorithm = 'aes-256-gcm';
/** Random ones: a key seals for a day at most, and 2^32 values would be too many. */
const ivBytes = 12;
const tagBytes = 16;

/** Undefined: sealed by a version before, or by nobody. */
export function readSealed(text: string): SealedValue | undefined {
  const [, seconds, wrappedKey, box] = shape.exec(text) ?? [];
  if (seconds === undefined || wrappedKey === undefined || box === undefined) return undefined;
  return {
    madeAtEpochSeconds: Number(seconds),
    wrappedKey: Buffer.from(wrappedKey, 'base64'),
    box: Buffer.from(box, 'base64'),
  };
}

export function writeSealed({ madeAtEpochSeconds, wrappedKey, box }: SealedValue): string {
  return [form, madeAtEpochSeconds, wrappedKey.toString('base64'), box.toString('base64')].join(
    '.',
  );
}

interface Binding {
  context: SealContext;
  madeAtEpochSeconds: number;
}

/** Encrypts under a data key of 32 bytes; opens with the same binding only. */
export function sealInBox(plaintext: string, dataKey: Buffer, binding: Binding): Buffer {
  const iv = randomBytes(ivBytes);
  const cipher = createCipheriv(algorithm, dataKey, iv);
  cipher.setAAD(boundData(binding));
  const encrypted = Buffer.concat([
    cipher.update(zlib().deflateRawSync(plaintext)),
    cipher.final(),
  ]);
  return Buffer.concat([iv, cipher.getAuthTag(), encrypted]);
}

/** Undefined when the box, the key or the binding is another one. */
export function unbox(box: Buffer, dataKey: Buffer, binding: Binding): string | undefined {
  if (box.length < ivBytes + tagBytes) return undefined;
  const iv = box.subarray(0, ivBytes);
  const decipher = createDecipheriv(algorithm, dataKey, iv, { authTagLength: tagBytes });
  decipher.setAAD(boundData(binding));
  decipher.setAuthTag(box.subarray(ivBytes, ivBytes + tagBytes));
  const opened = [decipher.update(box.subarray(ivBytes + tagBytes))];
  try {
    opened.push(decipher.final());
  } catch {
    // Recovery: nothing of it is handed out; the caller says whose value does not open.
    return undefined;
  }
  // Only what the tag has proven ours is inflated.
  return zlib().inflateRawSync(Buffer.concat(opened)).toString('utf8');
}

/** Its order is fixed by how the context is written. */
function boundData({ context, madeAtEpochSeconds }: Binding): Buffer {
  return Buffer.from(JSON.stringify([form, madeAtEpochSeconds, encryptionContext(context)]));
}

/** Loaded with the first value: it takes a function a twentieth of its start. */
function zlib() {
  return process.getBuiltinModule('node:zlib');
}
