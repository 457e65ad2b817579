import type { StoraSettings } from '../../contracts/provider-settings.ts';
import { storaTokenInfo } from '../../contracts/stora-resources.ts';
import { askProvider, noAccount } from './account-question.ts';
import type { WhoIs } from './oauth-client.ts';

/**
 * Stora names the operator in token/info and gives it no id there, so that the name is both. The
 * call is also the first use of the token, which ends the pair before it (Doorkeeper 5.5).
 */
export function storaAccount(settings: Pick<StoraSettings, 'tokenInfoUrl'>): WhoIs {
  return async (_accessToken, get) => {
    const info = await askProvider('stora', storaTokenInfo, () => get(settings.tokenInfoUrl));
    const name = info.operator?.name;
    if (!name) throw noAccount('stora');
    return { id: name, name };
  };
}
