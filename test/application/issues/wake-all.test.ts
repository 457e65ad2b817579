import { expect, it } from 'vitest';
import { wakeAll } from '../../../shared/application/issues/wake-all.ts';
import { InMemoryResting } from '../../fakes/in-memory-resting.ts';
import { startPipeline } from '../../support/pipeline.ts';

it.each(['aside', 'resting'] as const)('the sweep that fails keeps no other: %s', async (name) => {
  const { ports, changes, log, clock } = await startPipeline();
  const resting = new InMemoryResting();
  if (name === 'aside') ports.aside.faults.failNext('due', new Error('The table is busy.'));
  else resting.faults.failNext('hidden', new Error('The table is busy.'));
  const queues = { xero: changes };
  const deps = { ...ports, resting, hidden: {}, queues, asideQueues: queues };

  await expect(wakeAll(deps, clock.nowEpochMs() + 60_000)).rejects.toThrow('busy');

  expect(log.of('issues.swept')).toHaveLength(1);
  expect(log.of(name === 'aside' ? 'resting.swept' : 'aside.swept')).toHaveLength(1);
});
