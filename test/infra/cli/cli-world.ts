import type { Access } from '../../../infra/cli/access.ts';
import { buildProgram } from '../../../infra/cli/program.ts';
import type { Catalogue } from '../../../shared/domain/ledger/drafts.ts';
import { connectWorld } from '../../application/connect/connect-world.ts';
import { aCatalogue } from '../../builders/a-catalogue.ts';
import { aPreview } from '../../builders/a-preview.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { aSourceUses } from '../../builders/source-uses.ts';
import { FakeRewrapper } from '../../fakes/fake-rewrapper.ts';
import { InMemoryAside } from '../../fakes/in-memory-aside.ts';
import { InMemoryBackfillRuns } from '../../fakes/in-memory-backfill-runs.ts';
import { InMemoryDifferences } from '../../fakes/in-memory-differences.ts';
import { InMemoryDocuments } from '../../fakes/in-memory-documents.ts';
import { InMemoryEndpoints } from '../../fakes/in-memory-endpoints.ts';
import { InMemoryIssues } from '../../fakes/in-memory-issues.ts';
import { InMemoryLinks } from '../../fakes/in-memory-links.ts';
import { InMemoryNights } from '../../fakes/in-memory-nights.ts';
import { InMemoryMailWatches, InMemoryPeople } from '../../fakes/in-memory-people.ts';
import { InMemoryMonthProofs } from '../../fakes/in-memory-proofs.ts';
import { InMemoryRates } from '../../fakes/in-memory-rates.ts';
import { InMemoryRecordCounts } from '../../fakes/in-memory-record-counts.ts';
import { InMemoryResting } from '../../fakes/in-memory-resting.ts';
import { InMemoryRetiredPairs } from '../../fakes/in-memory-retired-pairs.ts';
import { InMemorySettings } from '../../fakes/in-memory-settings.ts';
import { InMemorySettingsVersions } from '../../fakes/in-memory-settings-versions.ts';
import { InMemoryTries } from '../../fakes/in-memory-tries.ts';
import {
  RecordingChangeQueue,
  RecordingNightQueue,
  RecordingPageQueue,
} from '../../fakes/recording-queues.ts';

/** The small chart, and a rate in parts of a basis point as New York has it. */
function catalogueWithFineRate(): Catalogue {
  const { taxRates } = aCatalogue();
  const [usual] = taxRates;
  if (usual === undefined) throw new Error('The chart has no rates.');
  return aCatalogue({
    taxRates: [...taxRates, { ...usual, taxType: 'TAX001', rateBasisPoints: 887.5 }],
  });
}

/** The command over stores in memory, with one operator; `run` answers with what it wrote. */
export async function cliWorld(overrides: Partial<Access> = {}) {
  const world = await connectWorld();
  const access: Access = {
    ...world,
    ...world.links,
    issues: new InMemoryIssues(),
    links: new InMemoryLinks(),
    differences: new InMemoryDifferences(),
    documents: new InMemoryDocuments(),
    people: new InMemoryPeople(),
    mailWatches: new InMemoryMailWatches(),
    rates: new InMemoryRates(),
    settings: new InMemorySettings(),
    settingsVersions: new InMemorySettingsVersions(),
    endpoints: new InMemoryEndpoints(),
    retiredPairs: new InMemoryRetiredPairs(),
    resting: new InMemoryResting(),
    aside: new InMemoryAside(world.connections),
    counts: new InMemoryRecordCounts(),
    tries: new InMemoryTries(),
    backfills: new InMemoryBackfillRuns(),
    pages: new RecordingPageQueue(),
    nights: new InMemoryNights(),
    monthProofs: new InMemoryMonthProofs(),
    nightQueue: new RecordingNightQueue(),
    askedQueues: [],
    rewrapper: new FakeRewrapper(world.vault),
    kmsForm: new FakeRewrapper(world.vault),
    queues: { xero: new RecordingChangeQueue() },
    readPreview: async ({ operatorId, purpose }) => ({
      kind: 'ready',
      preview: aPreview({ operatorId, purpose }),
      settings: ledgerSettings({ operatorId }),
    }),
    catalogueOf: async () => catalogueWithFineRate(),
    settingsFactsOf: async ({ operatorId, target }) => {
      const settings = await access.settings.get(operatorId, target);
      const catalogue = { ok: true, value: catalogueWithFineRate() } as const;
      const uses = { ok: true, value: aSourceUses() } as const;
      return settings && { settings, catalogue, uses, callsPerDay: 5_000 };
    },
    withSides: async () => {
      throw new Error('This world has no sides to ask.');
    },
    ...overrides,
  };
  const ended: number[] = [];
  async function run(...args: string[]): Promise<string> {
    let written = '';
    const program = buildProgram({
      openAccess: () => access,
      write: (text) => {
        written += text;
      },
      endWith: (exitCode) => {
        ended.push(exitCode);
      },
    });
    silence(program);
    await program.parseAsync(args, { from: 'user' });
    return written;
  }
  return { world, access, run, ended };
}

function silence(command: ReturnType<typeof buildProgram>): void {
  command.exitOverride().configureOutput({ writeErr: () => {}, writeOut: () => {} });
  for (const child of command.commands) silence(child);
}
