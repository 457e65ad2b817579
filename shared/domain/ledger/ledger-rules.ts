import type { Target } from '../../contracts/ids.ts';
import type { LedgerRules } from '../../contracts/provider-manifest.ts';
import { targets } from '../../targets/registry.ts';

const unlimited: LedgerRules = {
  trackingCategoriesAtMost: Number.POSITIVE_INFINITY,
  trackingNameLengthAtMost: Number.POSITIVE_INFINITY,
};

/** What the ledger of a target takes; where its manifest tells nothing, no limit is known. */
export function ledgerRulesOf(target: Target): LedgerRules {
  return targets[target].ledgerRules ?? unlimited;
}
