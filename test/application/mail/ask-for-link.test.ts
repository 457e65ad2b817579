import { describe, expect, it } from 'vitest';
import {
  createHostedLink,
  openHostedLink,
  revokeHostedLink,
} from '../../../shared/application/connect/hosted-links.ts';
import { startSession } from '../../../shared/application/connect/portal-session.ts';
import { askForLink } from '../../../shared/application/mail/ask-for-link.ts';
import { backUrl } from '../../../shared/application/mail/mail-addresses.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { mailWorld, ownerEmail } from './mail-world.ts';

const dayMs = 86_400_000;
const wish = { operatorId: anOperatorId, days: 1, actor: 'test' };

async function withOldLink(purpose: 'connect' | 'read' = 'connect') {
  const world = await mailWorld();
  await world.add({ email: 'books@harbour.test', role: 'accountant', digest: false });
  const { url, linkId } = await createHostedLink(world, { ...wish, purpose });
  return { world, linkId, link: url.split('/link/')[1] ?? '' };
}

describe('asking for a new link', () => {
  it('sends one that opens to the stored address of an owner', async () => {
    const { world, link } = await withOldLink();
    world.clock.advance(2 * dayMs);
    await askForLink(world, { link, back: '' });
    await world.tick();

    expect(world.mails.sent.map(({ to }) => to)).toEqual([ownerEmail]);
    const token = /\/link\/(\S+)/.exec(world.mails.sent[0]?.text ?? '')?.[1] ?? '';
    expect(await openHostedLink(world, token)).toMatchObject({ kind: 'open' });
  });

  it('sends the accountant one that reads', async () => {
    const { world, link } = await withOldLink('read');
    world.clock.advance(2 * dayMs);
    await askForLink(world, { link, back: '' });
    await world.tick();

    expect(world.mails.sent.map(({ to }) => to)).toEqual(['books@harbour.test']);
    const token = /\/link\/(\S+)/.exec(world.mails.sent[0]?.text ?? '')?.[1] ?? '';
    expect(await openHostedLink(world, token)).toMatchObject({ claims: { purpose: 'read' } });
  });

  it('sends nothing for a link that was withdrawn or that we never made', async () => {
    const { world, link, linkId } = await withOldLink();
    await revokeHostedLink(world, { operatorId: anOperatorId, linkId, actor: 'test' });
    await askForLink(world, { link, back: '' });
    await askForLink(world, { link: 'made.up', back: 'made.up' });
    await world.tick();

    expect(world.mails.sent).toEqual([]);
  });

  it('is limited: one a quarter of an hour, and so many a day', async () => {
    const { world, link } = await withOldLink();
    for (let press = 0; press < 200; press += 1) {
      await askForLink(world, { link, back: '' });
      await world.tick();
      world.clock.advance(5 * 60_000);
    }

    expect(world.mails.sent.length).toBeLessThanOrEqual(40);
    expect(world.mails.sent.length).toBeGreaterThan(5);
  });

  it('from a mail leads back to the reader of that mail only', async () => {
    const { world } = await withOldLink();
    const people = await world.people.get(anOperatorId);
    const personId = people?.people[1]?.personId ?? '';
    const url = await backUrl(world, { operatorId: anOperatorId, personId });
    await askForLink(world, { link: '', back: url.split('/back/')[1] ?? '' });
    await world.tick();

    expect(world.mails.sent.map(({ to }) => to)).toEqual(['books@harbour.test']);
  });

  it('opens a visit of a reader by a link that reads', async () => {
    const { world, link } = await withOldLink('read');
    const started = await startSession(world, link);

    expect(started).toMatchObject({ kind: 'started' });
  });
});
