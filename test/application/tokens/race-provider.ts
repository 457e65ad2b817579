import type { SeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import type { StoraSettings as SandboxSettings } from '../../../infra/local/vendors/stora/core/stora-settings.ts';
import {
  isRowAccessible,
  revokeRow,
} from '../../../infra/local/vendors/stora/oauth/oauth-store.ts';
import { createStoraSandbox } from '../../../infra/local/vendors/stora/stora-sandbox.ts';
import { createXeroSandbox } from '../../../infra/local/vendors/xero/xero-sandbox.ts';
import type { OauthSettings } from '../../../shared/contracts/provider-settings.ts';
import type { TokenPair } from '../../../shared/contracts/token-pairs.ts';
import { storaSettings, xeroSettings } from '../../support/vendors-in-process.ts';

export const client = { clientId: 'rollerdoor', clientSecret: 'secret' };
const redirectUri = 'https://rollerdoor.test/callback';

/** A provider's token server on virtual time, with what only a test may see of it. */
export interface RaceProvider {
  provider: 'stora' | 'xero';
  settings: OauthSettings;
  accessTokenMs: number;
  fetch(request: Request): Promise<Response>;
  /** A pair as a person's consent would give it. */
  newPair(): Promise<TokenPair>;
  /** Revokes one pair, as a reconnect does with the old one; Xero cannot without ending the new one. */
  revoke(pair: TokenPair): void;
  /** Presents an access token, as a call of the API does; tells whether it was taken. */
  isServed(accessToken: string): boolean;
}

export type RaceMode = SandboxSettings['rotationMode'] | 'xero-grace';

type Clock = { nowEpochMs(): number };

/** Doorkeeper in either rotation mode, or Xero with its 30 minutes of grace. */
export function raceProvider(mode: RaceMode, clock: Clock, seed: number): RaceProvider {
  const random = createSeededRandom(seed);
  return mode === 'xero-grace' ? xero(clock, random) : stora(mode, clock, random);
}

function stora(
  rotationMode: SandboxSettings['rotationMode'],
  clock: Clock,
  random: SeededRandom,
): RaceProvider {
  const settings = storaSettings();
  const scopes = settings.scopes.split(' ');
  const sandbox = createStoraSandbox({
    clock,
    random,
    rotationMode,
    applications: [{ ...client, name: 'Rollerdoor', redirectUris: [redirectUri], scopes }],
    deliver: async () => new Response(null, { status: 200 }),
  });
  const { oauth } = sandbox.world;
  const expiresInSeconds = sandbox.settings.accessTokenTtlSeconds;
  const grant = {
    clientId: client.clientId,
    operatorSlug: 'acorn',
    scopes,
    expiresInSeconds,
    withRefreshToken: true,
  };
  return {
    provider: 'stora',
    settings,
    accessTokenMs: expiresInSeconds * 1_000,
    fetch: sandbox.fetch,
    newPair: async () => {
      const { accessToken, refreshToken } = oauth.issueTokens(grant, clock.nowEpochMs());
      return { accessToken, refreshToken: refreshToken ?? '' };
    },
    revoke: ({ accessToken }) => {
      const row = oauth.findByAccessToken(accessToken);
      if (row) revokeRow(row, clock.nowEpochMs());
    },
    isServed: (accessToken) => {
      const row = oauth.present(accessToken, clock.nowEpochMs());
      return row !== undefined && isRowAccessible(row, clock.nowEpochMs());
    },
  };
}

function xero(clock: Clock, random: SeededRandom): RaceProvider {
  const settings = xeroSettings();
  const sandbox = createXeroSandbox({
    clock,
    random,
    client: { ...client, redirectUris: [redirectUri] },
  });
  const { grants } = sandbox.world;
  return {
    provider: 'xero',
    settings,
    accessTokenMs: grants.settings.accessTokenSeconds * 1_000,
    fetch: sandbox.fetch,
    newPair: async () => {
      const query = new URLSearchParams({
        response_type: 'code',
        client_id: client.clientId,
        redirect_uri: redirectUri,
        scope: settings.scopes,
        state: 's',
      });
      const organisations = { organisations: ['acorn'] };
      const back = sandbox.approve(`${settings.authorizeUrl}?${query}`, organisations);
      const code = new URL(back).searchParams.get('code') ?? '';
      const proof = { redirectUri, verifier: undefined };
      const pair = grants.exchange(code, proof, clock.nowEpochMs());
      if (!pair) throw new Error('The sandbox refused its own code.');
      return { accessToken: pair.access.token, refreshToken: pair.refreshToken ?? '' };
    },
    revoke: () => undefined,
    isServed: (accessToken) => {
      const access = grants.accessToken(accessToken);
      return access !== undefined && clock.nowEpochMs() < access.expiresAtEpochMs;
    },
  };
}
