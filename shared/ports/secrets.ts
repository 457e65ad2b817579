import type { ClientCredentials } from '../contracts/provider-settings.ts';

export interface Secrets {
  clientCredentials(secretName: string): Promise<ClientCredentials>;
  /** Key that signs hosted links, sessions and form tokens. */
  signingKey(secretName: string): Promise<string>;
  /** Forgets what is cached, so that the next read sees a rotated value. */
  forget(secretName: string): void;
}
