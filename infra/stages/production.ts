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
  // For a stage that is new. One that ran before there was this setting begins with 'former' (CHANGELOG).
  storedForms: 'current',
  signingKeySecretName: 'rollerdoor/production/signing-key',
  deprovisionSecretName: 'rollerdoor/production/deprovision',
  ...providerSettings('production', ({ addresses }) => addresses.production),
  // Nobody is written to until SES knows the sender (RUNBOOK, *Set up mail*):
  // { sender: 'rollerdoor@…', contact: { name: '…', href: 'mailto:…' } }.
  mail: {},
  // Off for a first deployment: a new account may have 10 executions at once, and refuses any reservation.
  // To be set to true as soon as its quota is 1,000 (README, Deploy).
  reserveConcurrency: false,
  // Together below the 900 that an account of 1,000 may reserve; intake apart, so that a flood cannot
  // starve workers. Lambda starts ten requests a second for each execution: 7,500 a second for 750.
  concurrency: { receiveWebhook: 750, servePortal: 18, oauthCallback: 8, workersAtMost: 50 },
  throttle: {
    // Shared by all operators, so it stands where the intake ends: 10,000 month ends within 15 minutes.
    // An endpoint is limited by the function, for itself. The rest of the account's 10,000 is for people.
    receiveWebhook: { requestsPerSecond: 7_500, burst: 4_900 },
    // People: an operator opens a handful of pages a month.
    servePortal: { requestsPerSecond: 20, burst: 40 },
    oauthCallback: { requestsPerSecond: 5, burst: 20 },
    // Customers that leave, one call each.
    deprovision: { requestsPerSecond: 2, burst: 10 },
    // One call tells of many changes, of all operators together.
    ledgerEvents: { requestsPerSecond: 20, burst: 50 },
  },
  formerKeyArns: [],
};
