import { providerSettings } from './provider-settings.ts';

/**
 * The deployed stage. `portalBaseUrl` is absent: the HTTP API's own endpoint serves until a domain is set
 * here. Where the source and the targets are reached, and what is the same at every stage, stands in their
 * folders; the function below may say another value for one of them.
 */
export const production = {
  stage: 'production',
  namesCarryStage: true,
  paused: false,
  bytecodeFor: ['arm64'],
  tableName: 'rollerdoor-production',
  keyAlias: 'alias/rollerdoor-production',
  signingKeySecretName: 'rollerdoor/production/signing-key',
  deprovisionSecretName: 'rollerdoor/production/deprovision',
  ...providerSettings('production', ({ addresses }) => addresses.production),
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
