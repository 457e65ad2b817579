import { DecryptCommand, GenerateDataKeyCommand, type KMSClient } from '@aws-sdk/client-kms';
import type { Clock } from '../../ports/clock.ts';
import type { SealContext } from '../../ports/vault.ts';
import { ExpiringCache } from '../../runtime/expiring-cache.ts';
import { encryptionContext } from './encryption-context.ts';
import { idOfKey } from './key-id.ts';

/** A data key as a value carries it. */
interface WrappedKey {
  wrappedKey: Buffer;
  madeAtEpochSeconds: number;
}

export interface DataKey extends WrappedKey {
  key: Buffer;
  /** Wrapped by the key of today: it may seal. Else it only opens what it sealed. */
  isCurrent: boolean;
  /** When KMS was asked for it: it leaves the memory by that, whatever it is used for. */
  askedAtEpochMs: number;
}

/**
 * How long an opened data key lies in memory: as long goes on what somebody shuts off at KMS. An access
 * token that somebody has lives for as long.
 */
export const dataKeysKept = { entries: 2_000, lifeMs: 2 * 3_600_000 };

/** A data key seals no longer than this, also where each value is opened before the next one is sealed. */
const sealsForMs = 24 * 3_600_000;

/**
 * Data keys of AES-256, each bound by KMS to one operator, provider, epoch and purpose. The value that one
 * sealed carries it, wrapped. One that was opened a moment ago seals the next value, so that a refresh
 * asks KMS once, or not at all.
 */
export class DataKeys {
  readonly #client: KMSClient;
  readonly #keyId: string;
  readonly #clock: Clock;
  readonly #opened: ExpiringCache<DataKey>;
  readonly #sealing: ExpiringCache<DataKey>;

  constructor(parts: { client: KMSClient; keyId: string; clock: Clock }) {
    this.#client = parts.client;
    this.#keyId = parts.keyId;
    this.#clock = parts.clock;
    this.#opened = new ExpiringCache(parts.clock, dataKeysKept);
    this.#sealing = new ExpiringCache(parts.clock, dataKeysKept);
  }

  /** One that seals under the context. */
  async toSeal(context: SealContext): Promise<DataKey> {
    const name = boundTo(context);
    const known = await this.#sealing.getOrRead(name, () => this.#make(context));
    const ageMs = this.#clock.nowEpochMs() - known.madeAtEpochSeconds * 1_000;
    if (ageMs < sealsForMs) return known;
    this.#sealing.forget(name);
    return this.#sealing.getOrRead(name, () => this.#make(context));
  }

  /** The one that a value carries. */
  toOpen(wrapped: WrappedKey, context: SealContext): Promise<DataKey> {
    return this.#opened.getOrRead(nameOf(wrapped, context), () => this.#unwrap(wrapped, context));
  }

  /** What has opened a value may seal the next one. */
  reuse(dataKey: DataKey, context: SealContext): void {
    if (!dataKey.isCurrent) return;
    this.#sealing.keep(boundTo(context), dataKey, dataKey.askedAtEpochMs);
  }

  async #make(context: SealContext): Promise<DataKey> {
    const askedAtEpochMs = this.#clock.nowEpochMs();
    const madeAtEpochSeconds = Math.floor(askedAtEpochMs / 1_000);
    const { Plaintext, CiphertextBlob } = await this.#client.send(
      new GenerateDataKeyCommand({
        KeyId: this.#keyId,
        KeySpec: 'AES_256',
        EncryptionContext: encryptionContext(context),
      }),
    );
    const wrapped = { wrappedKey: bytesOf(CiphertextBlob), madeAtEpochSeconds };
    const made = { ...wrapped, key: bytesOf(Plaintext), isCurrent: true, askedAtEpochMs };
    this.#opened.keep(nameOf(wrapped, context), made, askedAtEpochMs);
    return made;
  }

  /**
   * Names no key: the wrapped one does, and the role's policy says which keys may open anything. So
   * what a former key wrapped opens until it was wrapped anew.
   */
  async #unwrap(wrapped: WrappedKey, context: SealContext): Promise<DataKey> {
    const askedAtEpochMs = this.#clock.nowEpochMs();
    const { Plaintext, KeyId } = await this.#client.send(
      new DecryptCommand({
        CiphertextBlob: wrapped.wrappedKey,
        EncryptionContext: encryptionContext(context),
      }),
    );
    // What a former key wrapped must not seal: the former key may be gone tomorrow.
    const isCurrent = idOfKey(KeyId) === idOfKey(this.#keyId);
    return { ...wrapped, key: bytesOf(Plaintext), isCurrent, askedAtEpochMs };
  }
}

function boundTo(context: SealContext): string {
  return JSON.stringify(encryptionContext(context));
}

function nameOf({ wrappedKey, madeAtEpochSeconds }: WrappedKey, context: SealContext): string {
  return `${boundTo(context)} ${madeAtEpochSeconds} ${wrappedKey.toString('base64')}`;
}

function bytesOf(bytes: Uint8Array | undefined): Buffer {
  if (!bytes) throw new Error('KMS answered without a key.');
  return Buffer.from(bytes);
}
