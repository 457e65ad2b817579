import { isRowRevoked } from '../../../infra/local/vendors/stora/oauth/oauth-store.ts';
import type { FinishedRun } from '../history.ts';
import { hasLostPair } from './i08-one-refresh.ts';
import { viewOf } from './run-view.ts';
import { storaOperator } from './source-states.ts';

/**
 * What a disconnect of the source should have ended, by the vendor's own books: tokens that we ever
 * stored, and endpoints as long as we had a token to switch them off with. Tokens that nobody stored
 * (the answer was lost, the process died) are known to nobody.
 */
export function whatLivesOn(run: FinishedRun): string[] {
  return run.connections.flatMap(({ operatorId, provider, status }) =>
    provider === 'stora' && status === 'disconnected'
      ? [...liveTokens(run, operatorId), ...liveEndpoints(run, operatorId)]
      : [],
  );
}

function liveTokens(run: FinishedRun, operatorId: string): string[] {
  const stored = storedAccessTokens(run);
  return run.stora.world.oauth.rows.flatMap((row) =>
    run.accounts[operatorId]?.stora.includes(row.operatorSlug) &&
    !isRowRevoked(row) &&
    stored.has(row.accessToken)
      ? [`a pair of ${operatorId} lives on after the disconnect, ${row.accessToken.slice(0, 4)}…`]
      : [],
  );
}

function liveEndpoints(run: FinishedRun, operatorId: string): string[] {
  if (lostAccess(run, operatorId)) return [];
  const endpoints = storaOperator(run, operatorId)?.tables.webhookEndpoints.values() ?? [];
  return [...endpoints].flatMap(({ id, status }) =>
    status === 'enabled' ? [`endpoint ${id} of ${operatorId} is on after the disconnect`] : [],
  );
}

/** The grant died, maybe noticed only while leaving, or staff of the vendor took it away. */
function lostAccess(run: FinishedRun, operatorId: string): boolean {
  const view = viewOf(run);
  const isRevoked = view
    .of('operation')
    .some((each) => each.name === 'revoke_access' && each.operatorId === operatorId);
  if (isRevoked || view.of('stored').some(({ method }) => method === 'markNeedsReconnect'))
    return true;
  const end = view
    .of('disconnected')
    .findLast((each) => each.operatorId === operatorId && each.provider === 'stora');
  return end !== undefined && hasLostPair(run, end);
}

/** The vault of the simulation hides nothing. */
function storedAccessTokens(run: FinishedRun): Set<string> {
  const tokens = new Set<string>();
  for (const { store, input } of viewOf(run).of('stored')) {
    if (store !== 'connections' && store !== 'retiredPairs') continue;
    for (const part of Array.isArray(input) ? input : [input]) {
      const token = accessTokenIn(part);
      if (token !== undefined) tokens.add(token);
    }
  }
  return tokens;
}

function accessTokenIn(part: unknown): string | undefined {
  if (typeof part !== 'object' || part === null || !('sealedTokens' in part)) return undefined;
  const text = Buffer.from(String(part.sealedTokens), 'base64').toString();
  const [, plain] = JSON.parse(text === '' ? '[]' : text) as [string?, string?];
  return (JSON.parse(plain ?? '{}') as { accessToken?: string }).accessToken;
}
