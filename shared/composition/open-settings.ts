import { readSourceUses } from '../application/settings/read-source-uses.ts';
import type { Target } from '../contracts/ids.ts';
import type { SourceUses } from '../domain/settings/source-uses.ts';
import { ExpiringCache } from '../runtime/expiring-cache.ts';
import type { openProviders } from './open-providers.ts';

/** Codes and sites change seldom; asked for each page they would take an operator's calls of a minute. */
const bounds = { entries: 200, lifeMs: 5 * 60_000 };

/** What the page of the settings needs beside the stores and ledgers. */
export function openSettings(
  providers: Pick<ReturnType<typeof openProviders>, 'clock' | 'sourceFor' | 'limits'>,
) {
  const uses = new ExpiringCache<SourceUses>(providers.clock, bounds);
  return {
    usesOf: (operatorId: string) =>
      uses.getOrRead(operatorId, () => readSourceUses(providers, operatorId)),
    limitsOf: (target: Target) => providers.limits[target],
  };
}
