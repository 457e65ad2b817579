import { describe, expect, it } from 'vitest';
import { openHostedLink } from '../../../shared/application/connect/hosted-links.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { cliWorld } from './cli-world.ts';

const email = 'owner@harbour.test';

describe('people', () => {
  it('are added, listed, and taken out', async () => {
    const { run, access } = await cliWorld();
    await run('people', 'add', anOperatorId, ' Owner@Harbour.test ', '--name', 'Kim');
    const added = ['people', 'add', anOperatorId, 'books@harbour.test', '--role', 'accountant'];
    await run(...added, '--no-digest');

    expect(await run('people', 'list', anOperatorId)).toBe(
      `${email}  owner, digest, Kim\nbooks@harbour.test  accountant, no digest\n`,
    );
    await expect(run('people', 'add', anOperatorId, email)).rejects.toThrow('in the list already');
    await expect(run('people', 'add', anOperatorId, 'nobody')).rejects.toThrow('no e-mail address');
    await run('people', 'remove', anOperatorId, email);
    expect((await access.people.get(anOperatorId))?.people).toHaveLength(1);
    await expect(run('people', 'remove', anOperatorId, email)).rejects.toThrow('has nobody');
  });

  it('get the digest or not', async () => {
    const { run, access } = await cliWorld();
    await run('people', 'add', anOperatorId, email);
    expect(await run('people', 'digest', anOperatorId, email, 'off')).toContain('is off');

    expect((await access.people.get(anOperatorId))?.people[0]?.digest).toBe(false);
    await expect(run('people', 'digest', anOperatorId, email, 'maybe')).rejects.toThrow(
      'on or off',
    );
  });

  it('come with a new operator', async () => {
    const { run, access } = await cliWorld();
    await run('operator', 'add', 'acorn', 'Acorn', '--email', email);
    expect((await access.people.get('acorn'))?.people).toMatchObject([{ email, role: 'owner' }]);

    await expect(run('operator', 'add', 'birch', 'Birch', '--email', 'x')).rejects.toThrow(
      'e-mail',
    );
    expect(await access.operators.get('birch')).toBeUndefined();
  });

  it('who only read get a link for that', async () => {
    const { run, world } = await cliWorld();
    const url = (await run('link', 'create', anOperatorId, '--read-only')).trim();

    expect(await openHostedLink(world.links, url.split('/link/')[1] ?? '')).toMatchObject({
      claims: { purpose: 'read' },
    });
    expect(await run('link', 'list', anOperatorId)).toContain('for reading');
  });
});
