import { randomInt } from 'node:crypto';
import { createSeededRandom } from '../vendors/common/seeded-random.ts';
import {
  type ServedStora,
  type ServeStoraOptions,
  serveStora,
} from '../vendors/stora/serve-stora.ts';
import { type ServedXero, type ServeXeroOptions, serveXero } from '../vendors/xero/serve-xero.ts';
import type { DeployedSettings } from './deployed-settings.ts';

export type StoraChoices = Partial<
  Omit<ServeStoraOptions, 'port' | 'applications' | 'timelineSources' | 'timelineTemplates'>
>;
export type XeroChoices = Partial<Omit<ServeXeroOptions, 'port' | 'client'>>;

export interface SandboxOptions {
  readonly settings: DeployedSettings;
  readonly storaPort: number;
  readonly xeroPort: number;
  readonly stora?: StoraChoices;
  readonly xero?: XeroChoices;
  /** No limits on calls. */
  readonly liftCaps: boolean;
}

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Sandboxes {
  readonly stora: ServedStora;
  readonly xero: ServedXero;
  /** What a partner engineer would copy from each vendor's developer page into the secrets. */
  readonly credentials: { readonly stora: ClientCredentials; readonly xero: ClientCredentials };
  stop(): Promise<void>;
}

/** Starts both simulated vendors with Rollerdoor as a registered client, as the vendors would set it up. */
export async function startSandboxes(options: SandboxOptions): Promise<Sandboxes> {
  await using cleanup = new AsyncDisposableStack();
  const credentials = { stora: newClient('stora'), xero: newClient('xero') };
  const stora = await startStora(options, credentials.stora);
  cleanup.defer(() => stora.close());
  const xero = await startXero(options, credentials.xero);
  cleanup.defer(() => xero.close());
  const running = cleanup.move();
  return { stora, xero, credentials, stop: () => running.disposeAsync() };
}

/** Of no value outside this machine, and new in each run. */
function newClient(vendor: string): ClientCredentials {
  const random = createSeededRandom(randomInt(2 ** 32));
  return { clientId: `rollerdoor-${vendor}-${random.hex(8)}`, clientSecret: random.urlSafe(32) };
}

function startStora(
  { settings, storaPort, stora = {}, liftCaps }: SandboxOptions,
  client: ClientCredentials,
): Promise<ServedStora> {
  return serveStora({
    clock: { nowEpochMs: () => Date.now() },
    random: createSeededRandom(randomInt(2 ** 32)),
    ...stora,
    limits: { ...stora.limits, ...(liftCaps ? { enabled: false } : {}) },
    port: storaPort,
    applications: [
      {
        ...client,
        name: 'Rollerdoor',
        redirectUris: [`${settings.portalUrl}/callback/stora`],
        scopes: settings.stora.scopes.split(' '),
      },
    ],
    // Stora sets both up for a partner on request; the functions find them by these names.
    timelineSources: [
      { name: settings.stora.timelineSourceName, websiteUrl: settings.portalUrl, global: true },
    ],
    timelineTemplates: [
      {
        name: settings.stora.timelineTemplateName,
        message: '{{ summary }}',
        global: true,
        predefined: [],
        custom: ['summary'],
      },
    ],
  });
}

function startXero(
  { settings, xeroPort, xero = {}, liftCaps }: SandboxOptions,
  client: ClientCredentials,
): Promise<ServedXero> {
  return serveXero({
    ...xero,
    limits: { ...xero.limits, ...(liftCaps ? { enabled: false } : {}) },
    port: xeroPort,
    client: { ...client, redirectUris: [`${settings.portalUrl}/callback/xero`] },
  });
}
