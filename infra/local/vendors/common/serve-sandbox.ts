import { setTimeout as wait } from 'node:timers/promises';
import { type HttpBindings, serve } from '@hono/node-server';
import { idleConnectionMs } from '../../common/idle-connection.ts';
import { LostAnswer } from './lost-answer.ts';
import { createSeededRandom } from './seeded-random.ts';

/** What a sandbox that is served differs in from one under test: fresh ids, and waits that are real. */
export function servedParts() {
  return {
    random: createSeededRandom(Math.floor(Math.random() * 2 ** 32)),
    delay: async (ms: number): Promise<void> => {
      if (ms > 0) await wait(ms);
    },
  };
}

export interface Served<S> {
  readonly baseUrl: string;
  readonly sandbox: S;
  readonly close: () => Promise<void>;
}

/** Sends what is due to whoever listens. */
interface Sender {
  sendDue(): Promise<unknown>;
}

/**
 * Serves a simulated vendor on 127.0.0.1, and has its webhooks sent; resolves when it listens.
 * `port` 0 takes any free one; without a sender nobody is told of anything.
 */
export function serveSandbox<S extends { fetch(request: Request): Promise<Response> }>(
  sandbox: S,
  { port, sender }: { port: number; sender: Sender | undefined },
): Promise<Served<S>> {
  const sending = sender && sendAgainAndAgain(sender);
  return new Promise((resolve, reject) => {
    const server = serve(
      {
        hostname: '127.0.0.1',
        port,
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

const sendEveryMs = 1_000;

/** As the real ones: within seconds, one batch after the other. */
function sendAgainAndAgain(sender: Sender): NodeJS.Timeout {
  let isSending = false;
  const timer = setInterval(() => {
    if (isSending) return;
    isSending = true;
    void sender.sendDue().finally(() => {
      isSending = false;
    });
  }, sendEveryMs);
  return timer.unref();
}

async function answer(
  sandbox: { fetch(request: Request): Promise<Response> },
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
