import type { EndPairDeps } from '../../../shared/application/tokens/end-pair.ts';
import type { Provider } from '../../../shared/contracts/ids.ts';
import type { OauthProvider } from '../../../shared/ports/oauth-provider.ts';

/** Lets one provider of a worker answer as told in place of what the sandbox would. */
export function answerInstead(
  deps: EndPairDeps,
  provider: Provider,
  answers: Partial<OauthProvider>,
): void {
  const real = deps.providers[provider];
  const told = new Proxy(real, {
    get: (target, name) => {
      const value = Reflect.get(name in answers ? answers : target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  deps.providers = { ...deps.providers, [provider]: told };
}
