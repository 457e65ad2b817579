import { setTimeout as wait } from 'node:timers/promises';
import { type HttpBindings, serve } from '@hono/node-server';
import { idleConnectionMs } from '../../common/idle-connection.ts';
import { createSeededRandom } from '../common/seeded-random.ts';
import type { HubspotSandboxOptions } from './core/hubspot-options.ts';
import { LostAnswer } from './gate/lost-answer.ts';
import { createHubspotSandbox, type HubspotSandbox } from './hubspot-sandbox.ts';

export interface ServeHubspotOptions extends HubspotSandboxOptions {
  /** 0 takes any free port. */
  readonly port: number;
}

export interface ServedHubspot {
  readonly baseUrl: string;
  readonly sandbox: HubspotSandbox;
  readonly close: () => Promise<void>;
}

/** Serves the simulated HubSpot on 127.0.0.1 with real latency and fresh ids; resolves when it listens. */
export function serveHubspot(options: ServeHubspotOptions): Promise<ServedHubspot> {
  const sandbox = createHubspotSandbox({
    random: createSeededRandom(Math.floor(Math.random() * 2 ** 32)),
    delay: async (ms) => {
      if (ms > 0) await wait(ms);
    },
    ...options,
  });
  const sending = sendWebhooks(sandbox);
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        hostname: '127.0.0.1',
        port: options.port,
        overrideGlobalObjects: false,
        serverOptions: { keepAliveTimeout: idleConnectionMs },
        fetch: (request: Request, bindings: unknown) => answer(sandbox, request, bindings),
      },
      (address) => {
        const close = (): Promise<void> =>
          new Promise((closed) => {
            clearInterval(sending);
            server.close(() => closed());
            if ('closeAllConnections' in server) server.closeAllConnections();
          });
        resolve({ baseUrl: `http://127.0.0.1:${address.port}`, sandbox, close });
      },
    );
    server.once('error', reject);
  });
}

/** As the real one: within seconds, one batch after the other. */
function sendWebhooks({ webhooks }: HubspotSandbox): NodeJS.Timeout | undefined {
  if (webhooks === undefined) return undefined;
  let isSending = false;
  const timer = setInterval(() => {
    if (isSending) return;
    isSending = true;
    void webhooks.sendDue().finally(() => {
      isSending = false;
    });
  }, webhooksEveryMs);
  return timer.unref();
}

const webhooksEveryMs = 1_000;

async function answer(
  sandbox: HubspotSandbox,
  request: Request,
  bindings: unknown,
): Promise<Response> {
  try {
    return await sandbox.fetch(request);
  } catch (error) {
    if (!(error instanceof TypeError && error.cause instanceof LostAnswer)) throw error;
    // A lost answer: the caller must see a broken connection, not a status.
    if (isNodeBindings(bindings)) bindings.outgoing.destroy();
    return new Response(null);
  }
}

function isNodeBindings(bindings: unknown): bindings is HttpBindings {
  return typeof bindings === 'object' && bindings !== null && 'outgoing' in bindings;
}
