import { describe, expect, it } from 'vitest';
import { sendMails } from '../../../shared/application/mail/send-mails.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { CrashPlan, survives } from '../disconnect/crash-plan.ts';
import { mailWorld } from './mail-world.ts';

const pointsAtMost = 80;

/** Its morning has come, an issue waits, and a connection was lost in the night. */
async function owingWorld() {
  const world = await mailWorld();
  await world.add({ email: 'books@harbour.test', role: 'accountant', digest: true });
  await world.issues.raise(anIssue());
  await world.connections.replace(aConnection({ status: 'needs_reconnect' }), 0);
  world.clock.advance(61 * 60_000);
  return world;
}

describe('sending mails that dies at any step', () => {
  it('sends no mail twice, and loses none but those under way, whose end nobody knows', async () => {
    let points = 0;
    for (let at = 0; at < pointsAtMost; at += 1) {
      const world = await owingWorld();
      const plan = new CrashPlan(at);
      const dying = {
        ...world,
        mails: plan.around('vendor', world.mails),
        outbox: plan.around('port', world.outbox),
        people: plan.around('port', world.people),
        mailWatches: plan.around('port', world.mailWatches),
        hostedLinks: plan.around('port', world.hostedLinks),
        activities: plan.around('port', world.activities),
        issues: plan.around('port', world.issues),
      };
      const survived = await survives(plan, () =>
        sendMails(dying, world.clock.nowEpochMs() + 35_000),
      );
      if (survived) break;
      points += 1;
      for (let minutes = 0; minutes < 10; minutes += 1) {
        world.clock.advance(60_000);
        await world.tick();
      }
      const names = world.mails.sent.map(({ kind, to }) => `${kind} ${to}`);
      const died = `died at ${at}: ${names}`;
      expect(new Set(names).size, died).toBe(names.length);
      const owed = await world.outbox.list(anOperatorId, '', 100);
      const unknown = owed.filter(({ givenUp }) => givenUp?.reason === 'unknown');
      expect(owed, died).toHaveLength(3);
      expect(
        owed.every(({ sentAt, givenUp }) => sentAt ?? givenUp),
        died,
      ).toBe(true);
      expect(names.length + unknown.length, died).toBeGreaterThanOrEqual(3);
      expect(await world.mailWatches.due(world.clock.nowEpochMs(), 10), died).toEqual([]);
    }
    expect(points).toBeGreaterThan(15);
    expect(points).toBeLessThan(pointsAtMost);
  });
});
