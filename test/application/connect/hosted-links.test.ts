import { describe, expect, it } from 'vitest';
import {
  createHostedLink,
  openHostedLink,
} from '../../../shared/application/connect/hosted-links.ts';
import {
  formToken,
  isOwnForm,
  readSession,
  startSession,
} from '../../../shared/application/connect/portal-session.ts';
import { signText } from '../../../shared/application/connect/signed-text.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { connectWorld, portalBaseUrl } from './connect-world.ts';

const dayMs = 24 * 3_600_000;

async function worldWithLink(days = 7) {
  const world = await connectWorld();
  const wish = { operatorId: anOperatorId, days, actor: 'test' };
  const link = await createHostedLink(world.links, wish);
  return { world, link, token: link.url.slice(`${portalBaseUrl}/link/`.length) };
}

describe('hosted links', () => {
  it('open for the operator they were made for, as often as wanted, and change nothing', async () => {
    const { world, token } = await worldWithLink();
    const before = JSON.stringify(world.activities.all());

    const opening = await openHostedLink(world.links, token);

    expect(opening).toMatchObject({ kind: 'open', operator: anOperator() });
    expect((await openHostedLink(world.links, token)).kind).toBe('open');
    expect(JSON.stringify(world.activities.all())).toBe(before);
  });

  it('expire', async () => {
    const { world, token } = await worldWithLink(2);
    world.clock.advance(2 * dayMs);

    expect(await openHostedLink(world.links, token)).toMatchObject({ problem: 'expired' });
  });

  it('can be revoked', async () => {
    const { world, link, token } = await worldWithLink();
    const stored = await world.hostedLinks.get(anOperatorId, link.linkId);
    if (stored) await world.hostedLinks.put({ ...stored, revokedAt: world.clock.nowIso() });

    expect(await openHostedLink(world.links, token)).toMatchObject({ problem: 'revoked' });
  });

  it('do not open once a single character is changed, wherever it is', async () => {
    const { world, token } = await worldWithLink();

    for (let index = 0; index < token.length; index += 7) {
      const changed = token[index] === 'A' ? 'B' : 'A';
      const forged = token.slice(0, index) + changed + token.slice(index + 1);
      expect(await openHostedLink(world.links, forged)).toMatchObject({ problem: 'unreadable' });
    }
  });

  it.each(['', '.', 'a.b', 'a.b.c', 'x'.repeat(100_000)])(
    'do not open from %.20s',
    async (text) => {
      const world = await connectWorld();

      expect(await openHostedLink(world.links, text)).toMatchObject({ problem: 'unreadable' });
    },
  );

  it('do not open from what was signed for another purpose', async () => {
    const { world, link } = await worldWithLink();
    const claims = {
      operatorId: anOperatorId,
      purpose: 'connect',
      linkId: link.linkId,
      expiresAtEpochMs: world.clock.nowEpochMs() + dayMs,
    };
    const session = await signText(world.links.signer, 'session', claims);

    expect(await openHostedLink(world.links, session)).toMatchObject({ problem: 'unreadable' });
  });

  it('do not open when we never handed them out', async () => {
    const { world } = await worldWithLink();
    const claims = {
      operatorId: anOperatorId,
      purpose: 'connect',
      linkId: 'never-stored',
      expiresAtEpochMs: world.clock.nowEpochMs() + dayMs,
    };
    const token = await signText(world.links.signer, 'hosted-link', claims);

    expect(await openHostedLink(world.links, token)).toMatchObject({ problem: 'unreadable' });
  });

  it.each([0, 8, 1.5, Number.NaN])('are not made for %s days', async (days) => {
    await expect(worldWithLink(days)).rejects.toThrow('1 to 7 whole days');
  });

  it('are not made for an operator that does not exist', async () => {
    const world = await connectWorld();
    const wish = { operatorId: 'nobody', days: 1, actor: 'test' };

    await expect(createHostedLink(world.links, wish)).rejects.toThrow('rollerdoor operator add');
  });
});

describe('visits', () => {
  it('last eight hours', async () => {
    const { world, token } = await worldWithLink();
    const started = await startSession(world.links, token);
    if (started.kind !== 'started') throw new Error('The visit did not start.');

    expect(started.maxAgeSeconds).toBe(8 * 3_600);
    expect(await readSession(world.links, started.cookieValue)).toMatchObject({
      operatorId: anOperatorId,
    });
    world.clock.advance(8 * 3_600_000);
    expect(await readSession(world.links, started.cookieValue)).toBeUndefined();
  });

  it('know how their visitor wants to be called, where that was said', async () => {
    const { world, token } = await worldWithLink();
    const nameOf = async (name?: string) => {
      const started = await startSession(world.links, token, name);
      if (started.kind !== 'started') throw new Error('The visit did not start.');
      return (await readSession(world.links, started.cookieValue))?.visitorName;
    };

    expect(await nameOf('Jo (accounts)')).toBe('Jo (accounts)');
    expect(await nameOf()).toBeUndefined();
  });

  it('do not outlive their link', async () => {
    const { world, token } = await worldWithLink(1);
    world.clock.advance(dayMs - 60_000);

    expect(await startSession(world.links, token)).toMatchObject({ maxAgeSeconds: 60 });
  });

  it('end when their link is revoked', async () => {
    const { world, link, token } = await worldWithLink();
    const started = await startSession(world.links, token);
    const stored = await world.hostedLinks.get(anOperatorId, link.linkId);
    if (stored) await world.hostedLinks.put({ ...stored, revokedAt: world.clock.nowIso() });

    const cookieValue = started.kind === 'started' ? started.cookieValue : '';
    expect(await readSession(world.links, cookieValue)).toBeUndefined();
  });

  it.each([undefined, '', 'a.b', 'nonsense'])('are not read from the cookie %s', async (cookie) => {
    const world = await connectWorld();

    expect(await readSession(world.links, cookie)).toBeUndefined();
  });

  it('accept their own forms only', async () => {
    const world = await connectWorld();
    const [mine, other] = [await world.visit(), await world.visit()];

    const form = await formToken(world.links, mine);

    expect(await isOwnForm(world.links, mine, form)).toBe(true);
    expect(await isOwnForm(world.links, other, form)).toBe(false);
    expect(await isOwnForm(world.links, mine, '')).toBe(false);
  });
});
