import { sharedCaps, storaAgreement, storaLimits, xeroAgreement, xeroLimits } from './vendors.ts';

/** The deployed stage. `portalBaseUrl` is absent: the HTTP API's own endpoint serves until a domain is set here. */
export const production = {
  stage: 'production',
  tableName: 'rollerdoor-production',
  keyAlias: 'alias/rollerdoor-production',
  signingKeySecretName: 'rollerdoor/production/signing-key',
  stora: {
    ...storaAgreement,
    authorizeUrl: 'https://app.stora.co/oauth2/authorize',
    tokenUrl: 'https://public-api.stora.co/oauth2/token',
    revokeUrl: 'https://public-api.stora.co/oauth2/revoke',
    tokenInfoUrl: 'https://public-api.stora.co/oauth2/token/info',
    apiBaseUrl: 'https://public-api.stora.co/2025-09',
    clientSecretName: 'rollerdoor/production/stora-client',
    limits: storaLimits,
  },
  xero: {
    ...xeroAgreement,
    authorizeUrl: 'https://login.xero.com/identity/connect/authorize',
    tokenUrl: 'https://identity.xero.com/connect/token',
    revokeUrl: 'https://identity.xero.com/connect/revocation',
    connectionsUrl: 'https://api.xero.com/connections',
    apiBaseUrl: 'https://api.xero.com/api.xro/2.0',
    appBaseUrl: 'https://go.xero.com',
    clientSecretName: 'rollerdoor/production/xero-client',
    limits: xeroLimits,
  },
  sharedCaps,
  // Together below the 900 that a new account may reserve; intake apart, so that a flood cannot starve workers.
  concurrency: { receiveWebhook: 100, servePortal: 20, oauthCallback: 10, workersAtMost: 50 },
  throttle: { requestsPerSecond: 200, burst: 400 },
};
