import { describe, expect, it } from 'vitest';
import {
  openHostedLink,
  resendHostedLink,
} from '../../../shared/application/connect/hosted-links.ts';
import { portalBaseUrl } from '../../application/connect/connect-world.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { FakeRewrapper } from '../../fakes/fake-rewrapper.ts';
import { cliWorld } from './cli-world.ts';

async function worldWithLink() {
  const cli = await cliWorld();
  const created = JSON.parse(await cli.run('link', 'create', anOperatorId, '--json'));
  const { url, linkId }: { url: string; linkId: string } = created;
  const opening = () => openHostedLink(cli.world.links, url.slice(`${portalBaseUrl}/link/`.length));
  const types = () => cli.world.activities.all().map(({ type }) => type);
  return { ...cli, url, linkId, opening, types };
}

describe('rollerdoor link list', () => {
  it('tells how each link stands, without what would open it', async () => {
    const { run, url, linkId } = await worldWithLink();

    const listed = await run('link', 'list', anOperatorId);

    expect(listed).toContain(`${linkId}  created 2026-11-30T09:00:00.000Z, good until 2026-12-07`);
    expect(listed).not.toContain(url.split('/').at(-1));
  });

  it('says when there is none', async () => {
    const { run } = await cliWorld();

    expect(await run('link', 'list', anOperatorId)).toContain('no links');
  });
});

describe('rollerdoor link resend', () => {
  it('prints the same link again and says so in the activities', async () => {
    const { run, url, linkId, types } = await worldWithLink();

    expect((await run('link', 'resend', anOperatorId, linkId)).trim()).toBe(url);
    expect(types()).toEqual(['link.created', 'link.resent']);
  });

  it('refuses a revoked link', async () => {
    const { world, run, linkId } = await worldWithLink();
    await run('link', 'revoke', anOperatorId, linkId);

    await expect(run('link', 'resend', anOperatorId, linkId)).rejects.toThrow('was revoked');
    const wish = { operatorId: anOperatorId, linkId, actor: 'partner' };
    await expect(resendHostedLink(world.links, wish)).rejects.toThrow('create a new one');
  });

  it('refuses a link that is not there', async () => {
    const { run } = await worldWithLink();

    await expect(run('link', 'resend', anOperatorId, 'nothing')).rejects.toThrow('link list');
  });
});

describe('rollerdoor link revoke', () => {
  it('closes the link and says so in the activities, once', async () => {
    const { run, linkId, opening, types } = await worldWithLink();

    expect(await run('link', 'revoke', anOperatorId, linkId)).toContain('Revoked');
    expect(await run('link', 'revoke', anOperatorId, linkId)).toContain('revoked before');

    expect(await opening()).toMatchObject({ kind: 'closed', problem: 'revoked' });
    expect(await run('link', 'list', anOperatorId)).toContain('revoked 2026-11-30');
    expect(types()).toEqual(['link.created', 'link.revoked']);
  });

  it('refuses the link of another operator', async () => {
    const { run, linkId, opening } = await worldWithLink();
    await run('operator', 'add', 'acorn', 'Acorn');

    await expect(run('link', 'revoke', 'acorn', linkId)).rejects.toThrow('no link');
    expect((await opening()).kind).toBe('open');
  });
});

describe('rollerdoor activity export', () => {
  async function worldWithActivities() {
    const cli = await cliWorld();
    for (const [index, accountName] of ['=cmd()', 'Acorn, "Ltd"'].entries()) {
      await cli.world.activities.append({
        operatorId: anOperatorId,
        activityId: `activity-${index}`,
        at: `2026-11-0${index + 1}T09:00:00.000Z`,
        type: 'connection.connected',
        actor: index === 0 ? '=cmd()' : 'operator',
        detail: { provider: 'xero', accountName },
      });
    }
    return cli;
  }

  it('prints one JSON object a line, oldest first', async () => {
    const { world, run } = await worldWithActivities();

    const lines = (await run('activity', 'export', anOperatorId)).trim().split('\n');

    expect(lines.map((line) => JSON.parse(line))).toEqual(world.activities.all());
  });

  it('prints CSV whose cells no spreadsheet runs', async () => {
    const { run } = await worldWithActivities();

    const csv = await run('activity', 'export', anOperatorId, '--format', 'csv');

    const [head, first, second] = csv.split('\n');
    expect(head).toBe('at,type,actor,words,activityId,detail');
    expect(first).toContain(",'=cmd(),");
    expect(second).toContain('"Xero connected (Acorn, ""Ltd"")."');
  });

  it('starts from a day', async () => {
    const { run } = await worldWithActivities();

    const text = await run('activity', 'export', anOperatorId, '--from', '2026-11-02');

    expect(text.trim().split('\n')).toHaveLength(1);
  });

  it('reads beyond one page', async () => {
    const { world, run } = await cliWorld();
    for (let index = 0; index < 1_001; index += 1) {
      await world.activities.append({
        operatorId: anOperatorId,
        activityId: String(index).padStart(4, '0'),
        at: '2026-11-01T09:00:00.000Z',
        type: 'operator.added',
        actor: 'partner',
        detail: {},
      });
    }

    const lines = (await run('activity', 'export', anOperatorId)).trim().split('\n');

    expect(new Set(lines).size).toBe(1_001);
  });

  it('is empty, and no failure, when nothing happened since', async () => {
    const { run } = await cliWorld();

    expect(await run('activity', 'export', anOperatorId, '--from', '2099-01-01')).toBe('');
    expect(await run('activity', 'export', anOperatorId, '--from', '2099-01-01', '--json')).toBe(
      '[]\n',
    );
  });

  it('says when there is no such operator', async () => {
    const { run } = await cliWorld();

    await expect(run('activity', 'export', 'nobody')).rejects.toThrow('no operator "nobody"');
  });

  it.each(['2026-02-31', 'tomorrow', '2026-13-01T00:00Z', '1'])(
    'refuses to begin at %s, which is no day',
    async (from) => {
      const { run } = await cliWorld();

      await expect(run('activity', 'export', anOperatorId, '--from', from)).rejects.toThrow(
        'no day or instant',
      );
    },
  );
});

describe('rollerdoor keys rewrap', () => {
  it('tells per operator and all together what was done', async () => {
    const { world, run } = await cliWorld();
    await world.seedConnection({ provider: 'stora' });
    await world.seedConnection({ provider: 'xero' });

    const first = await run('keys', 'rewrap');
    const second = await run('keys', 'rewrap');

    expect(first).toContain(`${anOperatorId}: 2 wrapped anew, 0 current`);
    expect(second).toContain('All together: 0 wrapped anew, 2 current');
  });

  it('fails when something moved each time, so that it is run again', async () => {
    const { world, access, run } = await cliWorld();
    await world.seedConnection({ provider: 'stora' });
    if (!(access.rewrapper instanceof FakeRewrapper)) throw new Error('Not the fake.');
    let version = 1;
    access.rewrapper.meanwhile = async () => {
      version += 1;
      await world.seedConnection({ provider: 'stora', tokenVersion: version });
    };

    await expect(run('keys', 'rewrap')).rejects.toThrow('run the command again');
  });

  it('fails when something does not open, and names what helps', async () => {
    const { world, run } = await cliWorld();
    const connection = await world.seedConnection({ provider: 'stora', epoch: 1 });
    world.connections.seed({ ...connection, epoch: 2 });

    await expect(run('keys', 'rewrap')).rejects.toThrow('connect again');
  });
});
