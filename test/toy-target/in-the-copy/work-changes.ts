import { createHmac } from 'node:crypto';
import { readStage } from '../../../infra/config.ts';
import type { Applier } from '../../../shared/application/apply-changes/applier.ts';
import { applyChanges } from '../../../shared/application/apply-changes/apply-changes.ts';
import { PacedCalls } from '../../../shared/application/pacing/paced-calls.ts';
import { receiveWebhook } from '../../../shared/application/receive-webhook/receive-webhook.ts';
import { provider, type Target, target } from '../../../shared/contracts/ids.ts';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import { tableOf } from '../../../shared/contracts/table-of.ts';
import type { Source } from '../../../shared/ports/source.ts';
import { intakeMemory } from '../../../shared/runtime/intake-memory.ts';
import { sourceReader } from '../../../shared/source/clients.ts';
import { sourceName } from '../../../shared/source/source-name.ts';
import type { StoraContact } from '../../../shared/source/stora/stora-resources.ts';
import { targetClients } from '../../../shared/targets/clients.ts';
import type { CallFor, TargetClient } from '../../../shared/targets/provider-client.ts';
import { providerManifests } from '../../../shared/targets/provider-manifests.ts';
import { type TargetSettings, targetAddresses, targets } from '../../../shared/targets/registry.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { aStoraContact } from '../../builders/a-stora-contact.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';
import { FakeVault } from '../../fakes/fake-vault.ts';
import { FixedAccessTokens } from '../../fakes/fixed-access-tokens.ts';
import { InMemoryActivities } from '../../fakes/in-memory-activities.ts';
import { InMemoryAside } from '../../fakes/in-memory-aside.ts';
import { InMemoryConnections } from '../../fakes/in-memory-connections.ts';
import { InMemoryDocuments } from '../../fakes/in-memory-documents.ts';
import { InMemoryEndpoints } from '../../fakes/in-memory-endpoints.ts';
import { InMemoryIssues } from '../../fakes/in-memory-issues.ts';
import { InMemoryLinks } from '../../fakes/in-memory-links.ts';
import { InMemoryRates } from '../../fakes/in-memory-rates.ts';
import { InMemoryRecordCounts } from '../../fakes/in-memory-record-counts.ts';
import { InMemoryTries } from '../../fakes/in-memory-tries.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';
import { RecordingChangeQueue, RecordingWriteBackQueue } from '../../fakes/recording-queues.ts';
import { serveAddressBook } from './address-book.ts';
import { toy } from './toy.ts';

const endpointId = 'endpoint_0123456789';
const secret = 'whsec_toy';

const clock = new FakeClock();
const log = new RecordingLog();
const book = await serveAddressBook();
const connections = new InMemoryConnections();
const stores = {
  connections,
  aside: new InMemoryAside(connections),
  endpoints: new InMemoryEndpoints(),
  links: new InMemoryLinks(clock),
  issues: new InMemoryIssues(),
  activities: new InMemoryActivities(),
  counts: new InMemoryRecordCounts(),
  documents: new InMemoryDocuments(),
  tries: new InMemoryTries(),
  rates: new InMemoryRates(),
};
const vault = new FakeVault();
const queues = tableOf(target.options, () => new RecordingChangeQueue());
const pacer = new PacedCalls({
  rates: stores.rates,
  clock,
  limits: tableOf(provider.options, (name) => providerManifests[name].limits),
});
const tokens = new FixedAccessTokens(
  tableOf(provider.options, (name) => ({
    value: `token-of-${name}`,
    epoch: 1,
    tokenVersion: 1,
    accountId: `company-of-${name}`,
    accountName: 'Harbour Storage Ltd',
  })),
);
const common = { ...stores, clock, log, metrics: log, crypto: new FakeCrypto(), sourceReader };

/** As composition makes it, with the book's address. */
function applierOf<T extends Target>(name: T): Applier {
  const client: TargetClient<TargetSettings[T]> = targetClients[name];
  if (!('applier' in client)) throw new Error(`${name} has no applier of its own.`);
  const told = readStage('local', {}).targets[name];
  const settings = { ...told, ...targetAddresses[name].sandbox(book.origin) };
  const call = { provider: name, lane: 'live', tokens, pacer, clock, fetch } as const;
  const callFor: CallFor = (operatorId, accountId) =>
    accountId === undefined ? { ...call, operatorId } : { ...call, operatorId, accountId };
  return client.applier(settings, callFor);
}

async function connectAll(): Promise<void> {
  for (const name of provider.options) {
    const account = { id: `company-of-${name}`, name: 'Harbour Storage Ltd' };
    stores.connections.seed(aConnection({ provider: name, account }));
  }
  const context = { provider: sourceName, epoch: 1, purpose: 'webhook-secret' } as const;
  const sealed = await vault.seal(secret, { operatorId: anOperatorId, ...context });
  await stores.endpoints.put({
    endpointId,
    operatorId: anOperatorId,
    epoch: 1,
    sourceEndpointId: 'we_1',
    sealedSecrets: [sealed],
  });
}

