import type { JsonObject } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import type { TokenRow } from '../oauth/oauth-store.ts';

/** One authenticated call as a route handler sees it. */
export interface ApiCall {
  readonly world: World;
  readonly operator: Operator;
  readonly token: TokenRow;
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly format: 'json' | 'csv' | 'pdf';
  readonly requestId: string;
  readonly nowEpochMs: number;
}

export type ApiAnswer =
  | { readonly status: number; readonly json: JsonObject }
  | { readonly status: number; readonly contentType: string; readonly text: string };

export interface ApiRoute {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Path after the version, e.g. `/contacts/{id}`. */
  readonly path: string;
  readonly scope: string;
  readonly formats?: readonly ('csv' | 'pdf')[];
  /** Query parameters the route knows; others are ignored or refused by setting. */
  readonly queryNames?: readonly string[];
  handle(call: ApiCall): ApiAnswer;
}

/** Finds the route of a call; literal segments win over parameters. */
export function matchRoute(
  routes: readonly ApiRoute[],
  method: string,
  path: string,
): { readonly route: ApiRoute; readonly params: Record<string, string> } | null {
  const segments = path.split('/');
  const matches = routes
    .filter((route) => route.method === method)
    .flatMap((route) => {
      const params = matchSegments(route.path.split('/'), segments);
      return params === null ? [] : [{ route, params }];
    })
    .sort((a, b) => Object.keys(a.params).length - Object.keys(b.params).length);
  return matches[0] ?? null;
}

/** The resource under its own key, with `meta` beside it. */
export function envelope(
  call: ApiCall,
  resource: JsonObject,
  extraMeta: JsonObject = {},
): JsonObject {
  const meta = { request_id: call.requestId, curies: curiesOf(call.operator), ...extraMeta };
  return { ...resource, meta };
}

/** Link templates; the storefront one carries the operator's host, its only trace in answers. */
export function curiesOf(operator: Operator): JsonObject[] {
  return [
    { name: 'bo', href: 'https://app.stora.test{rel}', templated: true, title: 'Backoffice' },
    {
      name: 'sf',
      href: `https://${operator.storefrontHost}{rel}`,
      templated: true,
      title: 'Storefront',
    },
  ];
}

/** Answer of a delete. */
export function deletedAnswer(call: ApiCall, noun: string): ApiAnswer {
  return {
    status: 200,
    json: envelope(call, { success: { message: `${noun} deleted successfully.` } }),
  };
}

function matchSegments(
  pattern: readonly string[],
  segments: readonly string[],
): Record<string, string> | null {
  if (pattern.length !== segments.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? '';
    const name = /^\{(.+)\}$/.exec(part)?.[1];
    if (name !== undefined && segment !== '') params[name] = segment;
    else if (part !== segment) return null;
  }
  return params;
}
