import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { receiveDeprovision } from '../../../shared/application/disconnect/receive-deprovision.ts';
import { beginRemoval } from '../../../shared/application/disconnect/remove-operator.ts';
import { tendConnections } from '../../../shared/application/disconnect/tend-connections.ts';
import { CrashPlan, survives } from './crash-plan.ts';
import { type LeavingWorld, leavingWorld, operatorId } from './leaving-world.ts';

const wish = { operatorId, actor: 'partner' };
const pointsAtMost = 600;

async function connectedToBoth() {
  const world = await leavingWorld();
  await world.connectStora();
  const xero = await world.connectXero();
  return { world, xero };
}

/** What the stack does of itself: one tick of the schedule. */
function tick(world: LeavingWorld, plan?: CrashPlan) {
  return tendConnections(world.depsOf(plan), world.clock.nowEpochMs() + 240_000);
}

describe('removing an operator', () => {
  it('cuts it off at once, and a tick later nothing is alive and everything erased', async () => {
    const { world, xero } = await connectedToBoth();

    expect(await beginRemoval(world.depsOf(), wish)).toMatchObject({ kind: 'removing' });
    const cut = await world.connections.list(operatorId);
    expect(cut.map(({ status }) => status)).toEqual(['disconnecting', 'disconnecting']);
    await tick(world);

    expect(world.livePairs()).toEqual([]);
    expect((await world.providers.xero.refresh(xero.refreshToken ?? '')).kind).toBe(
      'grant_refused',
    );
    expect(world.erased).toEqual([operatorId]);
    const tombstone = await world.operators.get(operatorId);
    expect(tombstone).toMatchObject({ name: '', removal: { actor: 'partner' } });
    expect(await beginRemoval(world.depsOf(), wish)).toEqual({
      kind: 'removed',
      at: tombstone?.removal?.erasedAt,
    });
  });

  it('erases once more after every worker has ended, then is closed', async () => {
    const { world } = await connectedToBoth();
    await beginRemoval(world.depsOf(), wish);

    await world.tend(12);

    expect(world.erased.length).toBeGreaterThan(1);
    expect(await world.operators.removals()).toEqual([]);
    expect((await world.operators.get(operatorId))?.removal?.erasedAt).toBeDefined();
  });

  it('ends a connection that was made while the removal was under way', async () => {
    const { world } = await connectedToBoth();
    await beginRemoval(world.depsOf(), wish);
    await tick(world);
    await world.seed('stora', world.issueStoraPair(), { epoch: 9 });

    await world.tend(6);

    expect(world.livePairs()).toEqual([]);
    expect((await world.connections.get({ operatorId, provider: 'stora' }))?.sealedTokens).toBe('');
  });

  it('does nothing for an operator that nobody added', async () => {
    const world = await leavingWorld();

    expect(await beginRemoval(world.depsOf(), { operatorId: 'nobody', actor: 'x' })).toEqual({
      kind: 'unknown_operator',
    });
  });

  it('comes to the same end wherever a worker is killed', async () => {
    let point = 0;
    for (; point < pointsAtMost; point += 1) {
      const { world, xero } = await connectedToBoth();
      const plan = new CrashPlan(point);

      const isBegun = await survives(plan, () => beginRemoval(world.depsOf(plan), wish));
      if (!isBegun) await beginRemoval(world.depsOf(), wish);
      const isThrough = isBegun && (await survives(plan, () => tick(world, plan)));
      await world.tend(8);

      expect(world.livePairs(), plan.diedAt).toEqual([]);
      const answer = await world.providers.xero.refresh(xero.refreshToken ?? '');
      expect(answer.kind, plan.diedAt).toBe('grant_refused');
      expect(world.enabledEndpoints(), plan.diedAt).toEqual([]);
      expect(await world.operators.removals(), plan.diedAt).toEqual([]);
      expect((await world.operators.get(operatorId))?.name, plan.diedAt).toBe('');
      if (isThrough) break;
    }
    expect(point).toBeGreaterThan(60);
    expect(point).toBeLessThan(pointsAtMost);
  });
});

describe('the deprovision call', () => {
  const keys = ['current key', 'key before the last rotation'];

  function call(world: LeavingWorld, options: { key?: string; body?: string; ageS?: number } = {}) {
    const { key = 'current key', body = JSON.stringify({ operatorId }), ageS = 0 } = options;
    const timestamp = Math.floor(world.clock.nowEpochMs() / 1_000) - ageS;
    const digest = createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
    return {
      signatureHeader: `t=${timestamp},v1=${digest}`,
      body: new TextEncoder().encode(body),
    };
  }

  function receive(world: LeavingWorld, delivery: Parameters<typeof receiveDeprovision>[1]) {
    return receiveDeprovision({ ...world.depsOf(), deprovisionKeys: async () => keys }, delivery);
  }

  it.each(keys)('begins the removal when it is signed with the %s', async (key) => {
    const { world } = await connectedToBoth();

    expect(await receive(world, call(world, { key }))).toMatchObject({ kind: 'removing' });
    expect((await world.operators.get(operatorId))?.removal?.actor).toBe('partner');
  });

  it('changes nothing when it comes again, before and after the removal is through', async () => {
    const { world } = await connectedToBoth();
    const delivery = call(world);
    const first = await receive(world, delivery);

    expect(await receive(world, delivery)).toEqual(first);
    await tick(world);
    expect(await receive(world, delivery)).toMatchObject({ kind: 'removed' });
    expect(world.erased).toHaveLength(1);
  });

  it.each([
    ['signed with another key', { key: 'forged' }],
    ['too old', { ageS: 301 }],
    ['from the future', { ageS: -301 }],
  ])('is refused when it is %s: nothing changes, one line is logged', async (_name, options) => {
    const { world } = await connectedToBoth();

    expect(await receive(world, call(world, options))).toEqual({ kind: 'bad_signature' });

    expect((await world.operators.get(operatorId))?.removal).toBeUndefined();
    const rows = await world.connections.list(operatorId);
    expect(rows.map(({ status }) => status)).toEqual(['connected', 'connected']);
    expect(world.activities.all()).toEqual([]);
    expect(world.log.of('deprovision.refused')).toHaveLength(1);
  });

  it('is refused when the body was changed, or there is no signature', async () => {
    const { world } = await connectedToBoth();
    const delivery = call(world);
    const body = new TextEncoder().encode(JSON.stringify({ operatorId: 'other' }));

    expect((await receive(world, { ...delivery, body })).kind).toBe('bad_signature');
    expect((await receive(world, { ...delivery, signatureHeader: undefined })).kind).toBe(
      'bad_signature',
    );
  });

  it.each(['no JSON', '{}', '{"operatorId":"NOT AN ID"}'])(
    'is unreadable when it is signed and says %s',
    async (body) => {
      const { world } = await connectedToBoth();

      expect((await receive(world, call(world, { body }))).kind).toBe('unreadable');
    },
  );

  it('tells when there is no such operator', async () => {
    const { world } = await connectedToBoth();
    const body = JSON.stringify({ operatorId: 'nobody' });

    expect((await receive(world, call(world, { body }))).kind).toBe('unknown_operator');
  });
});
