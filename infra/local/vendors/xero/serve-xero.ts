import { type Served, servedParts, serveSandbox } from '../common/serve-sandbox.ts';
import type { XeroSandboxOptions } from './core/xero-options.ts';
import { createXeroSandbox, type XeroSandbox } from './xero-sandbox.ts';

export interface ServeXeroOptions extends XeroSandboxOptions {
  /** 0 takes any free port. */
  readonly port: number;
}

export type ServedXero = Served<XeroSandbox>;

/** Serves the simulated vendor on 127.0.0.1 with real latency and fresh ids; resolves when it listens. */
export function serveXero(options: ServeXeroOptions): Promise<ServedXero> {
  const sandbox = createXeroSandbox({ ...servedParts(), ...options });
  return serveSandbox(sandbox, { port: options.port, sender: sandbox.events });
}
