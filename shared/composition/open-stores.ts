import { DynamoAcceptedMismatches } from '../adapters/dynamodb/accepted-mismatches.ts';
import { DynamoAccountHolders } from '../adapters/dynamodb/account-holders.ts';
import { DynamoActivities } from '../adapters/dynamodb/activities.ts';
import { DynamoAside } from '../adapters/dynamodb/aside.ts';
import { DynamoAuthorizations } from '../adapters/dynamodb/authorizations.ts';
import { DynamoBackfillRuns } from '../adapters/dynamodb/backfill-runs.ts';
import { dynamoClient } from '../adapters/dynamodb/client.ts';
import { DynamoConnections } from '../adapters/dynamodb/connections.ts';
import { DynamoDifferences } from '../adapters/dynamodb/differences.ts';
import { DynamoDocuments } from '../adapters/dynamodb/documents.ts';
import { DynamoEndpoints } from '../adapters/dynamodb/endpoints.ts';
import { DynamoErasure } from '../adapters/dynamodb/erasure.ts';
import { DynamoHostedLinks } from '../adapters/dynamodb/hosted-links.ts';
import { DynamoIssues } from '../adapters/dynamodb/issues.ts';
import { DynamoKeptCatalogues } from '../adapters/dynamodb/kept-catalogues.ts';
import { DynamoLedgerWatches } from '../adapters/dynamodb/ledger-watches.ts';
import { DynamoLinks } from '../adapters/dynamodb/links.ts';
import { DynamoMailWatches } from '../adapters/dynamodb/mail-watches.ts';
import { DynamoMonthProofs } from '../adapters/dynamodb/month-proofs.ts';
import { DynamoNightWatches } from '../adapters/dynamodb/night-watches.ts';
import { DynamoNights } from '../adapters/dynamodb/nights.ts';
import { DynamoOperators } from '../adapters/dynamodb/operators.ts';
import { DynamoOutbox } from '../adapters/dynamodb/outbox.ts';
import { DynamoPeopleStore } from '../adapters/dynamodb/people-store.ts';
import { DynamoPreviews } from '../adapters/dynamodb/previews.ts';
import { DynamoProofPages } from '../adapters/dynamodb/proof-pages.ts';
import { DynamoRates } from '../adapters/dynamodb/rates.ts';
import { DynamoRecordCounts } from '../adapters/dynamodb/record-counts.ts';
import { DynamoResting } from '../adapters/dynamodb/resting.ts';
import { DynamoRetiredPairs } from '../adapters/dynamodb/retired-pairs.ts';
import { DynamoSettingsStore } from '../adapters/dynamodb/settings-store.ts';
import { DynamoSettingsVersions } from '../adapters/dynamodb/settings-versions.ts';
import { DynamoSourceStates } from '../adapters/dynamodb/source-states.ts';
import { Table } from '../adapters/dynamodb/table.ts';
import { DynamoTries } from '../adapters/dynamodb/tries.ts';
import { DynamoWaitingGrants } from '../adapters/dynamodb/waiting-grants.ts';
import { SystemClock } from '../adapters/node/clock.ts';
import { NodeCrypto } from '../adapters/node/crypto.ts';
import type { StoredForms } from '../contracts/stored-forms.ts';

/** Settings of the SDK's client; empty on AWS itself. */
type DynamoConfig = Parameters<typeof dynamoClient>[0];

/** So many characters of an id are random enough for a nonce, which stands in each row that is saved. */
export const nonceLength = 18;

/** Clock, hashes and the table's stores, as every function and the command need them. */
export function openStores(place: {
  tableName: string;
  /** Absent, as for a function that writes nothing that has several: what every version reads. */
  forms?: StoredForms;
  dynamodb?: DynamoConfig | undefined;
}) {
  const forms = place.forms ?? 'former';
  const clock = new SystemClock();
  const crypto = new NodeCrypto();
  const table = new Table({
    client: dynamoClient(place.dynamodb),
    name: place.tableName,
    newNonce: () => crypto.uuid().slice(0, nonceLength),
  });
  return {
    clock,
    crypto,
    acceptedMismatches: new DynamoAcceptedMismatches({ table }),
    accountHolders: new DynamoAccountHolders({ table }),
    activities: new DynamoActivities({ table }),
    aside: new DynamoAside({ table }),
    authorizations: new DynamoAuthorizations({ table, clock }),
    backfills: new DynamoBackfillRuns({ table }),
    counts: new DynamoRecordCounts({ table }),
    connections: new DynamoConnections({ table, forms }),
    differences: new DynamoDifferences({ table }),
    documents: new DynamoDocuments({ table }),
    endpoints: new DynamoEndpoints({ table }),
    erasure: new DynamoErasure({ table }),
    hostedLinks: new DynamoHostedLinks({ table, clock }),
    issues: new DynamoIssues({ table }),
    keptCatalogues: new DynamoKeptCatalogues({ table }),
    ledgerWatches: new DynamoLedgerWatches({ table }),
    links: new DynamoLinks({ table, clock, forms }),
    mailWatches: new DynamoMailWatches({ table }),
    monthProofs: new DynamoMonthProofs({ table }),
    nights: new DynamoNights({ table }),
    nightWatches: new DynamoNightWatches({ table }),
    operators: new DynamoOperators({ table }),
    outbox: new DynamoOutbox({ table }),
    people: new DynamoPeopleStore({ table }),
    previews: new DynamoPreviews({ table, clock }),
    proofPages: new DynamoProofPages({ table }),
    rates: new DynamoRates({ table }),
    resting: new DynamoResting({ table }),
    retiredPairs: new DynamoRetiredPairs({ table }),
    settings: new DynamoSettingsStore({ table }),
    settingsVersions: new DynamoSettingsVersions({ table }),
    sourceStates: new DynamoSourceStates({ table }),
    tries: new DynamoTries({ table }),
    waitingGrants: new DynamoWaitingGrants({ table }),
  };
}
