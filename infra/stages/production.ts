/**
 * The deployed stage. `portalBaseUrl` is absent: the HTTP API's own endpoint serves until a domain is set
 * here. What is the same at every stage stands in the folders of the source and of the targets.
 */
export const production = {
  stage: 'production',
  namesCarryStage: true,
  paused: false,
  tableName: 'rollerdoor-production',
  keyAlias: 'alias/rollerdoor-production',
  signingKeySecretName: 'rollerdoor/production/signing-key',
  deprovisionSecretName: 'rollerdoor/production/deprovision',
  source: {
    authorizeUrl: 'https://app.stora.co/oauth2/authorize',
    tokenUrl: 'https://public-api.stora.co/oauth2/token',
    revokeUrl: 'https://public-api.stora.co/oauth2/revoke',
    tokenInfoUrl: 'https://public-api.stora.co/oauth2/token/info',
    apiBaseUrl: 'https://public-api.stora.co/2025-09',
    clientSecretName: 'rollerdoor/production/stora-client',
  },
  targets: {
    xero: {
      authorizeUrl: 'https://login.xero.com/identity/connect/authorize',
      tokenUrl: 'https://identity.xero.com/connect/token',
      revokeUrl: 'https://identity.xero.com/connect/revocation',
      connectionsUrl: 'https://api.xero.com/connections',
      apiBaseUrl: 'https://api.xero.com/api.xro/2.0',
      appBaseUrl: 'https://go.xero.com',
      clientSecretName: 'rollerdoor/production/xero-client',
    },
  },
  // Together below the 900 that a new account may reserve; intake apart, so that a flood cannot starve workers.
  concurrency: { receiveWebhook: 100, servePortal: 20, oauthCallback: 10, workersAtMost: 50 },
  throttle: {
    // A month-end run of a large operator arrives within minutes; the source repeats what is refused.
    receiveWebhook: { requestsPerSecond: 200, burst: 400 },
    // People: an operator opens a handful of pages a month.
    servePortal: { requestsPerSecond: 20, burst: 40 },
    oauthCallback: { requestsPerSecond: 5, burst: 20 },
    // Customers that leave, one call each.
    deprovision: { requestsPerSecond: 2, burst: 10 },
  },
  formerKeyArns: [],
};
