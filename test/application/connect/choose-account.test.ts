import { describe, expect, it } from 'vitest';
import { chooseAccount } from '../../../shared/application/connect/choose-account.ts';
import {
  beginRemoval,
  continueRemoval,
} from '../../../shared/application/disconnect/remove-operator.ts';
import { tendConnections } from '../../../shared/application/disconnect/tend-connections.ts';
import { amira, consentWorld, fran } from './consent-world.ts';

const both = ['acorn', 'harbour'];
const minuteMs = 60_000;

/** A person who ticked both organisations for the operator `harbour` and is asked which one it is. */
async function asked(ticks = both) {
  const world = await consentWorld();
  await world.add('harbour');
  const session = await world.visit('harbour');
  const result = await world.connect({ operatorId: 'harbour', ticks, session });
  expect(result).toEqual({ kind: 'choose_account', provider: 'xero' });
  return { world, session };
}

describe('two organisations that were ticked at Xero', () => {
  it('are asked about, with the one marked whose name fits, and nothing is connected yet', async () => {
    const { world, session } = await asked();

    expect(await world.choiceOf(session)).toMatchObject({
      provider: 'xero',
      options: [
        { name: 'Harbour Storage Ltd', isBestMatch: true },
        { name: 'Acorn Self Storage Ltd', isBestMatch: false },
      ],
    });
    expect(await world.rowOf('harbour')).toBeUndefined();
    expect(world.standing()).toEqual(['fran acorn', 'fran harbour']);
  });

  it('become one connection; the other is given back at once and said so', async () => {
    const { world, session } = await asked();

    const result = await world.choose(session, world.tenantOf('acorn'));

    expect(result).toEqual({
      kind: 'connected',
      provider: 'xero',
      account: 'Acorn Self Storage Ltd',
      givenBack: ['Harbour Storage Ltd'],
    });
    expect(world.standing()).toEqual(['fran acorn']);
    expect(await world.isServed('harbour')).toBe(true);
    expect((await world.rowOf('harbour'))?.account).toEqual({
      id: world.tenantOf('acorn'),
      name: 'Acorn Self Storage Ltd',
      connectionId: expect.any(String),
    });
    expect(world.typesOf('harbour')).toEqual([
      'connection.account_chosen',
      'connection.connected',
      'connection.given_back',
    ]);
  });

  it('are both given back when none of them is meant', async () => {
    const { world, session } = await asked();

    const result = await world.choose(session, undefined);

    expect(result).toMatchObject({ kind: 'none_chosen' });
    expect(world.standing()).toEqual([]);
    expect(await world.rowOf('harbour')).toBeUndefined();
    expect(world.typesOf('harbour')).toContain('connection.none_chosen');
  });

  it('are given back when nobody answers within ten minutes, and not before', async () => {
    const { world, session } = await asked();

    await world.tend(1);
    expect(world.standing()).toHaveLength(2);
    await world.tend(2);

    expect(world.standing()).toEqual([]);
    expect(await world.choiceOf(session)).toBeUndefined();
    const late = await world.choose(session, world.tenantOf('acorn'));
    expect(late).toEqual({ kind: 'choice_over', provider: 'xero' });
    expect(await world.waitingGrants.list('harbour')).toEqual([]);
  });

  it('are not given back under an answer of the last moment', async () => {
    const { world, session } = await asked();
    world.clock.advance(10 * 60_000 - 1_000);
    const { accountHolders } = world;
    const deps = {
      ...world.completion,
      accountHolders: {
        get: accountHolders.get.bind(accountHolders),
        remove: accountHolders.remove.bind(accountHolders),
        async put(...claim: Parameters<typeof accountHolders.put>) {
          world.clock.advance(2_000);
          await tendConnections(world.leaving, world.clock.nowEpochMs() + 60_000);
          return accountHolders.put(...claim);
        },
      },
    };
    const answer = { accountId: world.tenantOf('acorn') };

    const result = await chooseAccount(deps, { session, provider: 'xero' }, answer);

    expect(result.kind).toBe('connected');
    expect(await world.isServed('harbour')).toBe(true);
    expect(world.standing()).toEqual(['fran acorn']);
  });

  it('wait for the visit that asked, not for another one and not for another link', async () => {
    const { world, session } = await asked();
    const other = await world.visit('harbour');

    const acorn = world.tenantOf('acorn');
    expect((await world.choose(other, acorn)).kind).toBe('choice_over');
    expect((await world.choose({ ...session, linkId: 'another' }, acorn)).kind).toBe('choice_over');
    expect((await world.choose({ ...session, operatorId: 'x' }, acorn)).kind).toBe('choice_over');

    expect((await world.choose(session, acorn)).kind).toBe('connected');
  });

  it('ask again without an answer, or with one that was not among them', async () => {
    const { world, session } = await asked();

    expect((await world.choose(session, '')).kind).toBe('choose_account');
    expect((await world.choose(session, world.tenantOf('client-9'))).kind).toBe('choose_account');

    expect((await world.choose(session, world.tenantOf('acorn'))).kind).toBe('connected');
  });

  it('take one of two answers that are sent at once', async () => {
    const { world, session } = await asked();

    const results = await Promise.all(
      both.map((slug) => world.choose(session, world.tenantOf(slug))),
    );

    expect(results.map(({ kind }) => kind).sort()).toEqual(['choice_over', 'connected']);
    expect(world.standing()).toHaveLength(1);
    expect(await world.isServed('harbour')).toBe(true);
  });

  it('are asked about once more when the person goes back to Xero and continues there', async () => {
    const { world, session } = await asked();
    world.clock.advance(2 * minuteMs);

    const again = await world.connect({ operatorId: 'harbour', ticks: [], session });

    expect(again.kind).toBe('choose_account');
    expect((await world.choose(session, world.tenantOf('harbour'))).kind).toBe('connected');
    expect(world.standing()).toEqual(['fran harbour']);
    await world.tend(4);
    expect(await world.isServed('harbour')).toBe(true);
  });

  it('are given back when the person comes back as somebody else', async () => {
    const { world, session } = await asked();

    const ticks = ['client-1'];
    const visit = { operatorId: 'harbour', ticks, session, userId: amira };
    expect(await world.connect(visit)).toEqual({ kind: 'connected', provider: 'xero' });

    expect(world.standing()).toEqual(['amira client-1']);
    expect(await world.waitingGrants.list('harbour')).toEqual([]);
  });

  it('are not asked about where one is the operator’s own; the other is given back', async () => {
    const world = await consentWorld();
    await world.add('harbour');
    await world.connect({ operatorId: 'harbour', ticks: ['harbour'] });
    await world.disconnect('harbour');
    world.clock.advance(3_600_000);

    const result = await world.connect({ operatorId: 'harbour', ticks: both });

    expect(result).toMatchObject({ kind: 'connected', givenBack: ['Acorn Self Storage Ltd'] });
    expect(world.standing()).toEqual(['fran harbour']);
  });

  it('are not asked about where another operator has one of them', async () => {
    const world = await consentWorld();
    await world.add('acorn', 'harbour');
    await world.connect({ operatorId: 'acorn', ticks: ['acorn'], userId: fran });

    const result = await world.connect({ operatorId: 'harbour', ticks: both, userId: amira });

    expect(result).toMatchObject({ kind: 'connected', givenBack: ['Acorn Self Storage Ltd'] });
    expect(world.standing()).toEqual(['fran acorn', 'amira harbour']);
    expect([await world.isServed('acorn'), await world.isServed('harbour')]).toEqual([true, true]);
  });

  it('lead to the question whether to switch when another than the connected one is chosen', async () => {
    const world = await consentWorld();
    await world.add('harbour');
    await world.connect({ operatorId: 'harbour', ticks: ['harbour'] });
    world.clock.advance(3_600_000);
    const session = await world.visit('harbour');
    const ticks = ['acorn', 'client-1'];
    await world.connect({ operatorId: 'harbour', ticks, session });

    const result = await world.choose(session, world.tenantOf('acorn'));

    expect(result).toMatchObject({ kind: 'other_account', now: 'Acorn Self Storage Ltd' });
    expect(world.standing()).toEqual(['fran harbour']);
    expect(await world.isServed('harbour')).toBe(true);
  });

  it('need no answer any more when the operator’s own is ticked at a second visit to Xero', async () => {
    const world = await consentWorld();
    await world.add('harbour');
    await world.connect({ operatorId: 'harbour', ticks: ['harbour'] });
    await world.disconnect('harbour');
    const session = await world.visit('harbour');
    const visit = { operatorId: 'harbour', session };
    expect((await world.connect({ ...visit, ticks: ['acorn', 'client-1'] })).kind).toBe(
      'choose_account',
    );

    const result = await world.connect({ ...visit, ticks: ['harbour'] });

    expect(result).toMatchObject({ kind: 'connected', account: 'Harbour Storage Ltd' });
    expect(world.standing()).toEqual(['fran harbour']);
    expect(await world.waitingGrants.list('harbour')).toEqual([]);
  });

  it('hold up the erasure of a removed operator until they are given back', async () => {
    const { world } = await asked();
    world.failing.push('DELETE ');
    await beginRemoval(world.leaving, { operatorId: 'harbour', actor: 'partner' });
    expect((await continueRemoval(world.leaving, 'harbour')).kind).toBe('removing');
    world.failing.pop();

    expect((await continueRemoval(world.leaving, 'harbour')).kind).toBe('removed');
    expect(world.standing()).toEqual([]);
  });

  it('are given back by a removal that comes in between', async () => {
    const { world, session } = await asked();

    await beginRemoval(world.leaving, { operatorId: 'harbour', actor: 'partner' });
    const late = await world.choose(session, world.tenantOf('acorn'));
    await continueRemoval(world.leaving, 'harbour');

    expect(late.kind).toBe('operator_removed');
    expect(world.standing()).toEqual([]);
  });
});

