import { type KMSClient, ReEncryptCommand } from '@aws-sdk/client-kms';
import type { Rewrapper, SealContext } from '../../ports/vault.ts';
import { encryptionContext, explained } from './encryption-context.ts';
import { idOfKey } from './key-id.ts';
import { readSealed, writeSealed } from './sealed-value.ts';

/**
 * Lets KMS encrypt anew under a key, by id, ARN or alias: the plaintext stays inside of KMS. Of a value
 * that a data key sealed it is the data key.
 */
export class KmsRewrapper implements Rewrapper {
  readonly #client: KMSClient;
  readonly #keyId: string;

  constructor(parts: { client: KMSClient; keyId: string }) {
    this.#client = parts.client;
    this.#keyId = parts.keyId;
  }

  async rewrap(
    sealed: string,
    context: SealContext,
  ): Promise<{ sealed: string; wasCurrent: boolean }> {
    const value = readSealed(sealed);
    const ciphertext = value?.wrappedKey ?? Buffer.from(sealed, 'base64');
    const answer = await this.#reEncrypt(ciphertext, context);
    if (!answer.CiphertextBlob) throw new Error('KMS answered without a ciphertext.');
    const wrapped = Buffer.from(answer.CiphertextBlob);
    return {
      sealed: value ? writeSealed({ ...value, wrappedKey: wrapped }) : wrapped.toString('base64'),
      wasCurrent: idOfKey(answer.SourceKeyId) === idOfKey(answer.KeyId),
    };
  }

  async #reEncrypt(ciphertext: Buffer, context: SealContext) {
    try {
      return await this.#client.send(
        new ReEncryptCommand({
          CiphertextBlob: ciphertext,
          SourceEncryptionContext: encryptionContext(context),
          DestinationKeyId: this.#keyId,
          DestinationEncryptionContext: encryptionContext(context),
        }),
      );
    } catch (error) {
      throw explained(error, context);
    }
  }
}
