import type { ApiRoute } from '../api/api-call.ts';
import { bankTransactionRoutes } from './bank-transaction-routes.ts';
import { contactRoutes } from './contact-routes.ts';
import { documentRoutes } from './document-routes.ts';
import { settingsRoutes } from './settings-routes.ts';
import { settlementRoutes } from './settlement-routes.ts';

export interface FoundRoute {
  readonly route: ApiRoute;
  readonly parameters: readonly string[];
}

/** Every route under /api.xro/2.0. */
export const routes: readonly ApiRoute[] = [
  ...settingsRoutes,
  ...contactRoutes,
  ...documentRoutes,
  ...settlementRoutes,
  ...bankTransactionRoutes,
];

/** Finds the route of a path under /api.xro/2.0; 'method' when only the method does not fit. */
export function findRoute(method: string, path: string): FoundRoute | 'method' | undefined {
  const segments = path.split('/').filter((segment) => segment !== '');
  const fitting = routes.flatMap((route) => {
    const parameters = match(route.path, segments);
    return parameters === undefined ? [] : [{ route, parameters }];
  });
  const found = fitting.find(({ route }) => route.method === method);
  return found ?? (fitting.length > 0 ? 'method' : undefined);
}

function match(pattern: string, segments: readonly string[]): readonly string[] | undefined {
  const parts = pattern.split('/').filter((part) => part !== '');
  if (parts.length !== segments.length) return undefined;
  const parameters: string[] = [];
  for (const [index, part] of parts.entries()) {
    const segment = segments[index] ?? '';
    if (part.startsWith(':')) parameters.push(decode(segment));
    else if (part.toLowerCase() !== segment.toLowerCase()) return undefined;
  }
  return parameters;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    // A stray percent sign: taken literally, it will simply not be found.
    return segment;
  }
}
