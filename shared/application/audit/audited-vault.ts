import { SealError } from '../../domain/errors/errors.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { SealContext, Vault } from '../../ports/vault.ts';
import { type AuditDeps, auditRefusal } from './audit-refusal.ts';

export interface AuditedVaultDeps extends AuditDeps {
  vault: Vault;
  log: Log;
  metrics: Metrics;
}

/**
 * A vault that notes every ciphertext which does not open where it stands: nothing of ours produces
 * one, so somebody copied a row of the table or changed it.
 */
export function auditedVault(deps: AuditedVaultDeps): Vault {
  return {
    seal: (plaintext, context) => deps.vault.seal(plaintext, context),
    async open(sealed, context) {
      try {
        return await deps.vault.open(sealed, context);
      } catch (error) {
        if (error instanceof SealError) await report(deps, context);
        throw error;
      }
    },
  };
}

async function report(deps: AuditedVaultDeps, context: SealContext): Promise<void> {
  const { operatorId, ...detail } = context;
  deps.metrics.count('CiphertextRefused');
  deps.log.error('ciphertext.refused', { operatorId, ...detail });
  try {
    await auditRefusal(deps, { operatorId, type: 'ciphertext.refused', detail });
  } catch (error) {
    // Recovery: the refusal stands and was logged; without its entry it must still be told as one.
    deps.log.error('ciphertext.refusal_not_noted', { operatorId }, error);
  }
}
