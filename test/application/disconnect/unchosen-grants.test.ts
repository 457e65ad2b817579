import { describe, expect, it } from 'vitest';
import { loadEnding } from '../../../shared/application/disconnect/show-disconnect.ts';
import { disconnectView } from '../../../shared/domain/portal/disconnect-view.ts';
import { type ConsentWorld, consentWorld } from '../connect/consent-world.ts';

const operatorId = 'harbour';

/** A person who ticked both organisations and was asked which one is meant. */
async function asked(): Promise<ConsentWorld> {
  const world = await consentWorld();
  await world.add(operatorId);
  const result = await world.connect({ operatorId, ticks: ['acorn', 'harbour'] });
  expect(result.kind).toBe('choose_account');
  return world;
}

async function pageOf(world: ConsentWorld) {
  const { connection, open } = await loadEnding(world, { operatorId, provider: 'xero' });
  const { title, paragraphs } = disconnectView('xero', connection, { open });
  return `${title}: ${paragraphs.join(' ')}`;
}

describe('a permission of which nobody said yet for which company it is', () => {
  it('is said to be open, and is given back by a disconnect', async () => {
    const world = await asked();
    expect(await pageOf(world)).toContain('2 earlier permissions of Acorn');

    expect(await world.disconnect(operatorId)).toEqual({ kind: 'not_connected' });

    expect(world.standing()).toEqual([]);
    expect(await pageOf(world)).toContain('Xero is not connected');
  });

  it('keeps the page from saying disconnected while it cannot be given back', async () => {
    const world = await asked();
    world.failing.push('DELETE');

    expect(await world.disconnect(operatorId)).toMatchObject({
      kind: 'wait',
      reason: 'grant_not_given_back',
    });
    expect(await pageOf(world)).toContain('not quite disconnected');
    world.failing.length = 0;
    await world.disconnect(operatorId);

    expect(world.standing()).toEqual([]);
    expect(await pageOf(world)).toContain('Xero is not connected');
  });
});
