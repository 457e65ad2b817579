import { OauthClient } from '../adapters/oauth/oauth-client.ts';
import { storaAccount } from '../adapters/oauth/stora-account.ts';
import { xeroAccount } from '../adapters/oauth/xero-account.ts';
import { secretsClient } from '../adapters/secrets/client.ts';
import { SecretsManagerSecrets } from '../adapters/secrets/secrets.ts';
import { StoraSource } from '../adapters/stora/stora-source.ts';
import { XeroLedger } from '../adapters/xero/xero-ledger.ts';
import { createAccessTokens } from '../application/connect/access-tokens.ts';
import { PacedCalls } from '../application/pacing/paced-calls.ts';
import type { StoraSettings, XeroSettings } from '../contracts/provider-settings.ts';
import type { Log, Metrics } from '../ports/log.ts';
import type { Lane } from '../ports/pacer.ts';
import type { Stores } from './open-stores.ts';

export interface ProviderParts {
  stores: Stores;
  stora: StoraSettings;
  xero: XeroSettings;
  lane: Lane;
  log: Log;
  metrics: Metrics;
}

/** Everything that calls Stora or Xero: OAuth, tokens, pace, and a client per operator. */
export function openProviders({ stores, stora, xero, lane, log, metrics }: ProviderParts) {
  const { clock, rates } = stores;
  const secrets = new SecretsManagerSecrets({ client: secretsClient(), clock });
  const oauth = { secrets, clock, fetch };
  const common = {
    ...stores,
    secrets,
    log,
    metrics,
    providers: {
      stora: new OauthClient({
        ...oauth,
        provider: 'stora',
        settings: stora,
        whoIs: storaAccount(stora),
      }),
      xero: new OauthClient({
        ...oauth,
        provider: 'xero',
        settings: xero,
        whoIs: xeroAccount(xero),
      }),
    },
    clientSecretNames: { stora: stora.clientSecretName, xero: xero.clientSecretName },
  };
  const tokens = createAccessTokens(common);
  const pacer = new PacedCalls({
    rates,
    clock,
    limits: { stora: stora.limits, xero: xero.limits },
  });
  const call = { tokens, pacer, clock, fetch, lane };
  return {
    ...common,
    tokens,
    pacer,
    sourceFor: remembered(
      (operatorId) => new StoraSource(stora, { ...call, provider: 'stora', operatorId }),
    ),
    ledgerFor: remembered(
      (operatorId) => new XeroLedger(xero, { ...call, provider: 'xero', operatorId }),
    ),
  };
}

/** Clients hold small caches (chart of accounts, timeline ids); beyond this many the oldest goes. */
const clientsMax = 500;

function remembered<T>(make: (operatorId: string) => T): (operatorId: string) => T {
  const made = new Map<string, T>();
  return (operatorId) => {
    const known = made.get(operatorId);
    if (known !== undefined) return known;
    const fresh = make(operatorId);
    made.set(operatorId, fresh);
    const oldest = made.keys().next();
    if (made.size > clientsMax && !oldest.done) made.delete(oldest.value);
    return fresh;
  };
}
