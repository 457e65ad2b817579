import * as z from 'zod/mini';
import { ProviderError } from '../../domain/errors/errors.ts';
import type { Standing } from '../../ports/oauth-provider.ts';
import { askWhetherAlive } from '../../runtime/oauth/account-question.ts';
import type { AuthorizedCall } from '../../runtime/oauth/authorized-call.ts';
import type { ProviderAccess } from '../../runtime/oauth/provider-access.ts';
import type { StoraSettings } from './settings.ts';

/** One row of Doorkeeper holds a pair: revoking ends that pair and no other. */
export function storaAccess(settings: Pick<StoraSettings, 'tokenInfoUrl'>): ProviderAccess {
  return {
    revocationEnds: 'pair',
    isAlive: async (call) => {
      const info = await askWhetherAlive('stora', z.unknown(), () => call(settings.tokenInfoUrl));
      return info !== 'refused';
    },
    // A token opens one operator's account, so that whoever is let in stands.
    standingOf: (call) => standingOf(settings, call),
  };
}

/** token/info wants no scope: who is forbidden even that has no access at all any more. */
async function standingOf(
  { tokenInfoUrl }: Pick<StoraSettings, 'tokenInfoUrl'>,
  call: AuthorizedCall,
): Promise<Standing> {
  try {
    const info = await askWhetherAlive('stora', z.unknown(), () => call(tokenInfoUrl));
    return info === 'refused' ? 'token_refused' : 'stands';
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure.status !== 403) throw error;
    // Recovery: the refusal is the answer.
    return 'taken_out';
  }
}
