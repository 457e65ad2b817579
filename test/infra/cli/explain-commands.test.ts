import { describe, expect, it } from 'vitest';
import { explainWorld, raise } from '../../application/explain/explain-world.ts';
import type { PipelineOptions } from '../../support/pipeline.ts';
import { cliWorld } from './cli-world.ts';

/** The command over a pipeline between both sandboxes. */
async function world(options: PipelineOptions = {}) {
  const { pipeline, deps } = await explainWorld(options);
  const { run, ended } = await cliWorld({
    ...pipeline.stores,
    clock: pipeline.clock,
    crypto: pipeline.ports.crypto,
    queues: pipeline.ports.queues,
    resting: deps.resting,
    withSides: (_operatorId, ask) => ask(pipeline.ports),
  });
  return { pipeline, run, ended };
}

describe('rollerdoor explain', () => {
  it('answers in its first line, and prints what helps, what happened and both sides', async () => {
    const { pipeline, run } = await world({ settings: { startDate: '2026-12-01' } });
    const { number } = await raise(pipeline);
    await pipeline.settle();

    const lines = (await run('explain', 'acorn', number)).split('\n');

    expect(lines.slice(0, 2)).toEqual([
      `Invoice ${number} is not in Xero because it is dated 30 Nov 2026, before your start date 1 Dec 2026.`,
      'Move the start date in the settings, then bring earlier documents over from there.',
    ]);
    expect(lines).toEqual(expect.arrayContaining(['What happened', 'Both sides now']));
  });

  it('answers in JSON', async () => {
    const { pipeline, run } = await world();
    const { id, number } = await raise(pipeline);
    await pipeline.settle();

    expect(JSON.parse(await run('--json', 'explain', 'acorn', id))).toMatchObject({
      record: { kind: 'invoice', sourceId: id },
      answer: `Invoice ${number} is in Xero, and both sides say the same.`,
      isInStep: true,
      toldBackTo: null,
    });
  });

  it('says what it looked through where nothing is called so', async () => {
    const { run } = await world();

    await expect(run('explain', 'acorn', 'ABC-361')).rejects.toThrow(
      'Nothing of acorn is called "ABC-361"',
    );
  });
});

describe('rollerdoor reconcile --document', () => {
  it('compares one document, and ends with 1 where somebody edited it', async () => {
    const { pipeline, run, ended } = await world();
    const { number } = await raise(pipeline);
    await pipeline.settle();

    const same = await run('reconcile', 'acorn', '--document', number);
    expect(same).toContain('both sides say the same.\n');
    expect(same).toMatch(/^ {2}Total +£243\.36 +£243\.36$/m);
    expect(ended).toEqual([]);
    await pipeline.pressXero('edit-invoice', { number, amount: '1.00' });
    expect(await run('reconcile', 'acorn', '--document', number)).toMatch(/^! Total/m);
    expect(ended).toEqual([1]);
  });
});

describe('rollerdoor resync', () => {
  it('has a record brought over that no webhook told of', async () => {
    const { pipeline, run } = await world();
    const { number } = await raise(pipeline);

    expect(await run('resync', 'acorn', number)).toContain('Sent. It is read anew');
    await pipeline.apply(pipeline.changes.messages());

    expect(await run('explain', 'acorn', number)).toMatch(
      /^Invoice \S+ is in Xero, and both sides/,
    );
    expect((await pipeline.xeroState()).invoices).toHaveLength(1);
  });
});

describe('rollerdoor links rebuild', () => {
  it('says what it would restore, and saves it only when told to', async () => {
    const { pipeline, run } = await world();
    await raise(pipeline);
    await pipeline.settle();
    pipeline.stores.links.wipe();

    expect(await run('links', 'rebuild', 'acorn')).toMatch(
      /Invoices: 1 read, 0 linked already, 1 to be restored.*\n.*\nNothing was saved: give --write\.\n$/,
    );
    expect(pipeline.stores.links.all()).toEqual([]);
    expect(await run('links', 'rebuild', 'acorn', '--write')).toContain('1 restored');
    expect(pipeline.stores.links.all()).not.toEqual([]);
    await expect(run('links', 'rebuild', 'acorn', '--after', 'page 3')).rejects.toThrow(
      '"page 3" is no place',
    );
  });
});
