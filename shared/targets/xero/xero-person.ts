import * as z from 'zod/mini';

const claims = z.looseObject({ xero_userid: z.optional(z.string()) });

/**
 * The person who consented, as the access token names them (Xero, "Token types"). Reads without
 * verifying: the token came straight from Xero over TLS.
 */
export function xeroPerson(accessToken: string): string | undefined {
  const [, payload] = accessToken.split('.');
  if (payload === undefined) return undefined;
  try {
    const text = Buffer.from(payload, 'base64url').toString('utf8');
    return claims.parse(JSON.parse(text)).xero_userid;
  } catch {
    // Recovery: of somebody unknown it is assumed that it may be anybody.
    return undefined;
  }
}
