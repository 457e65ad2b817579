import { OauthClient } from '../adapters/oauth/oauth-client.ts';
import { storaAccess } from '../adapters/oauth/stora-access.ts';
import { storaAccount } from '../adapters/oauth/stora-account.ts';
import { xeroAccess } from '../adapters/oauth/xero-access.ts';
import { xeroAccount } from '../adapters/oauth/xero-account.ts';
import { secretsClient } from '../adapters/secrets/client.ts';
import { SecretsManagerSecrets } from '../adapters/secrets/secrets.ts';
import type { StoraSettings, XeroSettings } from '../contracts/provider-settings.ts';
import type { Clock } from '../ports/clock.ts';

/** The partner's secrets, and the authorization code flow with each provider. */
export function openOauth(
  { stora, xero }: { stora: StoraSettings; xero: XeroSettings },
  clock: Clock,
  secretsmanager?: Parameters<typeof secretsClient>[0],
) {
  const secrets = new SecretsManagerSecrets({ client: secretsClient(secretsmanager), clock });
  const common = { secrets, clock, fetch };
  return {
    secrets,
    providers: {
      stora: new OauthClient({
        ...common,
        provider: 'stora',
        settings: stora,
        whoIs: storaAccount(stora),
        access: storaAccess(stora),
      }),
      xero: new OauthClient({
        ...common,
        provider: 'xero',
        settings: xero,
        whoIs: xeroAccount(xero),
        access: xeroAccess(xero),
      }),
    },
    clientSecretNames: { stora: stora.clientSecretName, xero: xero.clientSecretName },
    /** Where our pages may send a form on to. */
    formOrigins: [stora, xero].map(({ authorizeUrl }) => new URL(authorizeUrl).origin),
  };
}
