import { IncorrectKeyException, InvalidCiphertextException } from '@aws-sdk/client-kms';
import { SealError } from '../../domain/errors/errors.ts';
import type { SealContext } from '../../ports/vault.ts';

/** Keys and values are strings by KMS's contract; CloudTrail shows them, so nothing secret in them. */
export function encryptionContext(context: SealContext): Record<string, string> {
  return {
    operatorId: context.operatorId,
    provider: context.provider,
    epoch: String(context.epoch),
    purpose: context.purpose,
  };
}

/** Says what does not open; the SDK's own message for this case is empty. */
export function explained(error: unknown, context: SealContext): unknown {
  const isSealedOtherwise =
    error instanceof InvalidCiphertextException || error instanceof IncorrectKeyException;
  return isSealedOtherwise ? notOpened(context, error) : error;
}

export function notOpened(context: SealContext, cause?: Error): SealError {
  return new SealError(
    `The sealed ${context.purpose} of ${context.operatorId} (${context.provider}, epoch ` +
      `${context.epoch}) do not open under this context and key: connect again.`,
    { cause },
  );
}