/** A webhook as the source sends it; answers with what the toy's queue holds more than before. */
async function deliver(type: string, data: object): Promise<ChangeMessage[]> {
  const before = queues[toy].messages().length;
  const at = Math.floor(clock.nowEpochMs() / 1_000);
  const created_at = new Date(at * 1_000).toISOString();
  const event = {
    id: `evt_${type}_${before}_${at}`,
    type,
    api_version: '2025-09',
    created_at,
    data,
  };
  const body = Buffer.from(JSON.stringify({ event }));
  const signature = createHmac('sha256', secret).update(`${at}.`).update(body).digest('hex');
  const receipt = await receiveWebhook(
    { endpointId, signatureHeader: `t=${at},v1=${signature}`, body },
    {
      ...common,
      ...intakeMemory(common),
      vault,
      queues,
      window: { maxAgeSeconds: 300, maxAheadSeconds: 300 },
    },
  );
  if (receipt.kind !== 'accepted') throw new Error(`The webhook is ${receipt.kind}.`);
  return queues[toy].messages().slice(before);
}

const ports = {
  ...common,
  pacer,
  changes: queues[toy],
  writeBacks: new RecordingWriteBackQueue(),
  applier: applierOf(toy),
  // All that is needed comes with the changes.
  sourceFor: () => ({}) as Source,
};

const triesAtMost = 10;

/** Applies until nothing is put off any more; how each try ended, in a word or two. */
async function apply(messages: ChangeMessage[], waitsAtLeastMs = 0): Promise<string[]> {
  const ends: string[] = [];
  for (let receiveCount = 1; receiveCount <= triesAtMost; receiveCount += 1) {
    const [result] = await applyChanges(
      messages.map((message) => ({ message, receiveCount })),
      ports,
    );
    if (result?.kind !== 'deferred') {
      const outcome = result?.outcome;
      const why = outcome?.kind === 'skipped' ? ` ${outcome.reason}` : '';
      return [...ends, `${outcome?.kind}${why}`];
    }
    ends.push('put off');
    book.trouble.losesAnswers = false;
    clock.advance(Math.max(waitsAtLeastMs, result.retryAfterSeconds * 1_000));
  }
  throw new Error('It is put off for ever.');
}

async function workAll() {
  const contact = aStoraContact();
  const made = await deliver('contact.created', { contact });
  const invoices = await deliver('invoice.finalized', { invoice: aStoraInvoice() });
  const created = await apply(made);
  const again = await apply(made);
  clock.advance(60_000);
  const updated_at = new Date(clock.nowEpochMs()).toISOString();
  const later = { ...contact, full_name: 'Ada Lovelace', updated_at };
  const updated = await apply(await deliver('contact.updated', { contact: later }));
  const lost = await createWithoutAnswer({ id: 'con_0002', full_name: 'Bob Bell' }, 0);
  const lostForLong = await createWithoutAnswer(
    { id: 'con_0004', full_name: 'Cat Cole' },
    2 * targets[toy].keyMemoryMs,
  );
  const nobody = aStoraContact({ id: 'con_0003', full_name: 'Nobody', email: 'n@example.com' });
  const refused = await apply(await deliver('contact.created', { contact: nobody }));
  return { invoicesQueued: invoices.length, created, again, updated, lost, lostForLong, refused };
}

/** The answer to its creation is lost, and it comes back so long afterwards at least. */
async function createWithoutAnswer(details: Partial<StoraContact>, waitsAtLeastMs: number) {
  const before = book.calls.length;
  book.trouble.losesAnswers = true;
  const contact = aStoraContact(details);
  const ends = await apply(await deliver('contact.created', { contact }), waitsAtLeastMs);
  return { ends, calls: book.calls.slice(before).map(({ method }) => method) };
}

await connectAll();
try {
  const ends = await workAll();
  const issues = await stores.issues.list(anOperatorId);
  const written = await stores.activities.latest(anOperatorId, 100);
  console.log(
    JSON.stringify({
      ...ends,
      entries: book.entries.map(({ reference, name }) => [reference, name]),
      isAllAuthorised: book.calls.every(
        ({ authorization }) => authorization === `Bearer token-of-${toy}`,
      ),
      isAllKeyed: book.calls.every(({ method, isKeyed }) => isKeyed === (method !== 'GET')),
      issues: issues.map(({ target: of, cause, remedy }) => ({ target: of, cause, remedy })),
      activities: written.map(({ type }) => type).toReversed(),
    }),
  );
} finally {
  book.close();
}
