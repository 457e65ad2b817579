import { describe, expect, it } from 'vitest';
import type { ReconnectManner } from '../../../infra/local/vendors/xero/oauth/grants.ts';
import { amira, consentWorld, fran } from './consent-world.ts';

const manners: ReconnectManner[] = [
  { event: 'new', touches: false },
  { event: 'new', touches: true },
  { event: 'kept', touches: false },
  { event: 'kept', touches: true },
];

/** Nothing is ticked anew: Xero's page greys out what the person connected before. */
describe.each(manners)(
  'connecting Xero again, with a $event event, dates moved: $touches',
  (manner) => {
    it('works while connected, and goes on with the same organisation', async () => {
      const world = await consentWorld(manner);
      await world.add('acorn');
      await world.connect({ operatorId: 'acorn', ticks: ['acorn'] });
      const before = await world.rowOf('acorn');
      world.clock.advance(86_400_000);

      const result = await world.connect({ operatorId: 'acorn', ticks: [] });

      expect(result).toEqual({ kind: 'connected', provider: 'xero' });
      const after = await world.rowOf('acorn');
      expect(after).toMatchObject({ epoch: 2, sinceEpoch: 1, account: before?.account });
      expect(await world.isServed('acorn')).toBe(true);
    });

    it('finds the operator’s own among those of other operators and of nobody, and leaves these alone', async () => {
      const world = await consentWorld(manner);
      await world.add('acorn', 'harbour');
      await world.connect({ operatorId: 'acorn', ticks: ['acorn'] });
      await world.connect({ operatorId: 'harbour', ticks: ['harbour'] });
      world.sandbox.approve(await anUrl(world), { organisations: ['client-1', 'client-2'] });
      world.clock.advance(86_400_000);
      const standing = world.standing();

      const result = await world.connect({ operatorId: 'acorn', ticks: [] });

      expect(result).toEqual({ kind: 'connected', provider: 'xero' });
      expect((await world.rowOf('acorn'))?.account.id).toBe(world.tenantOf('acorn'));
      expect(world.standing()).toEqual(standing);
      expect([await world.isServed('acorn'), await world.isServed('harbour')]).toEqual([
        true,
        true,
      ]);
    });

    it('brings an operator back that was disconnected', async () => {
      const world = await consentWorld(manner);
      await world.add('acorn', 'harbour');
      await world.connect({ operatorId: 'acorn', ticks: ['acorn'] });
      await world.connect({ operatorId: 'harbour', ticks: ['harbour'] });
      await world.disconnect('acorn');
      world.clock.advance(86_400_000);

      const result = await world.connect({ operatorId: 'acorn', ticks: ['acorn'] });

      expect(result).toEqual({ kind: 'connected', provider: 'xero' });
      expect([await world.isServed('acorn'), await world.isServed('harbour')]).toEqual([
        true,
        true,
      ]);
    });

    it('asks when nothing says which of the old ones a new operator means', async () => {
      const world = await consentWorld(manner);
      await world.add('acorn', 'newcomer');
      await world.connect({ operatorId: 'acorn', ticks: ['acorn'] });
      world.sandbox.approve(await anUrl(world), { organisations: ['client-1'] });
      world.sandbox.approve(await anUrl(world), { organisations: ['client-2'] });
      world.clock.advance(86_400_000);
      const session = await world.visit('newcomer');

      const result = await world.connect({ operatorId: 'newcomer', ticks: [], session });

      expect(result.kind).toBe('choose_account');
      const choice = await world.choiceOf(session);
      expect(choice?.options.map(({ name }) => name)).toEqual([
        'Client 1 Storage Ltd',
        'Client 2 Storage Ltd',
      ]);
    });

    it('asks for a confirmation where another organisation is ticked by a slip, and gives it back', async () => {
      const world = await consentWorld(manner);
      await world.add('acorn');
      await world.connect({ operatorId: 'acorn', ticks: ['acorn'] });
      world.clock.advance(86_400_000);

      const slip = await world.connect({ operatorId: 'acorn', ticks: ['harbour'] });

      expect(slip).toEqual({
        kind: 'other_account',
        provider: 'xero',
        before: 'Acorn Self Storage Ltd',
        now: 'Harbour Storage Ltd',
        givenBack: ['Harbour Storage Ltd'],
      });
      expect(world.standing()).toEqual(['fran acorn']);
      expect(await world.isServed('acorn')).toBe(true);
      const meant = { operatorId: 'acorn', ticks: ['harbour'], mayBeOtherAccount: true };
      expect((await world.connect(meant)).kind).toBe('connected');
      expect((await world.rowOf('acorn'))?.account.id).toBe(world.tenantOf('harbour'));
    });

    it('takes an accountant with thirty organisations through five operators, one after the other', async () => {
      const world = await consentWorld(manner);
      const clients = Array.from({ length: 30 }, (_, index) => `client-${index + 1}`);
      world.sandbox.approve(await anUrl(world), { organisations: clients.slice(5) });
      const operators = clients.slice(0, 5);
      await world.add(...operators);

      for (const operatorId of operators) {
        const result = await world.connect({ operatorId, ticks: [operatorId] });
        expect(result, operatorId).toEqual({ kind: 'connected', provider: 'xero' });
      }
      await world.connect({ operatorId: 'client-3', ticks: [] });
      await world.disconnect('client-5');

      for (const operatorId of operators.slice(0, 4)) {
        expect((await world.rowOf(operatorId))?.account.id).toBe(world.tenantOf(operatorId));
        expect(await world.isServed(operatorId), operatorId).toBe(true);
      }
      expect(world.standing()).toHaveLength(29);
    });
  },
);

describe('two persons of one organisation', () => {
  it('each have a connection; the former one’s is ended when the other person connects', async () => {
    const world = await consentWorld();
    await world.add('acorn');
    await world.connect({ operatorId: 'acorn', ticks: ['acorn'], userId: fran });
    world.clock.advance(86_400_000);

    const second = await world.connect({ operatorId: 'acorn', ticks: ['acorn'], userId: amira });
    expect(second.kind).toBe('connected');
    expect(world.standing()).toEqual(['fran acorn', 'amira acorn']);
    await world.tend();

    expect(world.standing()).toEqual(['amira acorn']);
    expect(await world.isServed('acorn')).toBe(true);
  });
});

async function anUrl(world: Awaited<ReturnType<typeof consentWorld>>): Promise<string> {
  return world.completion.providers.xero.authorizeUrl({
    state: 's',
    codeChallenge: 'c'.repeat(43),
    redirectUri: 'https://portal.example/callback/xero',
  });
}
