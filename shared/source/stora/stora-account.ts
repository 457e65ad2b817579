import * as z from 'zod/mini';
import { ProviderError } from '../../domain/errors/errors.ts';
import { askProvider, noAccount } from '../../runtime/oauth/account-question.ts';
import type { AuthorizedCall, WhoIs } from '../../runtime/oauth/authorized-call.ts';
import type { StoraSettings } from './settings.ts';
import { storaMeta, storaTokenInfo } from './stora-resources.ts';

/**
 * Stora names the operator in token/info and gives it no id there; the storefront's host, which
 * stands in every answer of the API, is as good as one. Names can be equal or change, hosts hardly.
 * The first call is also the first use of the token, which ends the pair before it (Doorkeeper 5.5).
 */
export function storaAccount(settings: Pick<StoraSettings, 'tokenInfoUrl' | 'apiBaseUrl'>): WhoIs {
  return async (_accessToken, call) => {
    const info = await askProvider('stora', storaTokenInfo, () => call(settings.tokenInfoUrl));
    const name = info.operator?.name;
    if (!name) throw noAccount('stora');
    const id = (await storefrontHost(settings, call)) ?? name;
    return [{ id, name, isOfThisConsent: true }];
  };
}

const answer = z.looseObject({ meta: storaMeta });

/** Any small list will do, for its `meta`. Undefined where Stora does not tell. */
async function storefrontHost(
  settings: Pick<StoraSettings, 'apiBaseUrl'>,
  call: AuthorizedCall,
): Promise<string | undefined> {
  try {
    const url = `${settings.apiBaseUrl}/sites?limit=1`;
    const { meta } = await askProvider('stora', answer, () => call(url));
    return hostOf(meta.curies?.find(({ name }) => name === 'sf')?.href);
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure.canRetryHelp) throw error;
    // Recovery: the name alone tells operators apart, as long as both go without a host.
    return undefined;
  }
}

/** `https://acme.example{rel}` is a template: the host ends before the brace. */
function hostOf(template: string | undefined): string | undefined {
  return /^https?:\/\/([^/{?#]+)/.exec(template ?? '')?.[1]?.toLowerCase();
}
