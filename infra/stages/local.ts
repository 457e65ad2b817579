import * as z from 'zod/mini';
import type { ProviderLimits } from '../../shared/contracts/provider-settings.ts';
import { sourceManifest } from '../../shared/source/registry.ts';
import { targets } from '../../shared/targets/registry.ts';
import { targetIds } from '../../shared/targets/target-ids.ts';

/** The portal's, the source's, and one of each target. */
const portsTaken = 2 + targetIds.length;
const highestPort = 65_536 - portsTaken;

const env = z.object({
  /** Port of the portal; the sandboxes listen on the next ones. */
  ROLLERDOOR_PORT_BASE: z._default(
    z.coerce
      .number('ROLLERDOOR_PORT_BASE must be a number.')
      .check(
        z.int('ROLLERDOOR_PORT_BASE must be a whole number.'),
        z.minimum(1024, 'ROLLERDOOR_PORT_BASE must be 1024 or more: lower ports need root.'),
        z.maximum(
          highestPort,
          `ROLLERDOOR_PORT_BASE must be ${highestPort} or less: ${portsTaken} ports are used.`,
        ),
      ),
    4400,
  ),
  /** "1" lifts every cap, for load tests against sandboxes that have theirs off too. */
  ROLLERDOOR_LIFT_CAPS: z.optional(z.enum(['0', '1'], 'ROLLERDOOR_LIFT_CAPS must be 0 or 1.')),
});

/** The stage of one machine: same shape as production, with the simulated vendors' addresses. */
export function local(environment: Record<string, string | undefined>) {
  const { ROLLERDOOR_PORT_BASE: portBase, ROLLERDOOR_LIFT_CAPS: lift } = z.parse(env, environment);
  /** They listen in the order of the sandboxes' own registry: the source, then the targets. */
  const sandbox = (index: number) => `http://127.0.0.1:${portBase + 1 + index}`;
  const limitsOf = lift === '1' ? lifted : unchanged;
  return {
    stage: 'local',
    // The emulated account holds nothing else.
    namesCarryStage: false,
    tableName: 'rollerdoor-local',
    keyAlias: 'alias/rollerdoor-local',
    signingKeySecretName: 'rollerdoor/local/signing-key',
    deprovisionSecretName: 'rollerdoor/local/deprovision',
    portalBaseUrl: `http://127.0.0.1:${portBase}`,
    source: {
      ...storaAddresses(sandbox(0)),
      clientSecretName: 'rollerdoor/local/stora-client',
      limits: limitsOf(sourceManifest.limits),
    },
    targets: {
      xero: {
        ...xeroAddresses(sandbox(1)),
        clientSecretName: 'rollerdoor/local/xero-client',
        limits: limitsOf(targets.xero.limits),
      },
    },
    // A sandbox may deliver a whole month-end run at once; a worker is a process on this machine.
    concurrency: { receiveWebhook: 500, servePortal: 20, oauthCallback: 10, workersAtMost: 4 },
    throttle: {
      receiveWebhook: unthrottled,
      servePortal: unthrottled,
      oauthCallback: unthrottled,
      deprovision: unthrottled,
    },
    formerKeyArns: [],
  };
}

/** The local front door does not throttle. */
const unthrottled = { requestsPerSecond: 1_000, burst: 2_000 };

function storaAddresses(sandbox: string) {
  return {
    authorizeUrl: `${sandbox}/oauth2/authorize`,
    tokenUrl: `${sandbox}/oauth2/token`,
    revokeUrl: `${sandbox}/oauth2/revoke`,
    tokenInfoUrl: `${sandbox}/oauth2/token/info`,
    apiBaseUrl: `${sandbox}/2025-09`,
  };
}

function xeroAddresses(sandbox: string) {
  return {
    authorizeUrl: `${sandbox}/identity/connect/authorize`,
    tokenUrl: `${sandbox}/connect/token`,
    revokeUrl: `${sandbox}/connect/revocation`,
    connectionsUrl: `${sandbox}/connections`,
    apiBaseUrl: `${sandbox}/api.xro/2.0`,
    appBaseUrl: sandbox,
  };
}

function unchanged(limits: ProviderLimits): ProviderLimits {
  return limits;
}

function lifted(limits: ProviderLimits): ProviderLimits {
  return {
    windows: limits.windows.map(({ windowMs }) => ({ limit: null, windowMs })),
    concurrent: null,
  };
}
