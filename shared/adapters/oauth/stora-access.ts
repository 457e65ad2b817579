import * as z from 'zod/mini';
import type { StoraSettings } from '../../contracts/provider-settings.ts';
import { askWhetherAlive } from './account-question.ts';
import type { ProviderAccess } from './provider-access.ts';

/** One row of Doorkeeper holds a pair: revoking ends that pair and no other. */
export function storaAccess(settings: Pick<StoraSettings, 'tokenInfoUrl'>): ProviderAccess {
  return {
    revocationEnds: 'pair',
    isAlive: async (call) => {
      const info = await askWhetherAlive('stora', z.unknown(), () => call(settings.tokenInfoUrl));
      return info !== 'refused';
    },
  };
}
