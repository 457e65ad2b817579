import { describe, expect, it } from 'vitest';
import { auditedVault } from '../../../shared/application/audit/audited-vault.ts';
import { completeAuthorization } from '../../../shared/application/connect/complete-authorization.ts';
import {
  createHostedLink,
  openHostedLink,
  revokeHostedLink,
} from '../../../shared/application/connect/hosted-links.ts';
import {
  formToken,
  isOwnForm,
  readSession,
  startSession,
} from '../../../shared/application/connect/portal-session.ts';
import { signText } from '../../../shared/application/connect/signed-text.ts';
import { createAccessTokens } from '../../../shared/application/tokens/access-tokens.ts';
import { SealError } from '../../../shared/domain/errors/errors.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { InMemoryRetiredPairs } from '../../fakes/in-memory-retired-pairs.ts';
import { connectWorld, portalBaseUrl } from '../connect/connect-world.ts';
import { started } from '../connect/started-visit.ts';

const victim = 'acorn';
const dayMs = 24 * 3_600_000;

/** Two operators, both connected to both sides. */
async function worldOfTwo() {
  const world = await connectWorld();
  await world.operators.add(anOperator({ operatorId: victim }));
  for (const operatorId of [anOperatorId, victim]) {
    for (const provider of ['stora', 'xero'] as const) {
      await world.seedConnection({ operatorId, provider });
    }
  }
  return {
    ...world,
    /** Everything that an attempt could have changed, and everything it could have asked for. */
    async everything() {
      const { stora, xero } = world.providers;
      return structuredClone({
        rows: [
          ...(await world.connections.list(anOperatorId)),
          ...(await world.connections.list(victim)),
        ],
        links: [
          ...(await world.hostedLinks.list(anOperatorId)),
          ...(await world.hostedLinks.list(victim)),
        ],
        calls: [stora, xero].map(({ exchanges, refreshes, revocations }) => [
          exchanges,
          refreshes,
          revocations,
        ]),
      });
    },
    refusals: () => world.activities.all().filter(({ type }) => type.endsWith('.refused')),
  };
}

async function linkOf(world: Awaited<ReturnType<typeof worldOfTwo>>, operatorId = anOperatorId) {
  const wish = { operatorId, days: 1, actor: 'partner' };
  const link = await createHostedLink(world.links, wish);
  return { ...link, token: link.url.slice(`${portalBaseUrl}/link/`.length) };
}

describe('tokens copied into the row of another operator', () => {
  it.each(['stora', 'xero'] as const)(
    'of %s open for nobody, change nothing and leave one line',
    async (provider) => {
      const world = await worldOfTwo();
      const theirs = await world.connections.get({ operatorId: victim, provider });
      const mine = await world.connections.get({ operatorId: anOperatorId, provider });
      if (theirs === undefined || mine === undefined) throw new Error('Not seeded.');
      world.connections.seed({ ...mine, sealedTokens: theirs.sealedTokens });
      const before = await world.everything();
      const vault = auditedVault(world);
      const tokens = createAccessTokens({
        ...world,
        vault,
        retiredPairs: new InMemoryRetiredPairs(),
      });

      for (let attempt = 0; attempt < 3; attempt += 1) {
        await expect(tokens.get({ operatorId: anOperatorId, provider })).rejects.toThrow(SealError);
      }

      expect(await world.everything()).toEqual(before);
      expect(world.refusals()).toMatchObject([
        {
          operatorId: anOperatorId,
          type: 'ciphertext.refused',
          detail: { provider, purpose: 'tokens', epoch: mine.epoch },
        },
      ]);
      expect(world.log.counts.get('CiphertextRefused')).toBe(3);
    },
  );

  it('are refused all the same when the refusal cannot be noted', async () => {
    const world = await worldOfTwo();
    const context = { operatorId: victim, provider: 'xero', epoch: 1, purpose: 'tokens' } as const;
    const sealed = await world.vault.seal('secret', context);
    world.activities.faults.failNext('append', new Error('Not now.'));

    const opened = auditedVault(world).open(sealed, { ...context, operatorId: anOperatorId });

    await expect(opened).rejects.toThrow(SealError);
    expect(world.log.of('ciphertext.refusal_not_noted')).toHaveLength(1);
  });
});

