import { hkdfSync } from 'node:crypto';
import { AwsError } from '../common/aws-error.ts';

const account = '000000000000';
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Every key id exists: its key follows from the master, so nothing has to be created before use and
 * equal masters open each other's data.
 */
export class KeyRing {
  readonly #master: Buffer;
  readonly #region: string;
  readonly #aliases = new Map<string, string>();

  constructor(master: Buffer, region: string) {
    this.#master = master;
    this.#region = region;
  }

  /**
   * The key id behind an id, a key ARN, an alias or an alias ARN. An alias that was never
   * given to a key stands for a key of its own.
   * @throws AwsError `NotFoundException` for anything else.
   */
  resolve(reference: string): string {
    const name = reference.startsWith('arn:')
      ? reference.slice(reference.lastIndexOf(':') + 1)
      : reference;
    if (name.startsWith('alias/')) return this.#aliases.get(name) ?? this.idFor(name);
    const id = name.startsWith('key/') ? name.slice('key/'.length) : name;
    if (uuidPattern.test(id)) return id;
    throw new AwsError({ code: 'NotFoundException', message: `Invalid keyId '${reference}'` });
  }

  /** A stable key id for a name, e.g. for a key's logical id in a template. */
  idFor(name: string): string {
    const hex = this.#derive(`id ${name}`, 16).toString('hex');
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  }

  /** The 256-bit key of an id. */
  keyOf(keyId: string): Buffer {
    return this.#derive(`key ${keyId}`, 32);
  }

  arnOf(keyId: string): string {
    return `arn:aws:kms:${this.#region}:${account}:key/${keyId}`;
  }

  setAlias(alias: string, keyId: string): void {
    this.#aliases.set(alias, keyId);
  }

  #derive(purpose: string, bytes: number): Buffer {
    return Buffer.from(hkdfSync('sha256', this.#master, '', purpose, bytes));
  }
}
