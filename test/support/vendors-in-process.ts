import { createSeededRandom } from '../../infra/local/vendors/common/seeded-random.ts';
import {
  createStoraSandbox,
  type StoraSandbox,
} from '../../infra/local/vendors/stora/stora-sandbox.ts';
import {
  createXeroSandbox,
  type XeroSandbox,
} from '../../infra/local/vendors/xero/xero-sandbox.ts';
import type { ProviderLimits } from '../../shared/contracts/provider-settings.ts';
import { type StoraSettings, storaEventTypes } from '../../shared/source/stora/settings.ts';
import type { XeroSettings } from '../../shared/targets/xero/settings.ts';
import type { FakeClock } from '../fakes/fake-clock.ts';
import { FixedAccessTokens } from '../fakes/fixed-access-tokens.ts';

export const operatorId = 'acorn';
export const storaUrl = 'https://stora.test';
export const xeroUrl = 'https://xero.test';
const client = { clientId: 'rollerdoor', clientSecret: 'secret' };
const redirectUri = 'https://rollerdoor.test/callback';
const scopes =
  'public.contact:read public.contact:write public.credit_note:read public.invoice:read public.site:read ' +
  'public.product:read public.protection_level:read public.unit_type:read ' +
  'public.timeline_event:write public.timeline_source:read public.timeline_template:read ' +
  'public.webhook_endpoint:read public.webhook_endpoint:write';
const xeroScopes =
  'openid offline_access accounting.invoices accounting.payments accounting.banktransactions accounting.contacts accounting.settings';
export const caps: Record<'stora' | 'xero', ProviderLimits> = {
  stora: {
    windows: [
      { limit: 10, windowMs: 1_000 },
      { limit: 60, windowMs: 60_000 },
    ],
    concurrent: null,
  },
  xero: { windows: [{ limit: 60, windowMs: 60_000 }], concurrent: 5 },
};

/** Seen by every request to a vendor before it is answered; may throw or answer itself. */
export type Intercept = (request: Request, answer: () => Promise<Response>) => Promise<Response>;

export function startVendors(clock: FakeClock, options: { intercept?: Intercept }) {
  const stora: {
    onDelivery: (request: Request) => Promise<Response>;
    sandbox: StoraSandbox;
  } = {
    onDelivery: async (_request: Request): Promise<Response> => new Response(null, { status: 503 }),
    sandbox: createStoraSandbox({
      clock,
      random: createSeededRandom(7),
      // Nobody refreshes here, and some tests wait for days.
      accessTokenTtlSeconds: 400 * 86_400,
      applications: [
        { ...client, name: 'Rollerdoor', redirectUris: [redirectUri], scopes: scopes.split(' ') },
      ],
      deliver: (request) => stora.onDelivery(request),
    }),
  };
  const xero = createXeroSandbox({
    client: { ...client, redirectUris: [redirectUri] },
    clock,
    accessTokenSeconds: 400 * 86_400,
  });
  const seen: Array<{ method: string; url: string; status: number }> = [];
  const { intercept = (_request: Request, answer: () => Promise<Response>) => answer() } = options;
  const fetchVendor: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const sandbox = request.url.startsWith(storaUrl) ? stora.sandbox : xero;
    const response = await intercept(request, () => sandbox.fetch(request.clone()));
    clock.advance(120);
    seen.push({ method: request.method, url: request.url, status: response.status });
    return response;
  };
  return { stora, xero, calls: { fetch: fetchVendor, seen } };
}

export async function signIn(
  stora: { sandbox: StoraSandbox },
  xero: XeroSandbox,
): Promise<FixedAccessTokens> {
  const storaToken = stora.sandbox.issueAccessToken({
    operatorSlug: 'acorn',
    clientId: client.clientId,
    scopes: scopes.split(' '),
  });
  const base = { epoch: 1, tokenVersion: 1 };
  const { token, tenantId } = await xeroToken(xero);
  return new FixedAccessTokens({
    stora: { ...base, value: storaToken, accountId: 'acorn', accountName: 'Acorn Self Storage' },
    xero: { ...base, value: token, accountId: tenantId, accountName: 'Acorn Self Storage Ltd' },
  });
}

async function xeroToken(xero: XeroSandbox): Promise<{ token: string; tenantId: string }> {
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: redirectUri,
    scope: xeroScopes,
    state: 's',
  });
  const back = xero.approve(`${xeroUrl}/identity/connect/authorize?${query}`, {
    organisations: ['acorn'],
  });
  const answer = await xero.fetch(
    new Request(`${xeroUrl}/connect/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(`${client.clientId}:${client.clientSecret}`)}` },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        code: new URL(back).searchParams.get('code') ?? '',
        redirect_uri: redirectUri,
      }),
    }),
  );
  const { access_token: token } = await answer.json();
  const connections = await xero.fetch(
    new Request(`${xeroUrl}/connections`, { headers: { authorization: `Bearer ${token}` } }),
  );
  const [connection] = await connections.json();
  return { token, tenantId: connection.tenantId };
}

export async function press(
  sandbox: { base: string; fetch(request: Request): Promise<Response> },
  action: string,
  input: Record<string, unknown>,
) {
  const answer = await sandbox.fetch(
    new Request(`${sandbox.base}/control/api/acorn/${action}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(input),
    }),
  );
  if (!answer.ok) throw new Error(`${action}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

export async function state(fetchState: (request: Request) => Promise<Response>, base: string) {
  const answer = await fetchState(new Request(`${base}/control/api/acorn/state`));
  if (!answer.ok) throw new Error(`state: ${answer.status}`);
  return answer.json();
}

export function storaSettings(): StoraSettings {
  return {
    authorizeUrl: `${storaUrl}/oauth2/authorize`,
    tokenUrl: `${storaUrl}/oauth2/token`,
    revokeUrl: `${storaUrl}/oauth2/revoke`,
    tokenInfoUrl: `${storaUrl}/oauth2/token/info`,
    apiBaseUrl: `${storaUrl}/2025-09`,
    clientSecretName: 'stora',
    scopes,
    clientAuthentication: 'body',
    webhookApiVersion: '2025-09',
    webhookEventTypes: storaEventTypes,
    webhookMaxAgeSeconds: 259_200,
    webhookMaxAheadSeconds: 300,
    timelineSourceName: 'Rollerdoor',
    timelineTemplateName: 'Document posted',
    limits: caps.stora,
  };
}

export function xeroSettings(): XeroSettings {
  return {
    authorizeUrl: `${xeroUrl}/identity/connect/authorize`,
    tokenUrl: `${xeroUrl}/connect/token`,
    revokeUrl: `${xeroUrl}/connect/revocation`,
    connectionsUrl: `${xeroUrl}/connections`,
    apiBaseUrl: `${xeroUrl}/api.xro/2.0`,
    appBaseUrl: 'https://go.xero.test',
    clientSecretName: 'xero',
    scopes: xeroScopes,
    clientAuthentication: 'basic',
    limits: caps.xero,
  };
}
