import type { Endpoints } from '../../ports/endpoints.ts';
import type { Source } from '../../ports/source.ts';
import { sourceName } from '../../source/source-name.ts';

export interface OurEndpointsDeps {
  endpoints: Endpoints;
  portalBaseUrl: string;
}

type AtSource = Awaited<ReturnType<Source['listWebhookEndpoints']>>[number];

/** The epoch under which it was registered; undefined: its secret was not stored, or is erased. */
type OurEndpoint = AtSource & { epoch: number | undefined };

/**
 * Endpoints at the source that deliver to us for this operator. Two operators of ours may use one
 * account at the source: what belongs to the other one is left alone.
 */
export async function ourEndpoints(deps: OurEndpointsDeps, source: Source, operatorId: string) {
  const found: OurEndpoint[] = [];
  for (const endpoint of await source.listWebhookEndpoints()) {
    if (!endpoint.url.startsWith(addressPrefix(deps))) continue;
    const stored = await deps.endpoints.get(endpointIdOf(deps, endpoint.url));
    if (stored === undefined || stored.operatorId === operatorId) {
      found.push({ ...endpoint, epoch: stored?.epoch });
    }
  }
  return found;
}

/** Where an endpoint of ours is reached; the id follows. */
export function addressPrefix(deps: Pick<OurEndpointsDeps, 'portalBaseUrl'>): string {
  return `${deps.portalBaseUrl}/webhooks/${sourceName}/`;
}

/** The id in one of our addresses. */
export function endpointIdOf(deps: Pick<OurEndpointsDeps, 'portalBaseUrl'>, url: string): string {
  return url.slice(addressPrefix(deps).length);
}
