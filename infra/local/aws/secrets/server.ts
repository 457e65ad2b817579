import { randomUUID } from 'node:crypto';
import { type Clock, systemClock } from '../common/clock.ts';
import { type RunningServer, startJsonServer } from '../common/json-server.ts';
import { runSecretsOperation } from './operations.ts';
import { SecretStore } from './secret-store.ts';

export interface SecretsServerOptions {
  readonly clock?: Clock;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  onCall?(operation: string): void;
}

/** Serves a Secrets Manager stub; secrets live in memory until it stops. */
export async function startSecretsServer(
  options: SecretsServerOptions = {},
): Promise<RunningServer> {
  const store = new SecretStore({ clock: options.clock ?? systemClock, nextId: randomUUID });
  return await startJsonServer({
    port: options.port ?? 0,
    target: 'secretsmanager',
    contentType: 'application/x-amz-json-1.1',
    onCall: (operation) => options.onCall?.(operation),
    handle: (operation, body) => runSecretsOperation(store, operation, body),
  });
}
