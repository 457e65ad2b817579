import { createSeededRandom } from '../../../../../infra/local/vendors/common/seeded-random.ts';
import type {
  StoraSandbox,
  StoraSandboxOptions,
} from '../../../../../infra/local/vendors/stora/stora-sandbox.ts';
import { createStoraSandbox } from '../../../../../infra/local/vendors/stora/stora-sandbox.ts';

export const startEpochMs = Date.UTC(2026, 0, 31, 12, 0, 0);
export const redirectUri = 'https://partner.example/callback/stora';

export const allScopes = [
  'contact:read',
  'contact:write',
  'invoice:read',
  'credit_note:read',
  'order:read',
  'order:write',
  'deal:read',
  'deal:write',
  'deal_stage:read',
  'subscription:read',
  'tenancy:read',
  'unit:read',
  'unit_type:read',
  'unit_allocation:read',
  'protection_level:read',
  'site:read',
  'timeline_source:read',
  'timeline_template:read',
  'timeline_event:read',
  'timeline_event:write',
  'webhook_endpoint:read',
  'webhook_endpoint:write',
  'application:read',
].map((name) => `public.${name}`);

export const partner = {
  clientId: 'partner-client',
  clientSecret: 'partner-secret',
  redirectUris: [redirectUri, 'http://127.0.0.1:4000/callback/stora'],
  scopes: allScopes,
  name: 'Partner',
};
export const rival = { ...partner, clientId: 'rival-client', clientSecret: 'rival-secret' };

/** A sandbox with a clock the test moves by hand. */
export interface Bench {
  readonly sandbox: StoraSandbox;
  readonly clock: { epochMs: number };
  /** API call as the operator, JSON in and out. */
  api(method: string, path: string, call?: ApiCallInput): Promise<ApiResult>;
  /** Control action as JSON. */
  control(action: string, input?: Record<string, unknown>, slug?: string): Promise<Json>;
  state(slug?: string): Promise<Json>;
  token: string;
}

export interface ApiCallInput {
  readonly body?: unknown;
  readonly rawBody?: string;
  readonly token?: string;
  readonly headers?: Record<string, string>;
}

/** Answers are asserted on field by field, so they stay as loose as JSON itself. */
export type Json = ReturnType<typeof JSON.parse>;

export interface ApiResult {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Json;
  readonly text: string;
}

export function createBench(options: Partial<StoraSandboxOptions> = {}): Bench {
  const clock = { epochMs: startEpochMs };
  const sandbox = createStoraSandbox({
    clock: { nowEpochMs: () => clock.epochMs },
    random: createSeededRandom(42),
    applications: [partner, rival],
    limits: { enabled: false },
    deliver: async () => new Response(null, { status: 200 }),
    ...options,
  });
  const token = sandbox.issueAccessToken({
    operatorSlug: 'acorn',
    clientId: partner.clientId,
    scopes: allScopes,
  });
  return {
    sandbox,
    clock,
    token,
    api: (method, path, call = {}) => callApi(sandbox, [method, path], { token, ...call }),
    control: async (action, input = {}, slug = 'acorn') => {
      const request = new Request(`http://stora.test/control/api/${slug}/${action}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json' },
        body: JSON.stringify(input),
      });
      return (await sandbox.fetch(request)).json();
    },
    state: async (slug = 'acorn') =>
      (await sandbox.fetch(new Request(`http://stora.test/control/api/${slug}/state`))).json(),
  };
}

async function callApi(
  sandbox: StoraSandbox,
  [method, path]: readonly [string, string],
  call: ApiCallInput,
): Promise<ApiResult> {
  const body = call.rawBody ?? (call.body === undefined ? null : JSON.stringify(call.body));
  const response = await sandbox.fetch(
    new Request(`http://stora.test/2025-09${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${call.token ?? ''}`,
        ...(body === null ? {} : { 'Content-Type': 'application/json' }),
        ...call.headers,
      },
      body,
    }),
  );
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return {
    status: response.status,
    headers: response.headers,
    json: isJson ? JSON.parse(text) : undefined,
    text,
  };
}

/** POST as a form. */
export function postForm(
  sandbox: StoraSandbox,
  path: string,
  fields: Record<string, string>,
): Promise<ApiResult> {
  return send(sandbox, path, formPost(fields));
}

/** A form to be posted with further headers. */
export function formPost(
  fields: Record<string, string>,
  headers: Record<string, string> = {},
): RequestInit {
  return {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
    body: new URLSearchParams(fields).toString(),
  };
}

/** Any request by path. */
export async function send(
  sandbox: StoraSandbox,
  path: string,
  init: RequestInit = {},
): Promise<ApiResult> {
  const response = await sandbox.fetch(new Request(`http://stora.test${path}`, init));
  const text = await response.text();
  const isJson = (response.headers.get('content-type') ?? '').includes('json');
  return {
    status: response.status,
    headers: response.headers,
    json: isJson && text !== '' ? JSON.parse(text) : undefined,
    text,
  };
}

/** Walks the consent page as a browser does; resolves with the redirect. */
export async function approve(
  sandbox: StoraSandbox,
  params: Record<string, string>,
  choice: { operator?: string; isDenied?: boolean } = {},
): Promise<URL> {
  const query = new URLSearchParams({
    client_id: partner.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: allScopes.join(' '),
    ...params,
  });
  const page = await send(sandbox, `/oauth2/authorize?${query}`);
  const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  const csrf = /name="authenticity_token" value="([^"]+)"/.exec(page.text)?.[1] ?? '';
  const fields = {
    ...Object.fromEntries(query),
    authenticity_token: csrf,
    operator: choice.operator ?? 'acorn',
    ...(choice.isDenied ? { _method: 'delete' } : {}),
  };
  const decided = await send(sandbox, '/oauth2/authorize', formPost(fields, { Cookie: cookie }));
  return new URL(decided.headers.get('location') ?? 'about:blank');
}

export const clientFields = {
  client_id: partner.clientId,
  client_secret: partner.clientSecret,
};

export interface Pair {
  readonly access: string;
  readonly refresh: string;
}

/** A fresh pair through the code flow. */
export async function obtainPair(sandbox: StoraSandbox, scope?: string): Promise<Pair> {
  const redirected = await approve(sandbox, scope === undefined ? {} : { scope });
  const answer = await postForm(sandbox, '/oauth2/token', {
    grant_type: 'authorization_code',
    code: redirected.searchParams.get('code') ?? '',
    redirect_uri: redirectUri,
    ...clientFields,
  });
  return { access: answer.json.access_token, refresh: answer.json.refresh_token };
}

export async function refreshWith(
  sandbox: StoraSandbox,
  refresh: string,
  fields: Record<string, string> = {},
): Promise<ApiResult> {
  return postForm(sandbox, '/oauth2/token', {
    grant_type: 'refresh_token',
    refresh_token: refresh,
    ...clientFields,
    ...fields,
  });
}

export async function refreshPair(sandbox: StoraSandbox, refresh: string): Promise<Pair> {
  const { json } = await refreshWith(sandbox, refresh);
  return { access: json.access_token, refresh: json.refresh_token };
}

/** Status of a cheap API call with this access token; presenting it counts as its first use. */
export async function useAccess(sandbox: StoraSandbox, access: string): Promise<number> {
  const headers = { Authorization: `Bearer ${access}` };
  return (await send(sandbox, '/2025-09/sites', { headers })).status;
}

export async function tokenInfoStatus(sandbox: StoraSandbox, access: string): Promise<number> {
  const headers = { Authorization: `Bearer ${access}` };
  return (await send(sandbox, '/oauth2/token/info', { headers })).status;
}
