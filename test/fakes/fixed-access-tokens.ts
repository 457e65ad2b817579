import type { Provider } from '../../shared/contracts/ids.ts';
import { NotConnectedError } from '../../shared/domain/errors/errors.ts';
import type { AccessToken, AccessTokens } from '../../shared/ports/access-tokens.ts';
import type { ConnectionKey } from '../../shared/ports/connections.ts';

/** Hands out the tokens it was given; counts how often one was rejected. */
export class FixedAccessTokens implements AccessTokens {
  readonly rejected: Provider[] = [];
  /** Providers that have to be connected again. */
  readonly dead = new Set<Provider>();
  readonly #tokens: Record<Provider, AccessToken>;

  constructor(tokens: Record<Provider, AccessToken>) {
    this.#tokens = tokens;
  }

  async get(key: ConnectionKey): Promise<AccessToken> {
    if (this.dead.has(key.provider)) throw new NotConnectedError(key.provider, 'needs_reconnect');
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
