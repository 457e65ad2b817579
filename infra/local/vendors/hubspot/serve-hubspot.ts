import { type Served, servedParts, serveSandbox } from '../common/serve-sandbox.ts';
import type { HubspotSandboxOptions } from './core/hubspot-options.ts';
import { createHubspotSandbox, type HubspotSandbox } from './hubspot-sandbox.ts';

export interface ServeHubspotOptions extends HubspotSandboxOptions {
  /** 0 takes any free port. */
  readonly port: number;
}

export type ServedHubspot = Served<HubspotSandbox>;

/** Serves the simulated vendor on 127.0.0.1 with real latency and fresh ids; resolves when it listens. */
export function serveHubspot(options: ServeHubspotOptions): Promise<ServedHubspot> {
  const sandbox = createHubspotSandbox({ ...servedParts(), ...options });
  return serveSandbox(sandbox, { port: options.port, sender: sandbox.webhooks });
}
