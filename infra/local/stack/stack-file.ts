import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Where everything of a running local stack is: for the `rollerdoor` command, tests and benches. */
export interface StackFile {
  readonly region: string;
  readonly endpoints: Readonly<Record<'sqs' | 'dynamodb' | 'kms' | 'secretsmanager', string>>;
  readonly tableName: string;
  readonly keyId: string;
  /** By queue name, e.g. `write-backs.fifo`. */
  readonly queueUrls: Readonly<Record<string, string>>;
  /** Of our own key, and of the client by each vendor's name. */
  readonly secretNames: { readonly signingKey: string } & Readonly<Record<string, string>>;
  /** Where mails are read that were sent from here. */
  readonly mailUrl: string;
  readonly portalUrl: string;
  /** By the vendor's name. */
  readonly sandboxUrls: Readonly<Record<string, string>>;
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
