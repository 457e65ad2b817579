import type { ApiRoute } from '../api/api-call.ts';
import { accountRoutes } from './account-routes.ts';
import { associationRoutes } from './association-routes.ts';
import { batchRoutes } from './batch-routes.ts';
import { objectRoutes } from './object-routes.ts';
import { propertyRoutes } from './property-routes.ts';

export interface FoundRoute {
  readonly route: ApiRoute;
  readonly version: string;
  /** Values of the placeholders after the version. */
  readonly parameters: readonly string[];
}

/** Every call with an access token; of two that fit, the first is meant. */
export const routes: readonly ApiRoute[] = [
  ...batchRoutes,
  ...associationRoutes,
  ...propertyRoutes,
  ...accountRoutes,
  ...objectRoutes,
];

/** Finds the route of a path; 'method' when only the method does not fit. */
export function findRoute(method: string, path: string): FoundRoute | 'method' | undefined {
  const segments = path.split('/').filter((segment) => segment !== '');
  const fitting = routes.flatMap((route) => {
    const [version, ...parameters] = match(route.path, segments) ?? [];
    return version === undefined ? [] : [{ route, version, parameters }];
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
    else if (part !== segment) return undefined;
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
