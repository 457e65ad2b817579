import { DecryptCommand, EncryptCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { Clock } from '../../ports/clock.ts';
import type { SealContext, Vault } from '../../ports/vault.ts';
import { ExpiringCache } from '../../runtime/expiring-cache.ts';
import { encryptionContext, explained } from './encryption-context.ts';

// What KMS encrypts directly with a symmetric key; token pairs and secrets are well below.
const largestPlaintextBytes = 4_096;

/**
 * Seals with a KMS key that never leaves KMS. The context is authenticated with the ciphertext, so
 * that a value copied to another operator, provider or epoch does not open. Opened values stay in
 * memory for at most 5 minutes: one KMS call per connection instead of one per event.
 */
export class KmsVault implements Vault {
  readonly #client: KMSClient;
  readonly #keyId: string;
  readonly #opened: ExpiringCache<string>;

  constructor(parts: { client: KMSClient; keyId: string; clock: Clock }) {
    this.#client = parts.client;
    this.#keyId = parts.keyId;
    this.#opened = new ExpiringCache(parts.clock, { entries: 500, lifeMs: 300_000 });
  }

  /** @throws when the text is larger than 4,096 bytes. */
  async seal(plaintext: string, context: SealContext): Promise<string> {
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
    return base64(CiphertextBlob);
  }

  async open(sealed: string, context: SealContext): Promise<string> {
    const cacheKey = JSON.stringify([encryptionContext(context), sealed]);
    return this.#opened.getOrRead(cacheKey, () => this.#decrypt(sealed, context));
  }

  /**
   * Names no key: the ciphertext does, and the role's policy says which keys may open anything. So
   * what a former key sealed opens until it was wrapped anew.
   */
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

function base64(bytes: Uint8Array | undefined): string {
  if (!bytes) throw new Error('KMS answered without a ciphertext.');
  return Buffer.from(bytes).toString('base64');
}
