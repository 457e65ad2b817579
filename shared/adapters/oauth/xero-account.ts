import * as z from 'zod/mini';
import type { XeroSettings } from '../../contracts/provider-settings.ts';
import { askProvider, noAccount } from './account-question.ts';
import type { WhoIs } from './authorized-call.ts';
import { xeroConnections } from './xero-connections.ts';

const claims = z.looseObject({ authentication_event_id: z.optional(z.string()) });

/**
 * Xero lists every organisation that ever gave us access; those of this very consent carry the
 * event id that stands in the access token (Xero, "Manage connections"). The first one is taken.
 */
export function xeroAccount(settings: Pick<XeroSettings, 'connectionsUrl'>): WhoIs {
  return async (accessToken, call) => {
    const eventId = readEventId(accessToken);
    const url = new URL(settings.connectionsUrl);
    if (eventId !== undefined) url.searchParams.set('authEventId', eventId);
    const list = await askProvider('xero', xeroConnections, () => call(url.href));
    const chosen = list.find(
      (connection) =>
        (connection.tenantType ?? 'ORGANISATION') === 'ORGANISATION' &&
        (eventId === undefined || (connection.authEventId ?? eventId) === eventId),
    );
    if (chosen === undefined) throw noAccount('xero');
    return {
      id: chosen.tenantId,
      name: chosen.tenantName ?? 'Organisation without a name',
      connectionId: chosen.id,
    };
  };
}

/** Reads, without verifying: the token came straight from Xero over TLS. */
function readEventId(accessToken: string): string | undefined {
  const [, payload] = accessToken.split('.');
  if (payload === undefined) return undefined;
  try {
    const text = Buffer.from(payload, 'base64url').toString('utf8');
    return claims.parse(JSON.parse(text)).authentication_event_id;
  } catch {
    // Recovery: without the id the list is not filtered; a first consent has one entry anyway.
    return undefined;
  }
}
