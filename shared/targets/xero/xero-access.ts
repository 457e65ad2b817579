import { askProvider, askWhetherAlive, takeAway } from '../../runtime/oauth/account-question.ts';
import type { ProviderAccess } from '../../runtime/oauth/provider-access.ts';
import type { XeroSettings } from './settings.ts';
import { xeroConnections } from './xero-connections.ts';
import { xeroPerson } from './xero-person.ts';

/**
 * Revoking at Xero ends every connection of the person who consented, so that a company is taken out
 * by itself first (Xero, "Manage connections"). A connection that stays counts towards the plan. A client
 * that Xero does not know is told 400 or 401.
 */
export function xeroAccess({
  connectionsUrl,
}: Pick<XeroSettings, 'connectionsUrl'>): ProviderAccess {
  return {
    revocationEnds: 'person',
    isAlive: async (call) => {
      const list = await askWhetherAlive('xero', xeroConnections, () => call(connectionsUrl));
      // Access tokens outlive a revocation by their half hour, with nothing left that they open.
      return list !== 'refused' && list.length > 0;
    },
    // Taken out, reset or deleted there, a company is no longer listed, while tokens go on being refreshed.
    standingOf: async (call, account) => {
      const list = await askWhetherAlive('xero', xeroConnections, () => call(connectionsUrl));
      if (list === 'refused') return 'token_refused';
      return list.some(({ tenantId }) => tenantId === account.id) ? 'stands' : 'taken_out';
    },
    personOf: xeroPerson,
    disconnectAccount: async (call, account, beforeSending) => {
      const listed = await askProvider('xero', xeroConnections, () => call(connectionsUrl));
      const mine = listed.filter(({ tenantId }) => tenantId === account.id);
      for (const { id } of mine) {
        const url = `${connectionsUrl}/${encodeURIComponent(id)}`;
        await beforeSending();
        await takeAway('xero', () => call(url, 'DELETE'));
      }
      if (mine.length === 0) return { remaining: listed.length };
      // Anew: the person may have connected another operator meanwhile.
      const left = await askProvider('xero', xeroConnections, () => call(connectionsUrl));
      return { remaining: left.length };
    },
  };
}
