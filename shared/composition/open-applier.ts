import type { Applier } from '../application/apply-changes/applier.ts';
import { type Books, ledgerApplier } from '../application/post-to-ledger/ledger-applier.ts';
import type { Target } from '../contracts/ids.ts';
import { targetClients } from '../targets/clients.ts';
import type { TargetClient } from '../targets/provider-client.ts';
import type { TargetSettings } from '../targets/registry.ts';
import { targetSettingsOf } from './open-oauth.ts';
import type { openProviders, ProviderParts } from './open-providers.ts';

/**
 * What brings changes into one target: ledgers share one applier, any other target has its own. Apart from
 * `openProviders`, because the one function that applies is the only one that has to load it.
 */
export function openApplier<T extends Target>(
  name: T,
  env: ProviderParts['env'],
  providers: Pick<ReturnType<typeof openProviders>, 'callsTo' | 'ledgers'> &
    Omit<Books, 'ledgerFor'>,
): Applier {
  const told = { source: env.SOURCE_SETTINGS, targets: env.TARGET_SETTINGS };
  const client: TargetClient<TargetSettings[T]> = targetClients[name];
  if ('applier' in client) {
    return client.applier(targetSettingsOf(told, name), providers.callsTo(name));
  }
  const ledgerFor = providers.ledgers[name];
  if (ledgerFor === undefined)
    throw new Error(`The target ${name} has neither applier nor ledger.`);
  const { settings, settingsVersions, operators } = providers;
  return ledgerApplier({ ledgerFor, settings, settingsVersions, operators });
}
