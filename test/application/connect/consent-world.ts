import { sampleUsers } from '../../../infra/local/vendors/xero/oauth/consent-page.ts';
import type { ReconnectManner } from '../../../infra/local/vendors/xero/oauth/grants.ts';
import { createXeroSandbox } from '../../../infra/local/vendors/xero/xero-sandbox.ts';
import { OauthClient } from '../../../shared/adapters/oauth/oauth-client.ts';
import { chooseAccount, loadChoice } from '../../../shared/application/connect/choose-account.ts';
import {
  type CompleteAuthorizationDeps,
  completeAuthorization,
} from '../../../shared/application/connect/complete-authorization.ts';
import { startAuthorization } from '../../../shared/application/connect/start-authorization.ts';
import { disconnect } from '../../../shared/application/disconnect/disconnect.ts';
import type { RemoveOperatorDeps } from '../../../shared/application/disconnect/remove-operator.ts';
import { tendConnections } from '../../../shared/application/disconnect/tend-connections.ts';
import { openTokenPair } from '../../../shared/application/tokens/token-pairs.ts';
import type { SessionClaims } from '../../../shared/contracts/portal-tokens.ts';
import { xeroAccess } from '../../../shared/targets/xero/xero-access.ts';
import { xeroAccount } from '../../../shared/targets/xero/xero-account.ts';
import { anOperator } from '../../builders/an-operator.ts';
import { InMemoryEndpoints } from '../../fakes/in-memory-endpoints.ts';
import { xeroSettings, xeroUrl } from '../../support/vendors-in-process.ts';
import { connectWorld, portalBaseUrl } from './connect-world.ts';

const client = { clientId: 'xero-id', clientSecret: 'xero-secret' };
const minuteMs = 60_000;

export const [fran, amira] = sampleUsers.map(({ id }) => id);

export interface Visit {
  operatorId: string;
  /** Ticked on Xero's page; what the person connected before cannot be. */
  ticks: string[];
  userId?: string | undefined;
  mayBeOtherAccount?: boolean;
  session?: SessionClaims;
  /** Of the worker to which the browser comes back. */
  deps?: CompleteAuthorizationDeps;
}

/** Operators that connect Xero as it is simulated, through the real client; everything else in memory. */
export async function consentWorld(reconnects: Partial<ReconnectManner> = {}) {
  const world = await openWorld(reconnects);
  const { completion, leaving } = world;
  return {
    ...world,
    add: async (...ids: string[]) => {
      for (const id of ids) await world.operators.add(anOperator({ operatorId: id, name: id }));
    },
    connect: (visit: Visit) => connect(world, visit),
    choose: (session: SessionClaims, accountId: string | undefined) =>
      chooseAccount(completion, { session, provider: 'xero' }, { accountId }),
    choiceOf: (session: SessionClaims) => loadChoice(completion, { session, provider: 'xero' }),
    disconnect: (operatorId: string) =>
      disconnect(leaving, { operatorId, provider: 'xero', actor: 'operator' }),
    /** Ticks of the schedule, five minutes each. */
    async tend(ticks = 1): Promise<void> {
      for (let tick = 0; tick < ticks; tick += 1) {
        world.clock.advance(5 * minuteMs);
        await tendConnections(leaving, world.clock.nowEpochMs() + 4 * minuteMs);
      }
    },
    standing: () => standing(world),
    isServed: (operatorId: string) => isServed(world, operatorId),
    tenantOf: (slug: string) => world.sandbox.world.book(slug)?.tenantId ?? '',
    typesOf: (operatorId: string) =>
      world.activities
        .all()
        .filter((activity) => activity.operatorId === operatorId)
        .map(({ type }) => type)
        .filter((type) => type.startsWith('connection.')),
  };
}

type OpenWorld = Awaited<ReturnType<typeof openWorld>>;

async function openWorld(reconnects: Partial<ReconnectManner>) {
  const world = await connectWorld();
  world.secrets.setCredentials('xero-client', client);
  const sandbox = createXeroSandbox({
    clock: world.clock,
    client: { ...client, redirectUris: [`${portalBaseUrl}/callback/xero`] },
    furtherOrganisations: 30,
    reconnects,
  });
  const settings = { ...xeroSettings(), clientSecretName: 'xero-client' };
  /** Requests whose method and address contain one of these are answered with 503. */
  const failing: string[] = [];
  const xero = new OauthClient({
    provider: 'xero',
    settings,
    whoIs: xeroAccount(settings),
    access: xeroAccess(settings),
    secrets: world.secrets,
    clock: world.clock,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      const isDown = failing.some((word) => `${request.method} ${request.url}`.includes(word));
      return isDown ? new Response('', { status: 503 }) : sandbox.fetch(request);
    },
  });
  const completion = { ...world.completion, providers: { ...world.providers, xero } };
  const leaving: RemoveOperatorDeps = {
    ...completion,
    endpoints: new InMemoryEndpoints(),
    erasure: { eraseAllOf: async () => 0 },
    sourceWith: () => {
      throw new Error('Nothing of Stora is ended here.');
    },
  };
  const rowOf = (operatorId: string) => world.connections.get({ operatorId, provider: 'xero' });
  return { ...world, sandbox, failing, xero, completion, leaving, rowOf };
}

async function connect(world: OpenWorld, visit: Visit) {
  const { operatorId, mayBeOtherAccount = false } = visit;
  const session = visit.session ?? (await world.visit(operatorId));
  const start = { session, provider: 'xero', mayBeOtherAccount } as const;
  const url = await startAuthorization(world.completion, start);
  // A person needs a while on Xero's page.
  world.clock.advance(minuteMs / 2);
  const who = visit.userId === undefined ? {} : { userId: visit.userId };
  const back = new URL(world.sandbox.approve(url, { organisations: visit.ticks, ...who }));
  return completeAuthorization(visit.deps ?? world.completion, {
    provider: 'xero',
    state: back.searchParams.get('state') ?? undefined,
    code: back.searchParams.get('code') ?? undefined,
    error: undefined,
    session,
  });
}

/** `person organisation` of every connection that stands at Xero. */
function standing({ sandbox }: OpenWorld): string[] {
  return [...sandbox.world.grants.connections.values()].map(({ userId, tenantId }) => {
    const person = userId === fran ? 'fran' : 'amira';
    return `${person} ${sandbox.world.book(tenantId)?.slug}`;
  });
}

/** Whether Xero lets the operator into the organisation that its row names. */
async function isServed(world: OpenWorld, operatorId: string): Promise<boolean> {
  const row = await world.rowOf(operatorId);
  if (row?.status !== 'connected') return false;
  const { refreshToken = '' } = await openTokenPair(world.vault, row);
  const renewed = await world.xero.refresh(refreshToken);
  if (renewed.kind !== 'granted') return false;
  const headers = {
    authorization: `Bearer ${renewed.grant.accessToken}`,
    'xero-tenant-id': row.account.id,
  };
  const url = `${xeroUrl}/api.xro/2.0/Organisation`;
  return (await world.sandbox.fetch(new Request(url, { headers }))).status === 200;
}

export type ConsentWorld = Awaited<ReturnType<typeof consentWorld>>;
