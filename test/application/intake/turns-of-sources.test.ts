import { expect, it } from 'vitest';
import {
  type TendSourcesDeps,
  tendSources,
} from '../../../shared/application/intake/tend-sources.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { InMemoryConnections } from '../../fakes/in-memory-connections.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';

const sources = 400;
const timeForSources = 100;

it('every source has its turn within a dozen ticks where the time suffices for a quarter', async () => {
  const clock = new FakeClock();
  const log = new RecordingLog();
  const connections = new InMemoryConnections();
  for (let index = 0; index < sources; index += 1)
    connections.seed(aConnection({ operatorId: `operator-${index}`, provider: 'stora' }));
  const seen = new Set<string>();
  connections.list = async (operatorId) => {
    seen.add(operatorId);
    clock.advance(1_000);
    return [];
  };
  const pacer = { flush: async () => {} };
  const deps = { connections, clock, log, metrics: log, pacer } as unknown as TendSourcesDeps;

  for (let tick = 0; tick < 12; tick += 1) {
    const endsAtEpochMs = clock.nowEpochMs() + 300_000;
    await tendSources(deps, clock.nowEpochMs() + timeForSources * 1_000);
    clock.advance(endsAtEpochMs - clock.nowEpochMs());
  }

  expect(seen.size).toBe(sources);
});
