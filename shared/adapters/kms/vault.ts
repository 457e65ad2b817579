import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { Clock } from '../../ports/clock.ts';
import type { SealContext, Vault } from '../../ports/vault.ts';
import { ExpiringCache } from '../../runtime/expiring-cache.ts';
import { DataKeys } from './data-keys.ts';
import { encryptionContext, explained, notOpened } from './encryption-context.ts';
import { readSealed, type SealedValue, sealInBox, unbox, writeSealed } from './sealed-value.ts';

/** What seals: data keys, or KMS itself, as in versions before. */
type Sealing = 'data-keys' | 'kms';

// What KMS encrypts directly with a symmetric key; token pairs and secrets are well below.
const largestPlaintextBytes = 4_096;

/**
 * Seals with data keys that KMS wraps, or lets KMS itself seal, by a key that never leaves KMS. The context
 * is authenticated with the wrapped key and with the value, so that what is copied to another operator,
 * provider or epoch does not open. Both forms open, whichever it seals; what KMS itself sealed stays in
 * memory for 5 minutes.
 */
export class KmsVault implements Vault {
  readonly #client: KMSClient;
  readonly #keyId: string;
  readonly #sealing: Sealing;
  readonly #dataKeys: DataKeys;
  readonly #sealedByKms: ExpiringCache<string>;

  constructor(parts: { client: KMSClient; keyId: string; sealing: Sealing; clock: Clock }) {
    this.#client = parts.client;
    this.#keyId = parts.keyId;
    this.#sealing = parts.sealing;
    this.#dataKeys = new DataKeys(parts);
    this.#sealedByKms = new ExpiringCache(parts.clock, { entries: 500, lifeMs: 300_000 });
  }

  /** @throws when KMS itself is to seal and the text is larger than 4,096 bytes. */
  async seal(plaintext: string, context: SealContext): Promise<string> {
    if (this.#sealing === 'kms') return this.#encrypt(plaintext, context);
    const { key, wrappedKey, madeAtEpochSeconds } = await this.#dataKeys.toSeal(context);
    const box = sealInBox(plaintext, key, { context, madeAtEpochSeconds });
    return writeSealed({ madeAtEpochSeconds, wrappedKey, box });
  }

  async open(sealed: string, context: SealContext): Promise<string> {
    const value = readSealed(sealed);
    if (value !== undefined) return this.#openBox(value, context);
    const cacheKey = JSON.stringify([encryptionContext(context), sealed]);
    return this.#sealedByKms.getOrRead(cacheKey, () => this.#decrypt(sealed, context));
  }

  async #openBox(value: SealedValue, context: SealContext): Promise<string> {
    const dataKey = await this.#unwrapped(value, context);
    const { madeAtEpochSeconds } = value;
    const plaintext = unbox(value.box, dataKey.key, { context, madeAtEpochSeconds });
    if (plaintext === undefined) throw notOpened(context);
    this.#dataKeys.reuse(dataKey, context);
    return plaintext;
  }

  async #unwrapped(value: SealedValue, context: SealContext) {
    try {
      return await this.#dataKeys.toOpen(value, context);
    } catch (error) {
      throw explained(error, context);
    }
  }

  async #encrypt(plaintext: string, context: SealContext): Promise<string> {
    const bytes = Buffer.from(plaintext, 'utf8');
    if (bytes.byteLength > largestPlaintextBytes) {
      throw new Error(
        `KMS seals at most ${largestPlaintextBytes} bytes and the ${context.purpose} of ` +
          `${context.operatorId} (${context.provider}) have ${bytes.byteLength}.`,
      );
    }
    const { CiphertextBlob } = await this.#client.send(
      new EncryptCommand({
        KeyId: this.#keyId,
        Plaintext: bytes,
        EncryptionContext: encryptionContext(context),
      }),
    );
    if (!CiphertextBlob) throw new Error('KMS answered without a ciphertext.');
    return Buffer.from(CiphertextBlob).toString('base64');
  }

  async #decrypt(sealed: string, context: SealContext): Promise<string> {
    try {
      const { Plaintext } = await this.#client.send(
        new DecryptCommand({
          CiphertextBlob: Buffer.from(sealed, 'base64'),
          EncryptionContext: encryptionContext(context),
        }),
      );
      return Buffer.from(Plaintext ?? []).toString('utf8');
    } catch (error) {
      throw explained(error, context);
    }
  }
}
