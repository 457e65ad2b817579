import { describe, expect, it } from 'vitest';
import { afterConnected } from '../../../shared/application/connect/after-connected.ts';
import { disconnect } from '../../../shared/application/disconnect/disconnect.ts';
import { retireStored } from '../../../shared/application/tokens/retire-pair.ts';
import { ProviderError } from '../../../shared/domain/errors/errors.ts';
import { InMemoryAside } from '../../fakes/in-memory-aside.ts';
import { InMemoryBackfillRuns } from '../../fakes/in-memory-backfill-runs.ts';
import { InMemoryIssues } from '../../fakes/in-memory-issues.ts';
import { InMemoryLedgerWatches } from '../../fakes/in-memory-ledger-watches.ts';
import { InMemoryLinks } from '../../fakes/in-memory-links.ts';
import { InMemoryNightWatches } from '../../fakes/in-memory-night-watches.ts';
import { InMemoryRates } from '../../fakes/in-memory-rates.ts';
import { InMemoryResting } from '../../fakes/in-memory-resting.ts';
import { InMemorySettings } from '../../fakes/in-memory-settings.ts';
import { InMemorySettingsVersions } from '../../fakes/in-memory-settings-versions.ts';
import { InMemorySourceStates } from '../../fakes/in-memory-source-states.ts';
import { RecordingPacer } from '../../fakes/recording-pacer.ts';
import {
  RecordingChangeQueue,
  RecordingPageQueue,
  RecordingWriteBackQueue,
} from '../../fakes/recording-queues.ts';
import { type LeavingWorld, leavingWorld, operatorId } from '../disconnect/leaving-world.ts';

function badGateway(): never {
  const failure = { status: 502, code: 'http_502', canRetryHelp: true, effect: 'unknown' } as const;
  throw new ProviderError({ provider: 'stora', ...failure });
}

/** Connected anew, while neither the endpoints of the source nor the ledger answer. */
async function reconnectedWhileDown(provider: 'stora' | 'xero') {
  const world = await leavingWorld();
  await (provider === 'stora' ? world.connectStora() : world.connectXero('acorn'));
  const before = await world.connections.get({ operatorId, provider });
  if (before === undefined) throw new Error('Not connected.');
  await retireStored(world.depsOf(), before);
  const { account } = before;
  const pair = provider === 'stora' ? world.issueStoraPair() : await world.issueXeroPair('acorn');
  await world.seed(provider, pair, { account, epoch: 2, tokenVersion: 2 });
  const pacer = new RecordingPacer();
  const steps = afterConnected({
    ...world.depsOf(),
    settings: new InMemorySettings(),
    settingsVersions: new InMemorySettingsVersions(),
    sourceStates: new InMemorySourceStates(),
    ledgerWatches: new InMemoryLedgerWatches(),
    nightWatches: new InMemoryNightWatches(),
    links: new InMemoryLinks(),
    issues: new InMemoryIssues(),
    rates: new InMemoryRates(),
    resting: new InMemoryResting(),
    queues: { xero: new RecordingChangeQueue() },
    asideQueues: { xero: new RecordingChangeQueue() },
    writeBacks: new RecordingWriteBackQueue(),
    aside: new InMemoryAside(world.connections),
    backfills: new InMemoryBackfillRuns(),
    pages: new RecordingPageQueue(),
    hidden: {},
    sourceFor: badGateway,
    ledgers: { xero: badGateway },
    pacer,
  });
  return { world, steps, pacer };
}

async function expectNoRetired(world: LeavingWorld) {
  expect(await world.retiredPairs.list(operatorId)).toEqual([]);
}

describe('what follows a connection that was made anew', () => {
  it.each(['stora', 'xero'] as const)(
    'ends the old pair of %s also while its set-up fails, and tells of the failure',
    async (provider) => {
      const { world, steps, pacer } = await reconnectedWhileDown(provider);

      await expect(steps[provider](operatorId)).rejects.toThrow('502');

      await expectNoRetired(world);
      expect(pacer.settled).toEqual([operatorId]);
    },
  );

  it('leaves nothing alive for a disconnect that follows at once', async () => {
    const { world, steps } = await reconnectedWhileDown('stora');
    await steps.stora(operatorId).catch(() => undefined);

    await disconnect(world.depsOf(), { operatorId, provider: 'stora', actor: 'operator' });

    expect(world.livePairs()).toEqual([]);
  });
});
