import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where everything of a running local stack is: for the `rollerdoor` command, tests and benches. */
export interface StackFile {
  readonly region: string;
  readonly endpoints: Readonly<Record<'sqs' | 'dynamodb' | 'kms' | 'secretsmanager', string>>;
  readonly tableName: string;
  readonly keyId: string;
  /** By queue name, e.g. `changes-xero.fifo`. */
  readonly queueUrls: Readonly<Record<string, string>>;
  readonly secretNames: Readonly<Record<'stora' | 'xero' | 'signingKey', string>>;
  readonly portalUrl: string;
  readonly storaUrl: string;
  readonly xeroUrl: string;
  readonly functionNames: readonly string[];
  /** One `<function>.log` each. */
  readonly logDirectory: string;
  readonly pids: { readonly stack: number };
}

/** Writes the file; nothing in it is secret. */
export function writeStackFile(path: string, file: StackFile): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(file, null, 2)}\n`);
}

/** So that the command says "not running" instead of failing to connect. */
export function removeStackFile(path: string): void {
  rmSync(path, { force: true });
}
