import {
  isTarget,
  type Provider,
  provider as providers,
  type Target,
} from '../../contracts/ids.ts';
import { tableOf } from '../../contracts/table-of.ts';
import type { LedgerFor } from '../../ports/ledger/ledger.ts';
import type { Pacer } from '../../ports/pacer.ts';
import { type WatchLedgersDeps, watchLedgers } from '../differences/watch-ledgers.ts';
import { measureGaps } from '../intake/measure-gaps.ts';
import { type ResumeDeps, resumeAfterConnected } from '../issues/resume-after-connected.ts';
import { type WatchNightsDeps, watchNights } from '../reconcile/watch-nights.ts';
import {
  type EnsureLedgerSettingsDeps,
  ensureLedgerSettings,
} from '../settings/ensure-ledger-settings.ts';
import { everyStep } from '../sweep/every-step.ts';
import { type EndRetiredDeps, endRetiredPairsOf } from '../tokens/end-retired-pair.ts';
import {
  type EnsureWebhookEndpointDeps,
  ensureWebhookEndpoint,
} from './ensure-webhook-endpoint.ts';

export type AfterConnectedDeps = EnsureWebhookEndpointDeps &
  Omit<EnsureLedgerSettingsDeps, 'ledgerFor'> & {
    /** Undefined: that target is no ledger. */
    ledgers: Record<Target, LedgerFor | undefined>;
  } & EndRetiredDeps &
  ResumeDeps &
  WatchLedgersDeps &
  WatchNightsDeps &
  Parameters<typeof measureGaps>[0] & { pacer: Pacer };

/**
 * What follows a fresh connection. Each step runs whatever became of the others: an endpoint that
 * cannot be registered now must not leave the pair alive that was replaced.
 */
export function afterConnected(
  deps: AfterConnectedDeps,
): Record<Provider, (operatorId: string) => Promise<void>> {
  const setUp = (provider: Provider, operatorId: string) =>
    isTarget(provider)
      ? setUpTarget(deps, operatorId, provider)
      : ensureWebhookEndpoint(deps, operatorId);
  return tableOf(
    providers.options,
    (provider) => (operatorId: string) =>
      everyStep([
        () => resumeAfterConnected(deps, { operatorId, provider }),
        () => setUp(provider, operatorId),
        () => measureGaps(deps, operatorId),
        () => endRetiredPairsOf(deps, operatorId),
        () => deps.pacer.flush(operatorId),
      ]),
  );
}

async function setUpTarget(
  deps: AfterConnectedDeps,
  operatorId: string,
  target: Target,
): Promise<unknown> {
  const connection = await deps.connections.get({ operatorId, provider: target });
  if (connection !== undefined) {
    await watchLedgers(deps, [connection]);
    await watchNights(deps, [connection]);
  }
  const accountId = connection?.account.id;
  const ledgerFor = deps.ledgers[target];
  // Another target has no settings yet that hang on its company.
  if (ledgerFor === undefined) return undefined;
  const ofTarget = { ...deps, ledgerFor };
  return ensureLedgerSettings(ofTarget, { operatorId, target, accountId });
}
