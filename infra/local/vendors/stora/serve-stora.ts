import { serve } from '@hono/node-server';
import { idleConnectionMs } from '../../common/idle-connection.ts';
import type { StoraSandbox, StoraSandboxOptions } from './stora-sandbox.ts';
import { createStoraSandbox } from './stora-sandbox.ts';

export interface ServeStoraOptions extends StoraSandboxOptions {
  /** 0 or absent: any free port. */
  readonly port?: number;
}

export interface ServedStora {
  /** `http://127.0.0.1:<port>`, without a slash at the end. */
  readonly url: string;
  readonly port: number;
  readonly sandbox: StoraSandbox;
  /** Stops deliveries and the server. */
  close(): Promise<void>;
}

const deliveryPollMs = 20;
/** Assumption: the vendor's own timeout is not documented. */
const deliveryTimeoutMs = 10_000;

/** Runs the sandbox on 127.0.0.1 and sends its due webhooks. */
export async function serveStora(options: ServeStoraOptions): Promise<ServedStora> {
  const { port: wantedPort = 0, ...sandboxOptions } = options;
  const sandbox = createStoraSandbox({ deliver: deliverOverHttp, ...sandboxOptions });
  const { promise, resolve, reject } = Promise.withResolvers<number>();
  const server = serve(
    {
      fetch: sandbox.fetch,
      hostname: '127.0.0.1',
      port: wantedPort,
      serverOptions: { keepAliveTimeout: idleConnectionMs },
    },
    (address) => resolve(address.port),
  );
  server.once('error', reject);
  const port = await promise;
  const timer = setInterval(() => {
    sandbox.runDue().catch((error: unknown) => {
      // A failed receiver is handled inside; this is a bug of the sandbox and must be seen.
      console.error('Stora sandbox: webhook delivery stopped working', error);
    });
  }, deliveryPollMs);
  return {
    url: `http://127.0.0.1:${port}`,
    port,
    sandbox,
    close: () => {
      clearInterval(timer);
      return new Promise((done) => {
        server.close(() => done());
        if ('closeAllConnections' in server) server.closeAllConnections();
      });
    },
  };
}

function deliverOverHttp(request: Request): Promise<Response> {
  return fetch(request, { signal: AbortSignal.timeout(deliveryTimeoutMs) });
}
