import type { IncomingMessage } from 'node:http';
import dynalite from 'dynalite';
import { closeServer, listenOnLoopback } from '../../common/loopback-server.ts';
import type { RunningServer } from '../common/json-server.ts';

export interface DynamoDbServerOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  onCall?(operation: string): void;
}

/**
 * Serves DynamoDB from dynalite, in memory. It has no transactions, no TTL deletion and no streams,
 * and it ignores ReturnValuesOnConditionCheckFailure: code must not rely on them.
 */
export async function startDynamoDbServer(
  options: DynamoDbServerOptions = {},
): Promise<RunningServer> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 });
  server.on('request', (request: IncomingMessage) => {
    tolerateLostClient(request);
    const [, operation] = String(request.headers['x-amz-target'] ?? '').split('.');
    if (operation) options.onCall?.(operation);
  });
  const port = await listenOnLoopback(server, options.port ?? 0);
  return { endpoint: `http://127.0.0.1:${port}`, stop: () => closeServer(server) };
}

// dynalite throws when a client dies while it sends, which would take the whole local stack down.
function tolerateLostClient(request: IncomingMessage): void {
  request.removeAllListeners('error');
  request.on('error', () => {});
}
