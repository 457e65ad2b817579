import { randomInt } from 'node:crypto';
import { createSeededRandom } from '../vendors/common/seeded-random.ts';
import {
  type SandboxOf,
  type VendorChoices,
  type VendorName,
  vendorNames,
  vendors,
} from '../vendors/registry.ts';
import type { ClientCredentials, ServedVendor, Vendor } from '../vendors/vendor.ts';
import { type DeployedSettings, settingsOf } from './deployed-settings.ts';

export interface SandboxOptions {
  readonly settings: DeployedSettings;
  /** Of the first one; the others take the next. */
  readonly firstPort: number;
  readonly choices: VendorChoices;
  /** No limits on calls. */
  readonly liftCaps: boolean;
}

interface RunningVendor<Sandbox> extends ServedVendor<Sandbox> {
  readonly client: ClientCredentials;
  /** Of its webhooks, where the functions know a secret for it. */
  readonly eventsKey: string | undefined;
}

export type Sandboxes = { [V in VendorName]: RunningVendor<SandboxOf<V>> };

export interface RunningSandboxes {
  readonly sandboxes: Sandboxes;
  stop(): Promise<void>;
}

/** Starts every simulated vendor with Rollerdoor as a registered client, as the vendor would set it up. */
export async function startSandboxes(options: SandboxOptions): Promise<RunningSandboxes> {
  await using cleanup = new AsyncDisposableStack();
  const started: Record<string, unknown> = {};
  for (const name of vendorNames) {
    const running = await start(name, options);
    cleanup.defer(() => running.close());
    started[name] = running;
  }
  requireAll(started);
  const running = cleanup.move();
  return { sandboxes: started, stop: () => running.disposeAsync() };
}

/** The same table, so that the compiler sees that a name's choices fit its vendor. */
const table: {
  readonly [V in VendorName]: Vendor<NonNullable<VendorChoices[V]>, SandboxOf<V>>;
} = vendors;

async function start<V extends VendorName>(
  name: V,
  { settings, firstPort, choices, liftCaps }: SandboxOptions,
): Promise<RunningVendor<SandboxOf<V>>> {
  const client = newClient(name);
  const vendorSettings = settingsOf(settings, name);
  const eventsKey = vendorSettings.eventsSecretName && newKey();
  const served = await table[name].start({
    port: firstPort + vendorNames.indexOf(name),
    client,
    redirectUri: `${settings.portalUrl}/callback/${name}`,
    portalUrl: settings.portalUrl,
    settings: vendorSettings,
    eventsKey,
    liftCaps,
    choices: choices[name],
  });
  return { ...served, client, eventsKey };
}

function requireAll(started: Record<string, unknown>): asserts started is Sandboxes {
  const missing = vendorNames.filter((name) => !Object.hasOwn(started, name));
  if (missing.length > 0) throw new Error(`Not started: ${missing.join(', ')}.`);
}

function newKey(): string {
  return createSeededRandom(randomInt(2 ** 32)).urlSafe(64);
}

/** Of no value outside this machine, and new in each run. */
function newClient(vendor: string): ClientCredentials {
  const random = createSeededRandom(randomInt(2 ** 32));
  return { clientId: `rollerdoor-${vendor}-${random.hex(8)}`, clientSecret: random.urlSafe(32) };
}
