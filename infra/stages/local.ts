import * as z from 'zod/mini';
import { provider } from '../../shared/contracts/ids.ts';
import type { ProviderLimits } from '../../shared/contracts/provider-settings.ts';
import { providerSettings } from './provider-settings.ts';

/** The portal's, and one of each provider. */
const portsTaken = 1 + provider.options.length;
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
  const limitsOf = lift === '1' ? lifted : unchanged;
  return {
    stage: 'local',
    // The emulated account holds nothing else.
    namesCarryStage: false,
    // Functions are processes of this machine here.
    bytecodeFor: [process.arch],
    tableName: 'rollerdoor-local',
    keyAlias: 'alias/rollerdoor-local',
    storedForms: 'current',
    signingKeySecretName: 'rollerdoor/local/signing-key',
    deprovisionSecretName: 'rollerdoor/local/deprovision',
    portalBaseUrl: `http://127.0.0.1:${portBase}`,
    ...providerSettings('local', ({ name, manifest, addresses, place }) => ({
      ...addresses.sandbox(`http://127.0.0.1:${portBase + 1 + place}`),
      limits: limitsOf(manifest.limits),
      ...(manifest.events ? { eventsSecretName: `rollerdoor/local/${name}-events` } : {}),
    })),
    // Nothing leaves this machine: the stack shows the mails on a page.
    mail: {
      sender: 'rollerdoor@example.test',
      contact: { name: 'Your partner', href: 'mailto:help@example.test' },
    },
    reserveConcurrency: true,
    // A sandbox may deliver a whole month-end run at once; a worker is a process on this machine.
    concurrency: { receiveWebhook: 500, servePortal: 20, oauthCallback: 10, workersAtMost: 4 },
    throttle: {
      receiveWebhook: unthrottled,
      servePortal: unthrottled,
      oauthCallback: unthrottled,
      deprovision: unthrottled,
      ledgerEvents: unthrottled,
    },
    formerKeyArns: [],
  };
}

/** The local front door does not throttle. */
const unthrottled = { requestsPerSecond: 1_000, burst: 2_000 };

function unchanged(limits: ProviderLimits): ProviderLimits {
  return limits;
}

function lifted(limits: ProviderLimits): ProviderLimits {
  return {
    windows: limits.windows.map(({ windowMs }) => ({ limit: null, windowMs })),
    concurrent: null,
  };
}
