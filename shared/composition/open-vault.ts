import { kmsClient } from '../adapters/kms/client.ts';
import { KmsVault } from '../adapters/kms/vault.ts';
import type { StoredForms } from '../contracts/stored-forms.ts';
import type { Clock } from '../ports/clock.ts';

/** The vault over the stack's key. */
export function openVault(
  { keyId, forms }: { keyId: string; forms: StoredForms },
  clock: Clock,
  kms?: Parameters<typeof kmsClient>[0],
): KmsVault {
  const sealing = forms === 'former' ? 'kms' : 'data-keys';
  return new KmsVault({ client: kmsClient(kms), keyId, sealing, clock });
}
