import { describe, expect, it } from 'vitest';
import { OauthClient } from '../../../shared/adapters/oauth/oauth-client.ts';
import { createAccessTokens } from '../../../shared/application/tokens/access-tokens.ts';
import type { TokenDeps } from '../../../shared/application/tokens/token-deps.ts';
import { sealTokenPair } from '../../../shared/application/tokens/token-pairs.ts';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import { xeroAccess } from '../../../shared/targets/xero/xero-access.ts';
import { xeroAccount } from '../../../shared/targets/xero/xero-account.ts';
import { XeroLedger } from '../../../shared/targets/xero/xero-ledger.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { FakeSecrets } from '../../fakes/fake-secrets.ts';
import { InMemoryRetiredPairs } from '../../fakes/in-memory-retired-pairs.ts';
import { ScriptedOauthProvider } from '../../fakes/scripted-oauth-provider.ts';
import { accountIn } from '../../support/account-in.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { operatorId, xeroSettings, xeroUrl } from '../../support/vendors-in-process.ts';

const client = { clientId: 'rollerdoor', clientSecret: 'secret' };
const xero = { operatorId, provider: 'xero' } as const;

/** The pipeline with tokens of a stored pair, judged and refreshed as in production. */
async function connectedPipeline(scopes = xeroSettings().scopes) {
  const pipeline = await startPipeline();
  const oauth = openOauth(pipeline);
  const connect = async (overrides: Partial<Connection> = {}) => {
    const pair = await consent(pipeline, oauth, scopes);
    const account = await accountIn(oauth, pair.accessToken, 'acorn');
    const expiresAtEpochMs = pipeline.clock.nowEpochMs() + 1_800_000;
    const bare = aConnection({ ...xero, account, expiresAtEpochMs, ...overrides });
    const sealedTokens = await sealTokenPair(pipeline.ports.vault, bare, pair);
    pipeline.stores.connections.seed({ ...bare, sealedTokens });
  };
  await connect();
  const { ports, clock } = pipeline;
  const call = { ...xero, lane: 'live', pacer: ports.pacer, clock } as const;
  const tokens = createAccessTokens(tokenDeps(pipeline, oauth));
  const ledger = new XeroLedger(xeroSettings(), { ...call, tokens, fetch: fetchOf(pipeline) });
  Object.assign(ports, { ledgerFor: () => ledger });
  return { ...pipeline, connect, row: () => pipeline.stores.connections.get(xero) };
}

function fetchOf({ xero: sandbox }: Pipeline): typeof fetch {
  return (input, init) => sandbox.fetch(new Request(input, init));
}

function openOauth(pipeline: Pipeline): OauthClient {
  const secrets = new FakeSecrets();
  secrets.setCredentials('xero', client);
  return new OauthClient({
    provider: 'xero',
    settings: xeroSettings(),
    whoIs: xeroAccount(xeroSettings()),
    access: xeroAccess(xeroSettings()),
    secrets,
    clock: pipeline.clock,
    fetch: fetchOf(pipeline),
  });
}

function tokenDeps({ ports }: Pipeline, oauth: OauthClient): TokenDeps {
  return {
    ...ports,
    retiredPairs: new InMemoryRetiredPairs(),
    providers: { stora: new ScriptedOauthProvider('stora'), xero: oauth },
    secrets: new FakeSecrets(),
    clientSecretNames: { stora: 'stora', xero: 'xero' },
  };
}

async function consent({ xero: sandbox }: Pipeline, oauth: OauthClient, scope: string) {
  const redirectUri = 'https://rollerdoor.test/callback';
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: client.clientId,
    redirect_uri: redirectUri,
    scope,
    state: 's',
  });
  const back = sandbox.approve(`${xeroUrl}/identity/connect/authorize?${query}`, {
    organisations: ['acorn'],
  });
  const code = new URL(back).searchParams.get('code') ?? '';
  const answer = await oauth.exchange({ code, codeVerifier: 'v'.repeat(43), redirectUri });
  if (answer.kind !== 'granted') throw new Error(answer.kind);
  const { accessToken, refreshToken = '' } = answer.grant;
  return { accessToken, refreshToken };
}

async function book(pipeline: Pipeline, name: string): Promise<string> {
  const email = `${name.toLowerCase()}@example.com`;
  const booked = await pipeline.press('new-booking', { full_name: name, email });
  return booked.invoice.number;
}

describe('an operator who disconnects us inside Xero', () => {
  it('finds everything waiting and, after the reconnect, everything in the books', async () => {
    const world = await connectedPipeline();
    await book(world, 'Ada');
    await world.settle();

    await world.pressXero('disconnect');
    const number = await book(world, 'Ben');
    await world.deliver();
    const waiting = world.changes.messages();
    const results = await world.apply(waiting);

    expect(results.every(({ kind }) => kind === 'done')).toBe(true);
    const aside = world.stores.aside.all();
    expect(aside.length).toBeGreaterThan(0);
    expect(await world.stores.issues.list(operatorId)).toEqual([]);
    expect(await world.row()).toMatchObject({ status: 'needs_reconnect', epoch: 1 });
    expect(world.log.counts.get('ConnectionNeedsReconnect')).toBe(1);

    await world.connect({ epoch: 2, sinceEpoch: 1, tokenVersion: 2 });
    const after = await world.workAside();

    expect(after.every(({ kind }) => kind !== 'deferred')).toBe(true);
    expect(await world.stores.issues.list(operatorId)).toEqual([]);
    const state = await world.xeroState();
    expect(state.invoices.map((invoice: { number: string }) => invoice.number)).toContain(number);
  });

  it('still reads of a missing permission where it is the scope that is missing', async () => {
    const { scopes } = xeroSettings();
    const world = await connectedPipeline(scopes.replace('accounting.invoices', ''));
    await book(world, 'Ada');

    await world.settle();

    const issues = await world.stores.issues.list(operatorId);
    expect(issues.map(({ cause }) => cause)).toContain('permission_missing');
    expect((await world.row())?.status).toBe('connected');
  });
});
