import { matchPath, ofMethod } from '../../common/match-path.ts';
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
  const fitting = routes.flatMap((route) => {
    const parameters = matchPath(route.path, path, isSameLetters);
    return parameters === undefined ? [] : [{ route, parameters }];
  });
  return ofMethod(fitting, method);
}

function isSameLetters(part: string, segment: string): boolean {
  return part.toLowerCase() === segment.toLowerCase();
}
