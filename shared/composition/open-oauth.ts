import { OauthClient } from '../adapters/oauth/oauth-client.ts';
import { secretsClient } from '../adapters/secrets/client.ts';
import { SecretsManagerSecrets } from '../adapters/secrets/secrets.ts';
import type { Clock } from '../ports/clock.ts';
import type { StoraSettings } from '../source/stora/settings.ts';
import { storaAccess } from '../source/stora/stora-access.ts';
import { storaAccount } from '../source/stora/stora-account.ts';
import type { XeroSettings } from '../targets/xero/settings.ts';
import { xeroAccess } from '../targets/xero/xero-access.ts';
import { xeroAccount } from '../targets/xero/xero-account.ts';

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
