import * as z from 'zod/mini';
import { functionNameOf } from '../lambda/function-definition.ts';
import { cfnNumber, parseProperties } from '../template/cfn-values.ts';
import type { Deployment } from '../template/deployment.ts';

/** A route of an HTTP API with the function behind it. */
export interface Route {
  /** As in the template: `POST /webhooks/{id}` or `$default`. */
  readonly routeKey: string;
  readonly functionName: string;
  readonly timeoutMs: number;
}

export interface RouteMatch {
  readonly route: Route;
  readonly pathParameters: Record<string, string>;
}

const routeProperties = z.looseObject({
  ApiId: z.string(),
  RouteKey: z.string(),
  Target: z.string().check(z.startsWith('integrations/')),
});
const integrationProperties = z.looseObject({
  IntegrationType: z.literal('AWS_PROXY'),
  IntegrationUri: z.string(),
  PayloadFormatVersion: z.optional(z.literal('2.0')),
  TimeoutInMillis: z.optional(cfnNumber),
});

// The longest that API Gateway waits for an integration of an HTTP API, and its default.
const integrationTimeoutMs = 30_000;

/** Reads the routes of the template; every integration must be a Lambda proxy with payload format 2.0. */
export function readRoutes(deployment: Deployment): Route[] {
  const integrations = new Map(
    deployment.resources('AWS::ApiGatewayV2::Integration').map((resource) => {
      const properties = parseProperties(integrationProperties, resource);
      return [deployment.identityOf(resource).ref, properties];
    }),
  );
  return deployment.resources('AWS::ApiGatewayV2::Route').map((resource) => {
    const { RouteKey, Target } = parseProperties(routeProperties, resource);
    const integration = integrations.get(Target.slice('integrations/'.length));
    if (!integration) throw new Error(`Route ${RouteKey} has no integration in the template.`);
    return {
      routeKey: RouteKey,
      functionName: functionNameOf(integration.IntegrationUri),
      timeoutMs: integration.TimeoutInMillis ?? integrationTimeoutMs,
    };
  });
}

/**
 * Finds the route of a request as API Gateway does: the most specific path first, a greedy variable after
 * any exact match, `$default` last.
 * @param path decoded, without the query.
 */
export function matchRoute(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch | undefined {
  const matches = routes.flatMap((route) => {
    const pathParameters = match(route.routeKey, method, path);
    return pathParameters ? [{ route, pathParameters }] : [];
  });
  const rank = ({ route }: RouteMatch) => specificity(route.routeKey);
  return matches.sort((a, b) => (rank(a) < rank(b) ? -1 : 1))[0];
}

function match(routeKey: string, method: string, path: string): Record<string, string> | undefined {
  if (routeKey === '$default') return {};
  const [routeMethod = '', routePath = ''] = routeKey.split(' ');
  if (routeMethod !== 'ANY' && routeMethod !== method) return undefined;
  return new RegExp(`^${patternOf(routePath)}$`).exec(path)?.groups ?? noGroups(routePath, path);
}

function noGroups(routePath: string, path: string): Record<string, string> | undefined {
  return routePath === path ? {} : undefined;
}

function patternOf(routePath: string): string {
  return routePath
    .split('/')
    .map((segment) => {
      const [, name, greedy] = /^\{(\w+)(\+?)\}$/.exec(segment) ?? [];
      if (!name) return RegExp.escape(segment);
      return `(?<${name}>${greedy ? '.+' : '[^/]+'})`;
    })
    .join('/');
}

/** Sorts before others what is more specific: per segment fixed, variable, greedy; then the method. */
function specificity(routeKey: string): string {
  if (routeKey === '$default') return '9';
  const [method, path = ''] = routeKey.split(' ');
  const segments = path.split('/').map((segment) => {
    if (!segment.startsWith('{')) return '0';
    return segment.endsWith('+}') ? '2' : '1';
  });
  return `${segments.join('')}${method === 'ANY' ? '1' : '0'}`;
}
