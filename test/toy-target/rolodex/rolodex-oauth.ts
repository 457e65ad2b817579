import * as z from 'zod/mini';
import { askProvider, askWhetherAlive } from '../../runtime/oauth/account-question.ts';
import type { WhoIs } from '../../runtime/oauth/authorized-call.ts';
import type { ProviderAccess } from '../../runtime/oauth/provider-access.ts';
import type { RolodexSettings } from './settings.ts';

type Place = Pick<RolodexSettings, 'apiBaseUrl'>;

/** What `GET /book` answers: a token opens one book. */
const book = z.looseObject({ id: z.string(), name: z.string() });

export function rolodexAccount({ apiBaseUrl }: Place): WhoIs {
  return async (_accessToken, call) => {
    const { id, name } = await askProvider('rolodex', book, () => call(`${apiBaseUrl}/book`));
    return [{ id, name, isOfThisConsent: true }];
  };
}

export function rolodexAccess({ apiBaseUrl }: Place): ProviderAccess {
  return {
    revocationEnds: 'pair',
    isAlive: async (call) => {
      const answer = await askWhetherAlive('rolodex', book, () => call(`${apiBaseUrl}/book`));
      return answer !== 'refused';
    },
    standingOf: async (call, account) => {
      const answer = await askWhetherAlive('rolodex', book, () => call(`${apiBaseUrl}/book`));
      if (answer === 'refused') return 'token_refused';
      return answer.id === account.id ? 'stands' : 'taken_out';
    },
  };
}
