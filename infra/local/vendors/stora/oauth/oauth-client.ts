import type { StoredApplication, World } from '../core/world.ts';
import type { OauthRequest } from './oauth-params.ts';
import { param } from './oauth-params.ts';

export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Credentials of the request: HTTP Basic wins over body and query; null without a client id. */
export function readClientCredentials(request: OauthRequest): ClientCredentials | null {
  const basic = /^Basic (.+)$/i.exec(request.authorization)?.[1];
  const found =
    basic === undefined
      ? { clientId: param(request, 'client_id'), clientSecret: param(request, 'client_secret') }
      : splitBasic(basic);
  return found.clientId === '' ? null : found;
}

/** The application with these credentials, undefined when unknown or the secret differs. */
export function authenticateClient(
  world: World,
  credentials: ClientCredentials | null,
): StoredApplication | undefined {
  if (credentials === null) return undefined;
  const application = world.applications.get(credentials.clientId);
  return application?.clientSecret === credentials.clientSecret ? application : undefined;
}

/** The bearer token of a request: header (any case of the scheme) or `access_token` parameter. */
export function readBearerToken(authorization: string, params: URLSearchParams): string {
  const fromHeader = /^Bearer (.+)$/i.exec(authorization)?.[1];
  return fromHeader ?? params.get('access_token') ?? params.get('bearer_token') ?? '';
}

function splitBasic(encoded: string): ClientCredentials {
  const decoded = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = decoded.indexOf(':');
  return colon < 0
    ? { clientId: decoded, clientSecret: '' }
    : { clientId: decoded.slice(0, colon), clientSecret: decoded.slice(colon + 1) };
}
