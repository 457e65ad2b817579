import type { Provider } from '../../contracts/ids.ts';
import { NotConnectedError } from '../../domain/errors/errors.ts';
import type { AccessToken, AccessTokens } from '../../ports/access-tokens.ts';

/** A token that somebody holds outside of any connection in use; there is no other after it. */
export class OneToken implements AccessTokens {
  readonly #provider: Provider;
  readonly #token: AccessToken;

  constructor(provider: Provider, token: AccessToken) {
    this.#provider = provider;
    this.#token = token;
  }

  async get(): Promise<AccessToken> {
    return this.#token;
  }

  async replaceRejected(): Promise<never> {
    throw new NotConnectedError(this.#provider, 'disconnected');
  }

  /** Nothing hangs on it but the step that holds it, which judges for itself. */
  async judgeRefusal(): Promise<'stands'> {
    return 'stands';
  }
}
