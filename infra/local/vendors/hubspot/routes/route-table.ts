import { matchPath, ofMethod } from '../../common/match-path.ts';
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
  const fitting = routes.flatMap((route) => {
    const [version, ...parameters] = matchPath(route.path, path) ?? [];
    return version === undefined ? [] : [{ route, version, parameters }];
  });
  return ofMethod(fitting, method);
}
