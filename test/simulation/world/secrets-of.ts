import { client } from './addresses.ts';
import type { Vendors } from './vendors.ts';

/** Every text that must never show up where people or other systems read. */
export function secretsOf({ stora, xeroTokens }: Vendors): string[] {
  const { oauth, operators } = stora.world;
  const pairs = oauth.rows.flatMap(({ accessToken, refreshToken }) => [accessToken, refreshToken]);
  const endpoints = [...operators.values()].flatMap(({ tables }) =>
    [...tables.webhookEndpoints.values()].map(({ secret }) => secret),
  );
  const all = [client.clientSecret, ...pairs, ...endpoints, ...xeroTokens];
  return all.flatMap((text) => (text === null || text === '' ? [] : [text]));
}
