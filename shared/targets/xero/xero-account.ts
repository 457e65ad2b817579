import * as z from 'zod/mini';
import type { ListedAccount } from '../../contracts/account-items.ts';
import { askProvider } from '../../runtime/oauth/account-question.ts';
import type { WhoIs } from '../../runtime/oauth/authorized-call.ts';
import type { XeroSettings } from './settings.ts';
import { xeroConnections } from './xero-connections.ts';

const claims = z.looseObject({ authentication_event_id: z.optional(z.string()) });

type XeroConnection = z.infer<typeof xeroConnections>[number];

/**
 * Xero lists every organisation that the person ever gave us, other operators' included. It is not
 * asked to filter by the event in the token: a connection keeps the event of the consent that made
 * it, also when it is consented to again (xero-php-oauth2#18), and would then be missing.
 */
export function xeroAccount(settings: Pick<XeroSettings, 'connectionsUrl'>): WhoIs {
  return async (accessToken, call) => {
    const eventId = readEventId(accessToken);
    const list = await askProvider('xero', xeroConnections, () => call(settings.connectionsUrl));
    return list
      .filter(({ tenantType }) => (tenantType ?? 'ORGANISATION') === 'ORGANISATION')
      .map((connection) => listed(connection, eventId));
  };
}

function listed(connection: XeroConnection, eventId: string | undefined): ListedAccount {
  const { id, tenantId, tenantName, authEventId } = connection;
  return {
    id: tenantId,
    name: tenantName ?? 'Organisation without a name',
    connectionId: id,
    isOfThisConsent: eventId !== undefined && authEventId === eventId,
    ...instant('createdAtEpochMs', connection.createdDateUtc),
    ...instant('updatedAtEpochMs', connection.updatedDateUtc),
  };
}

/** Seven digits after the second and no zone: UTC, as the name says. */
function instant(name: 'createdAtEpochMs' | 'updatedAtEpochMs', text: string | null | undefined) {
  const plain = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,3})?/.exec(text ?? '')?.[0];
  const epochMs = Date.parse(`${plain}Z`);
  return Number.isNaN(epochMs) ? {} : { [name]: epochMs };
}

/** Reads, without verifying: the token came straight from Xero over TLS. */
function readEventId(accessToken: string): string | undefined {
  const [, payload] = accessToken.split('.');
  if (payload === undefined) return undefined;
  try {
    const text = Buffer.from(payload, 'base64url').toString('utf8');
    return claims.parse(JSON.parse(text)).authentication_event_id;
  } catch {
    // Recovery: what a consent added is recognised by its date then.
    return undefined;
  }
}
