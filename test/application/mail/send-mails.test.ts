import { describe, expect, it } from 'vitest';
import { openHostedLink } from '../../../shared/application/connect/hosted-links.ts';
import { acceptIssue } from '../../../shared/application/issues/accept-issue.ts';
import { chooseDigest } from '../../../shared/application/mail/keep-people.ts';
import { linkKeyOf } from '../../../shared/domain/links/link-key.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { mailWorld, ownerEmail } from './mail-world.ts';

const morning = '2026-11-30T12:00:00.000Z';
const raised = anIssue();

describe('the daily digest', () => {
  it('leaves at seven in the operator’s own zone, once a day', async () => {
    const world = await mailWorld();
    await world.issues.raise(raised);
    await world.runUntil(morning);
    expect(world.mails.sent).toEqual([]);

    await world.runUntil('2026-12-01T11:59:00.000Z');
    expect(world.mails.sent).toMatchObject([{ to: ownerEmail, kind: 'digest' }]);
    await world.runUntil('2026-12-01T12:05:00.000Z');
    expect(world.mails.sent).toHaveLength(2);
  });

  it('says how many records wait for what, and names nobody', async () => {
    const world = await mailWorld();
    await world.issues.raise({ ...raised, message: 'Jane Doe is missing' });
    await world.issues.raise({ ...raised, sourceId: 'inv_2', message: 'John Roe is missing' });
    await world.runUntil('2026-11-30T12:05:00.000Z');

    const [mail] = world.mails.sent;
    expect(mail?.subject).toBe('Harbour Storage: 2 records need you');
    expect(mail?.text).toContain('2 records');
    expect(`${mail?.subject} ${mail?.text} ${mail?.html}`).not.toMatch(/Jane|Roe/);
    expect(mail?.unsubscribeUrl).toMatch(/^https:\/\/portal\.example\/unsubscribe\//);
  });

  it('is silent of what a person left as it is, until that changes', async () => {
    const world = await mailWorld();
    await world.issues.raise(raised);
    const accept = await acceptIssue(
      world,
      { key: linkKeyOf(raised), reason: 'Not ours.' },
      'operator',
    );
    await world.runUntil('2026-11-30T12:30:00.000Z');
    expect(accept).toBe('accepted');
    expect(world.mails.sent).toEqual([]);

    await world.issues.raise({ ...raised, sourceId: 'inv_2' });
    await world.runUntil('2026-12-01T12:30:00.000Z');
    const [mail] = world.mails.sent;
    expect(mail?.subject).toBe('Harbour Storage: 1 record needs you');
  });

  it('is silent when all is well, and on the morning after an outage that ended at noon', async () => {
    const world = await mailWorld();
    await world.runUntil('2026-11-30T12:30:00.000Z');
    await world.issues.raise(raised);
    world.clock.advance(86_400_000 + 5 * 3_600_000);
    await world.tick();

    expect(world.mails.sent).toEqual([]);
  });

  it('is no news any more by noon: one that was put off is left to the next morning', async () => {
    const world = await mailWorld();
    await world.issues.raise(raised);
    for (let tries = 0; tries < 9; tries += 1)
      world.mails.next.push({ kind: 'later', reason: 'SendingPausedException' });
    await world.runUntil('2026-12-01T12:05:00.000Z');
    await world.runUntil('2026-12-02T11:00:00.000Z');

    const days = world.mails.sent.map(({ subject }) => subject);
    expect(days).toHaveLength(1);
    const owed = await world.outbox.list(anOperatorId, 'digest#', 10);
    expect(owed.map(({ givenUp }) => givenUp?.reason)).toEqual(['too late', undefined]);
  });

  it('goes to nobody who ended it, even when it was made already', async () => {
    const world = await mailWorld();
    const second = await world.add({
      email: 'books@harbour.test',
      role: 'accountant',
      digest: true,
    });
    await world.issues.raise(raised);
    world.mails.next.push(
      { kind: 'later', reason: 'Throttling' },
      { kind: 'later', reason: 'Throttling' },
    );
    await world.runUntil('2026-11-30T12:01:00.000Z');
    await chooseDigest(world, {
      operatorId: anOperatorId,
      actor: 'reader',
      personId: second,
      digest: false,
      byThemselves: true,
    });
    await world.runUntil('2026-11-30T12:20:00.000Z');

    expect(world.mails.sent.map(({ to }) => to)).toEqual([ownerEmail]);
  });

  it('writes to nobody where the stage has no sender, and loses nothing by that', async () => {
    const world = await mailWorld();
    await world.issues.raise(raised);
    const sender = world.mail.sender;
    world.mail.sender = undefined as unknown as string;
    await world.runUntil('2026-11-30T12:10:00.000Z');
    expect(world.mails.sent).toEqual([]);

    world.mail.sender = sender;
    await world.tick();
    expect(world.mails.sent).toHaveLength(1);
  });
});

describe('mails about connections', () => {
  it('tell the owner once per loss, with a link that opens', async () => {
    const world = await mailWorld();
    await world.add({ email: 'books@harbour.test', role: 'accountant', digest: false });
    await world.connections.replace(aConnection({ status: 'needs_reconnect' }), 0);
    await world.mailWatches.lookNow(anOperatorId, world.clock.nowEpochMs());
    await world.tick();
    await world.mailWatches.lookNow(anOperatorId, world.clock.nowEpochMs());
    await world.tick();

    expect(world.mails.sent).toMatchObject([{ to: ownerEmail, kind: 'connection_lost' }]);
    const token = /\/link\/(\S+)/.exec(world.mails.sent[0]?.text ?? '')?.[1] ?? '';
    expect(await openHostedLink(world, token)).toMatchObject({ kind: 'open' });
  });

  it('confirm a disconnect, and not one of long ago', async () => {
    const world = await mailWorld();
    const ended = { status: 'disconnected' as const, sealedTokens: '' };
    await world.connections.replace(
      aConnection({ ...ended, disconnectedAt: '2026-11-30T10:59:00.000Z' }),
      0,
    );
    await world.connections.replace(
      aConnection({ ...ended, provider: 'stora', disconnectedAt: '2026-11-01T10:59:00.000Z' }),
      0,
    );
    await world.tick();

    expect(world.mails.sent).toMatchObject([{ subject: expect.stringContaining('Xero is disc') }]);
  });
});

describe('a mail', () => {
  async function lost() {
    const world = await mailWorld();
    await world.connections.replace(aConnection({ status: 'needs_reconnect' }), 0);
    return world;
  }

  it('is tried again when it certainly did not leave', async () => {
    const world = await lost();
    world.mails.next.push({ kind: 'later', reason: 'TooManyRequestsException' });
    await world.runUntil('2026-11-30T11:05:00.000Z');

    expect(world.mails.sent).toHaveLength(1);
  });

  it('is not sent again when nobody knows whether it left', async () => {
    const world = await lost();
    world.mails.next.push({ kind: 'unknown', reason: 'TimeoutError' });
    await world.runUntil('2026-11-30T11:30:00.000Z');

    expect(world.mails.sent).toHaveLength(1);
    expect(world.log.counts.get('MailGivenUp')).toBe(1);
  });

  it('is not sent again by the worker after one that died between sending and noting', async () => {
    const world = await lost();
    world.outbox.faults.failNext('noteSent', new Error('killed'));
    await world.runUntil('2026-11-30T11:30:00.000Z');

    expect(world.mails.sent).toHaveLength(1);
  });

  it.each(['owe', 'due', 'claim'])('is sent once where %s failed first', async (operation) => {
    const world = await lost();
    world.outbox.faults.failNext(operation, new Error('killed'));
    await world.tick().catch(() => undefined);
    await world.runUntil('2026-11-30T11:10:00.000Z');

    expect(world.mails.sent).toHaveLength(1);
  });

  it('leaves no address and no name in the log', async () => {
    const world = await lost();
    world.mails.next.push({ kind: 'refused', reason: 'MessageRejected' });
    await world.runUntil('2026-11-30T11:10:00.000Z');

    expect(JSON.stringify(world.log.entries)).not.toMatch(/@|Harbour Storage/);
  });
});
