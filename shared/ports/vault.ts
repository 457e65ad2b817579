import type { Provider } from '../contracts/ids.ts';

/** Binds a ciphertext to its row: copied to another operator, provider or epoch it does not open. */
export interface SealContext {
  operatorId: string;
  provider: Provider;
  epoch: number;
  purpose: 'tokens' | 'webhook-secret' | 'pkce-verifier';
}

export interface Vault {
  seal(plaintext: string, context: SealContext): Promise<string>;
  /** @throws SealError when the context is not the one it was sealed under. */
  open(sealed: string, context: SealContext): Promise<string>;
}

/** Moves ciphertexts to the key of today; what is in them never leaves the key service. */
export interface Rewrapper {
  /** @throws SealError when the context is not the one it was sealed under. */
  rewrap(sealed: string, context: SealContext): Promise<{ sealed: string; wasCurrent: boolean }>;
}
