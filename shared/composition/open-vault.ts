import { kmsClient } from '../adapters/kms/client.ts';
import { KmsVault } from '../adapters/kms/vault.ts';
import type { Clock } from '../ports/clock.ts';

/** The vault over the stack's key. */
export function openVault(
  keyId: string,
  clock: Clock,
  kms?: Parameters<typeof kmsClient>[0],
): KmsVault {
  return new KmsVault({ client: kmsClient(kms), keyId, clock });
}
