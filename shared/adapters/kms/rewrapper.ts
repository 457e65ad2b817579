import { type KMSClient, ReEncryptCommand } from '@aws-sdk/client-kms';
import type { Rewrapper, SealContext } from '../../ports/vault.ts';
import { encryptionContext, explained } from './encryption-context.ts';

/** Lets KMS encrypt anew under a key, by id, ARN or alias: the plaintext stays inside of KMS. */
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
    const answer = await this.#reEncrypt(sealed, context);
    if (!answer.CiphertextBlob) throw new Error('KMS answered without a ciphertext.');
    return {
      sealed: Buffer.from(answer.CiphertextBlob).toString('base64'),
      wasCurrent: idOf(answer.SourceKeyId) === idOf(answer.KeyId),
    };
  }

  async #reEncrypt(sealed: string, context: SealContext) {
    try {
      return await this.#client.send(
        new ReEncryptCommand({
          CiphertextBlob: Buffer.from(sealed, 'base64'),
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

/** AWS documents the source key as id or ARN and the destination key as ARN. */
function idOf(keyIdOrArn: string | undefined): string | undefined {
  return keyIdOrArn?.split('/').at(-1);
}
