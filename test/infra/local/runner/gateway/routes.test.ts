import { describe, expect, it } from 'vitest';
import { matchRoute, type Route } from '../../../../../infra/local/runner/gateway/routes.ts';

const routes: Route[] = [
  '$default',
  'ANY /pets/{proxy+}',
  'GET /pets/{id}',
  'GET /pets/mine',
  'ANY /pets/mine',
  'POST /webhooks/stora/{endpointId}',
].map((routeKey) => ({ routeKey, functionName: routeKey, timeoutMs: 30_000 }));

describe('a request', () => {
  it.each([
    ['GET', '/pets/mine', 'GET /pets/mine', {}],
    ['PUT', '/pets/mine', 'ANY /pets/mine', {}],
    ['GET', '/pets/7', 'GET /pets/{id}', { id: '7' }],
    ['PUT', '/pets/7', 'ANY /pets/{proxy+}', { proxy: '7' }],
    ['GET', '/pets/7/toys', 'ANY /pets/{proxy+}', { proxy: '7/toys' }],
    ['POST', '/webhooks/stora/e.1', 'POST /webhooks/stora/{endpointId}', { endpointId: 'e.1' }],
    ['GET', '/webhooks/stora/e1', '$default', {}],
    ['POST', '/webhooks/stora/', '$default', {}],
    ['GET', '/', '$default', {}],
  ])('%s %s goes to %s', (...[method, path, routeKey, pathParameters]) => {
    const match = matchRoute(routes, method, path);

    expect(match?.route.routeKey).toBe(routeKey);
    expect({ ...match?.pathParameters }).toEqual(pathParameters);
  });

  it('has no route where nothing fits and there is no default', () => {
    expect(matchRoute(routes.slice(1), 'GET', '/elsewhere')).toBeUndefined();
  });
});
