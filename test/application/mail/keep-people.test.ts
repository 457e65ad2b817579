import { describe, expect, it } from 'vitest';
import { openHostedLink } from '../../../shared/application/connect/hosted-links.ts';
import {
  addToPeople,
  chooseDigest,
  removeFromPeople,
} from '../../../shared/application/mail/keep-people.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { mailWorld } from './mail-world.ts';

const books = { email: 'books@harbour.test', role: 'accountant' as const, digest: true };
const wish = { operatorId: anOperatorId, actor: 'operator' };

describe('whoever ended the daily mail', () => {
  it('stays out when the owner takes the mail away and gives it again', async () => {
    const world = await mailWorld();
    const personId = await world.add(books);
    const own = { ...wish, personId, digest: false, byThemselves: true };
    await chooseDigest(world, own);
    await chooseDigest(world, { ...wish, personId, digest: false });
    await chooseDigest(world, { ...wish, personId, digest: true });

    const person = (await world.people.get(anOperatorId))?.people.at(-1);
    expect(person).toMatchObject({ personId, digest: false });
    await chooseDigest(world, { ...own, digest: true });
    const again = (await world.people.get(anOperatorId))?.people.at(-1);
    expect(again).toMatchObject({ digest: true });
    expect(again?.unsubscribedAt).toBeUndefined();
  });

  it('is noted once, however often a program of theirs presses, and never as wanting it', async () => {
    const world = await mailWorld();
    const personId = await world.add(books);
    const own = { ...wish, personId, digest: false, byThemselves: true };
    await chooseDigest(world, own);
    const saved = await world.people.get(anOperatorId);
    world.clock.advance(1_000);
    await chooseDigest(world, own);
    await chooseDigest(world, { ...wish, personId, digest: true });

    expect(await world.people.get(anOperatorId)).toEqual(saved);
    const types = world.activities.all().map(({ type }) => type);
    expect(types.filter((type) => type.startsWith('digest.'))).toEqual(['digest.ended']);
  });
});

describe('somebody who was taken out', () => {
  it('has no good link any more, of which the mail lies in the mailbox', async () => {
    const world = await mailWorld();
    await world.connections.replace(aConnection({ status: 'needs_reconnect' }), 0);
    await world.tick();
    const [mail] = world.mails.sent;
    const token = /\/link\/(\S+)/.exec(mail?.text ?? '')?.[1] ?? '';
    expect(await openHostedLink(world, token)).toMatchObject({ kind: 'open' });
    const personId = (await world.people.get(anOperatorId))?.people[0]?.personId ?? '';
    await removeFromPeople(world, { ...wish, personId });

    expect(await openHostedLink(world, token)).toMatchObject({ problem: 'revoked' });
  });
});

describe('somebody who was added', () => {
  it('is written to, though the worker died behind the save and they press once more', async () => {
    const world = await mailWorld();
    await world.issues.raise(anIssue());
    const other = { ...wish, operatorId: 'acorn' };
    const dies = { ...world.mailWatches, lookNow: () => Promise.reject(new Error('died')) };
    await expect(
      addToPeople({ ...world, mailWatches: dies as never }, { ...other, ...books }),
    ).rejects.toThrow('died');
    expect(await addToPeople(world, { ...other, ...books })).toEqual({ kind: 'known_already' });

    const due = await world.mailWatches.due(world.clock.nowEpochMs(), 10);
    expect(due.map(({ watch }) => watch.operatorId)).toContain('acorn');
  });
});
