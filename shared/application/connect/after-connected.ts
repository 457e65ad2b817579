import type { Provider } from '../../contracts/ids.ts';
import type { Pacer } from '../../ports/pacer.ts';
import { measureGaps } from '../intake/measure-gaps.ts';
import { type ResumeDeps, resumeAfterConnected } from '../issues/resume-after-connected.ts';
import { everyStep } from '../sweep/every-step.ts';
import { type EndRetiredDeps, endRetiredPairsOf } from '../tokens/end-retired-pair.ts';
import { type EnsureLedgerSettingsDeps, ensureLedgerSettings } from './ensure-ledger-settings.ts';
import {
  type EnsureWebhookEndpointDeps,
  ensureWebhookEndpoint,
} from './ensure-webhook-endpoint.ts';

export type AfterConnectedDeps = EnsureWebhookEndpointDeps &
  EnsureLedgerSettingsDeps &
  EndRetiredDeps &
  ResumeDeps &
  Parameters<typeof measureGaps>[0] & { pacer: Pacer };

/**
 * What follows a fresh connection. Each step runs whatever became of the others: an endpoint that
 * cannot be registered now must not leave the pair alive that was replaced.
 */
export function afterConnected(
  deps: AfterConnectedDeps,
): Record<Provider, (operatorId: string) => Promise<void>> {
  const setUp: Record<Provider, (operatorId: string) => Promise<unknown>> = {
    stora: (operatorId) => ensureWebhookEndpoint(deps, operatorId),
    async xero(operatorId) {
      const connection = await deps.connections.get({ operatorId, provider: 'xero' });
      const accountId = connection?.account.id;
      return ensureLedgerSettings(deps, { operatorId, target: 'xero', accountId });
    },
  };
  const stepsOf = (provider: Provider) => (operatorId: string) =>
    everyStep([
      () => resumeAfterConnected(deps, { operatorId, provider }),
      () => setUp[provider](operatorId),
      () => measureGaps(deps, operatorId),
      () => endRetiredPairsOf(deps, operatorId),
      () => deps.pacer.settle(operatorId),
    ]);
  return { stora: stepsOf('stora'), xero: stepsOf('xero') };
}