describe('giving back', () => {
  it('is made up for by the schedule when Xero does not answer', async () => {
    const { world, session } = await asked();
    world.failing.push('DELETE ');

    const result = await world.choose(session, world.tenantOf('acorn'));
    expect(result).toEqual({ kind: 'connected', provider: 'xero' });
    expect(world.standing()).toHaveLength(2);
    await world.tend();
    expect(world.standing()).toHaveLength(2);
    world.failing.pop();
    await world.tend();

    expect(world.standing()).toEqual(['fran acorn']);
    expect(await world.isServed('harbour')).toBe(true);
    expect(await world.waitingGrants.list('harbour')).toEqual([]);
  });

  it('is given up, and raises a metric, when the token ended before Xero answered', async () => {
    const { world } = await asked();
    world.failing.push('DELETE ');

    await world.tend(7);

    expect(await world.waitingGrants.list('harbour')).toEqual([]);
    expect(world.log.of('account.not_given_back')).toHaveLength(1);
  });

  it('of a worker that died in the middle of the choice spares what was connected', async () => {
    const { world, session } = await asked();
    world.activities.faults.failNext('append', new Error('killed'));
    await expect(world.choose(session, world.tenantOf('acorn'))).rejects.toThrow('killed');

    await world.tend(3);
    expect(world.standing()).toEqual([]);

    const second = await asked();
    second.world.waitingGrants.faults.failNext('remove', new Error('killed'));
    const tenant = second.world.tenantOf('acorn');
    await expect(second.world.choose(second.session, tenant)).rejects.toThrow('killed');
    await second.world.tend(3);
    expect(second.world.standing()).toEqual(['fran acorn']);
    expect(await second.world.isServed('harbour')).toBe(true);
  });

  it('keeps tokens sealed, and writes none into log or activities', async () => {
    const { world, session } = await asked();
    const [waiting] = await world.waitingGrants.list('harbour');
    await world.choose(session, world.tenantOf('acorn'));

    expect(waiting?.sealedTokens).not.toBe('');
    const written = world.log.text() + JSON.stringify(world.activities.all());
    expect(written).not.toMatch(/eyJ|refresh_token/);
  });
});
