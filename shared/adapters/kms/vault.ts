import { DecryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { Clock } from '../../ports/clock.ts';
import type { SealContext, Vault } from '../../ports/vault.ts';
import { ExpiringCache } from '../../runtime/expiring-cache.ts';
import { DataKeys } from './data-keys.ts';
import { encryptionContext, explained, notOpened } from './encryption-context.ts';
import { readSealed, type SealedValue, sealInBox, unbox, writeSealed } from './sealed-value.ts';

/**
 * Seals with data keys that KMS wraps, by a key that never leaves KMS. The context is authenticated with
 * the wrapped key and with the value, so that what is copied to another operator, provider or epoch does
 * not open. Values of versions before, which KMS itself sealed, open as before and stay in memory for
 * 5 minutes; every value that is sealed anew has a data key.
 */
export class KmsVault implements Vault {
  readonly #client: KMSClient;
  readonly #dataKeys: DataKeys;
  readonly #former: ExpiringCache<string>;

  constructor(parts: { client: KMSClient; keyId: string; clock: Clock }) {
    this.#client = parts.client;
    this.#dataKeys = new DataKeys(parts);
    this.#former = new ExpiringCache(parts.clock, { entries: 500, lifeMs: 300_000 });
  }

  async seal(plaintext: string, context: SealContext): Promise<string> {
    const { key, wrappedKey, madeAtEpochSeconds } = await this.#dataKeys.toSeal(context);
    const box = sealInBox(plaintext, key, { context, madeAtEpochSeconds });
    return writeSealed({ madeAtEpochSeconds, wrappedKey, box });
  }

  async open(sealed: string, context: SealContext): Promise<string> {
    const value = readSealed(sealed);
    if (value !== undefined) return this.#openBox(value, context);
    const cacheKey = JSON.stringify([encryptionContext(context), sealed]);
    return this.#former.getOrRead(cacheKey, () => this.#decrypt(sealed, context));
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
