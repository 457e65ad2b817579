import type { ClientCredentials } from '../contracts/provider-settings.ts';

/** Of each secret two versions live: the current one, and the one before it until the next rotation. */
export interface Secrets {
  clientCredentials(secretName: string): Promise<ClientCredentials>;
  /**
   * The credentials before the last rotation, of the same client, for as long as the provider still
   * goes by them. Undefined when there are none.
   */
  formerClientCredentials(secretName: string): Promise<ClientCredentials | undefined>;
  /** Keys that sign links, sessions, forms and calls of ours: the first one signs, all of them verify. */
  signingKeys(secretName: string): Promise<string[]>;
  /** Forgets what is cached, so that the next read sees a rotated value. */
  forget(secretName: string): void;
}
