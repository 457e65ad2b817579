import type { ClientCredentials } from '../../shared/contracts/provider-settings.ts';
import type { Secrets } from '../../shared/ports/secrets.ts';
import { Faults } from './faults.ts';

/** Secrets from a table; keeps serving the read value until it is told to forget, as the real one. */
export class FakeSecrets implements Secrets {
  readonly faults = new Faults();
  readonly #credentials = new Map<string, ClientCredentials[]>();
  readonly #keys = new Map<string, string[]>();
  readonly #cached = new Map<string, unknown>();

  /** Sets or rotates the credentials in one secret. */
  setCredentials(secretName: string, credentials: ClientCredentials): void {
    rotate(this.#credentials, secretName, credentials);
  }

  /** Sets or rotates a signing key. */
  setSigningKey(secretName: string, key: string): void {
    rotate(this.#keys, secretName, key);
  }

  async clientCredentials(secretName: string): Promise<ClientCredentials> {
    this.faults.check('clientCredentials');
    const [current] = this.#read(this.#credentials, secretName);
    if (current === undefined) throw new Error(`The secret ${secretName} holds no value yet.`);
    return current;
  }

  async formerClientCredentials(secretName: string): Promise<ClientCredentials | undefined> {
    this.faults.check('formerClientCredentials');
    const [current, former] = this.#read(this.#credentials, secretName);
    return former?.clientId === current?.clientId ? former : undefined;
  }

  async signingKeys(secretName: string): Promise<string[]> {
    this.faults.check('signingKeys');
    return this.#read(this.#keys, secretName);
  }

  forget(secretName: string): void {
    this.#cached.delete(secretName);
  }

  #read<T>(values: Map<string, T>, secretName: string): T {
    const value = (this.#cached.get(secretName) as T | undefined) ?? values.get(secretName);
    if (value === undefined) throw new Error(`The secret ${secretName} holds no value yet.`);
    this.#cached.set(secretName, value);
    return value;
  }
}

function rotate<T>(values: Map<string, T[]>, secretName: string, value: T): void {
  values.set(secretName, [value, ...(values.get(secretName) ?? [])].slice(0, 2));
}
