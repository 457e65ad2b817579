import { createHash, randomBytes } from 'node:crypto';
import { type RunningServer, startJsonServer } from '../common/json-server.ts';
import { KeyRing } from './key-ring.ts';
import { runKmsOperation } from './operations.ts';

export interface KmsServerOptions {
  /** 0, the default, takes any free port. */
  readonly port?: number;
  /** Equal seeds open each other's data across restarts; without one the master is random. */
  readonly seed?: string;
  onCall?(operation: string): void;
}

/** Serves a KMS stub: Encrypt, Decrypt, GenerateDataKey, DescribeKey, CreateAlias. Not for real secrets. */
export async function startKmsServer(options: KmsServerOptions = {}): Promise<RunningServer> {
  const master =
    options.seed === undefined
      ? randomBytes(32)
      : createHash('sha256').update(options.seed).digest();
  const keys = new KeyRing(master, 'us-east-1');
  return await startJsonServer({
    port: options.port ?? 0,
    target: 'TrentService',
    contentType: 'application/x-amz-json-1.1',
    onCall: (operation) => options.onCall?.(operation),
    handle: (operation, body) => runKmsOperation(keys, operation, body),
  });
}
