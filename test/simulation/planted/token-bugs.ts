import type { PlantedBug } from './planted-bug.ts';

const rows = 'test/fakes/in-memory-connections.ts';
const decideOutcome = 'shared/domain/tokens/decide-refresh-outcome.ts';

/** Token pairs: refreshing, ending, and keeping operators apart. */
export const tokenBugs: readonly PlantedBug[] = [
  {
    name: 'no-version-fence',
    mistake: 'A refreshed pair is stored whatever version is there by now.',
    breaks: ['I8', 'I14'],
    edits: [
      {
        file: rows,
        find: `    this.faults.check('storeTokens');
    const row = this.#ofPair(fence);`,
        replace: `    this.faults.check('storeTokens');
    const row = this.#rows.get(keyOf(fence));`,
      },
    ],
  },
  {
    name: 'no-lease',
    mistake: 'Everybody may take the lease at any time, so refreshes run side by side.',
    breaks: ['I8'],
    edits: [
      {
        file: 'shared/application/tokens/refresh-token-pair.ts',
        find: "return row ? await refreshUnderLease(deps, fence, row) : { kind: 'busy' };",
        replace:
          'return await refreshUnderLease(deps, fence, row || { ...seen, leaseUntilEpochMs: untilEpochMs });',
      },
      {
        file: 'shared/application/tokens/refresh-token-pair.ts',
        find: "if ((seen.leaseUntilEpochMs ?? 0) > nowEpochMs) return { kind: 'busy' };",
        replace: '',
      },
    ],
  },
  {
    name: 'silence-is-refusal',
    mistake: 'A token request without an answer is taken for a refused grant.',
    breaks: ['I8'],
    edits: [
      {
        file: decideOutcome,
        find: "if (answer.kind === 'unknown') {",
        replace:
          "if (answer.kind === 'unknown') return { step: 'mark_dead' };\n  if (answer.kind === 'unknown') {",
      },
    ],
  },
  {
    name: 'revokes-something-else',
    mistake: 'A token that nobody knows is revoked, which is answered with 200, and nobody looks.',
    breaks: ['I9'],
    edits: [
      {
        file: 'shared/application/tokens/end-pair.ts',
        find: 'provider.revoke(refreshToken, ',
        replace: "provider.revoke('Bearer '.concat(refreshToken), ",
      },
      {
        file: 'shared/application/tokens/end-pair.ts',
        find: "if (!(await provider.isAlive(tokens.accessToken))) return { kind: 'ended' };",
        replace: "if (answer.kind !== undefined) return { kind: 'ended' };",
      },
    ],
  },
  {
    name: 'leaves-the-endpoint-on',
    mistake: 'Our webhook endpoint stays on at the source after a disconnect.',
    breaks: ['I9'],
    edits: [
      {
        file: 'shared/application/tokens/remove-webhook-endpoints.ts',
        find: 'if (isEnabled) await source.disableWebhookEndpoint(sourceEndpointId, key);',
        replace: 'if (!isEnabled) await source.disableWebhookEndpoint(sourceEndpointId, key);',
      },
    ],
  },
  {
    name: 'keeps-using-a-disconnected-pair',
    mistake: 'A connection that is being ended still serves tokens.',
    breaks: ['I9'],
    edits: [
      {
        file: 'shared/domain/tokens/decide-token-use.ts',
        find: "if (connection.status === 'disconnecting') return 'disconnected';",
        replace: "if (connection.status === 'disconnecting') return 'use';",
      },
      {
        file: 'shared/domain/tokens/is-live-epoch.ts',
        find: "return connection.status === 'connected' || connection.status === 'needs_reconnect';",
        replace: "return connection.status !== 'disconnected';",
      },
      {
        file: 'shared/domain/tokens/is-live-epoch.ts',
        find: 'return epoch <= connection.epoch && epoch >= (connection.sinceEpoch ?? connection.epoch);',
        replace: 'return epoch <= connection.epoch;',
      },
    ],
  },
  {
    name: 'pair-kept-in-memory',
    mistake: 'A worker keeps the first access token it saw, for whichever operator asks.',
    breaks: ['I5'],
    edits: [
      {
        file: 'shared/application/tokens/access-tokens.ts',
        find: '  const normal: Need = { marginMs: useMarginMs, rejectedVersion: undefined };',
        replace: `  const normal: Need = { marginMs: useMarginMs, rejectedVersion: undefined };
  const keptOf = new Map<string, AccessToken>();`,
      },
      {
        file: 'shared/application/tokens/access-tokens.ts',
        find: '      const kept = recent.kept(key);',
        replace: `      const known = keptOf.get(key.provider);
      if (known !== undefined) return known;
      const first = await toAccessToken(deps, await obtain(deps, key, normal));
      keptOf.set(key.provider, first);
      const kept = recent.kept(key);`,
      },
    ],
  },
  {
    name: 'token-in-the-log',
    mistake: 'The refreshed pair is logged.',
    breaks: ['I10'],
    edits: [
      {
        file: 'shared/application/tokens/store-token-pair.ts',
        find: "deps.log.info('token.refreshed', { ...factsOf(fence), isStored });",
        replace:
          "deps.log.info('token.refreshed', { ...factsOf(fence), isStored, pair: pair.refreshToken });",
      },
    ],
  },
];