describe('a link that is good no more', () => {
  it('opens nothing once revoked, however often it is replayed, and leaves one line', async () => {
    const world = await worldOfTwo();
    const { token, linkId } = await linkOf(world);
    const visit = await startSession(world.links, token);
    await revokeHostedLink(world.links, { operatorId: anOperatorId, linkId, actor: 'partner' });
    const before = await world.everything();

    for (let replay = 0; replay < 20; replay += 1) {
      expect(await startSession(world.links, token)).toEqual({
        kind: 'closed',
        problem: 'revoked',
      });
    }

    const cookie = visit.kind === 'started' ? visit.cookieValue : '';
    expect(await readSession(world.links, cookie)).toBeUndefined();
    expect(await world.everything()).toEqual(before);
    expect(world.refusals()).toMatchObject([
      { operatorId: anOperatorId, type: 'link.refused', detail: { linkId, reason: 'revoked' } },
    ]);
  });

  it('opens nothing once expired, and leaves one line', async () => {
    const world = await worldOfTwo();
    const { token, linkId } = await linkOf(world);
    world.clock.advance(dayMs);

    expect(await startSession(world.links, token)).toMatchObject({ problem: 'expired' });

    expect(world.refusals()).toMatchObject([{ detail: { linkId, reason: 'expired' } }]);
  });

  it('may be looked at by a mail scanner without leaving a line', async () => {
    const world = await worldOfTwo();
    const { token, linkId } = await linkOf(world);
    await revokeHostedLink(world.links, { operatorId: anOperatorId, linkId, actor: 'partner' });
    const before = world.activities.all();

    await openHostedLink(world.links, token);

    expect(world.activities.all()).toEqual(before);
  });

  it('leaves a line each minute that it is tried again, not each time', async () => {
    const world = await worldOfTwo();
    const { token, linkId } = await linkOf(world);
    await revokeHostedLink(world.links, { operatorId: anOperatorId, linkId, actor: 'partner' });

    for (let second = 0; second < 120; second += 1) {
      await startSession(world.links, token);
      world.clock.advance(1_000);
    }

    expect(world.refusals()).toHaveLength(2);
  });

  it('names nobody when it was never ours, so nothing is written', async () => {
    const world = await worldOfTwo();
    const before = world.activities.all();
    const foreign = {
      crypto: world.crypto,
      signingKeys: async () => ['a key of somebody else, long enough to be one'],
    };
    const claims = { operatorId: victim, purpose: 'connect', linkId: 'x', expiresAtEpochMs: 9e15 };

    const forged = await signText(foreign, 'hosted-link', claims);

    expect(await startSession(world.links, forged)).toMatchObject({ problem: 'unreadable' });
    expect(world.activities.all()).toEqual(before);
  });
});

describe('the visit of one operator', () => {
  it('finishes nothing that another operator started, and leaves one line with that one', async () => {
    const world = await worldOfTwo();
    const theirs = await started(world, { operatorId: victim });
    const session = await world.visit(anOperatorId);
    const before = await world.everything();

    for (let attempt = 0; attempt < 2; attempt += 1) {
      const result = await completeAuthorization(world.completion, { ...theirs, session });
      expect(result.kind).not.toBe('connected');
    }

    expect(await world.everything()).toEqual(before);
    expect(world.refusals()).toMatchObject([
      { operatorId: victim, type: 'authorization.refused', detail: { reason: 'wrong_browser' } },
    ]);
  });

  it('is not turned into that of another by a cookie put together from both', async () => {
    const world = await worldOfTwo();
    const [mine, theirs] = [await world.visit(anOperatorId), await world.visit(victim)];
    const cookieOf = async (claims: unknown) =>
      (await signText(world.links.signer, 'session', claims)).split('.');
    const [, mySignature] = await cookieOf(mine);
    const [theirBody] = await cookieOf(theirs);

    const session = await readSession(world.links, `${theirBody}.${mySignature}`);

    expect(session).toBeUndefined();
  });

  it('is nobody with the link of one operator and the name of another', async () => {
    const world = await worldOfTwo();
    const mine = await world.visit(anOperatorId);
    const mixed = await signText(world.links.signer, 'session', { ...mine, operatorId: victim });

    expect(await readSession(world.links, mixed)).toBeUndefined();
  });

  it('sends no form that was made for another visit, and leaves one line', async () => {
    const world = await worldOfTwo();
    const [mine, theirs] = [await world.visit(anOperatorId), await world.visit(victim)];
    const form = await formToken(world.links, theirs);

    expect(await isOwnForm(world.links, mine, form)).toBe(false);
    expect(await isOwnForm(world.links, mine, form)).toBe(false);

    expect(world.refusals()).toMatchObject([
      { operatorId: anOperatorId, type: 'form.refused', detail: { linkId: mine.linkId } },
    ]);
  });
});
