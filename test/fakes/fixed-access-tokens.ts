import type { Provider } from '../../shared/contracts/ids.ts';
import type { AccessToken, AccessTokens } from '../../shared/ports/access-tokens.ts';
import type { ConnectionKey } from '../../shared/ports/connections.ts';

/** Hands out the tokens it was given; counts how often one was rejected. */
export class FixedAccessTokens implements AccessTokens {
  readonly rejected: Provider[] = [];
  readonly #tokens: Record<Provider, AccessToken>;

  constructor(tokens: Record<Provider, AccessToken>) {
    this.#tokens = tokens;
  }

  async get(key: ConnectionKey): Promise<AccessToken> {
    return this.#tokens[key.provider];
  }

  async replaceRejected(key: ConnectionKey): Promise<AccessToken> {
    this.rejected.push(key.provider);
    return this.#tokens[key.provider];
  }

  /** Nobody is taken out: what is refused is not allowed. */
  async judgeRefusal(): Promise<'stands'> {
    return 'stands';
  }
}
