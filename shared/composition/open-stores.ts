import { DynamoAcceptedMismatches } from '../adapters/dynamodb/accepted-mismatches.ts';
import { DynamoAccountHolders } from '../adapters/dynamodb/account-holders.ts';
import { DynamoActivities } from '../adapters/dynamodb/activities.ts';
import { DynamoAside } from '../adapters/dynamodb/aside.ts';
import { DynamoAuthorizations } from '../adapters/dynamodb/authorizations.ts';
import { DynamoBackfillRuns } from '../adapters/dynamodb/backfill-runs.ts';
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
import { DynamoTries } from '../adapters/dynamodb/tries.ts';
import { DynamoWaitingGrants } from '../adapters/dynamodb/waiting-grants.ts';
import { openTable, type TablePlace } from './open-table.ts';

/** The table with all of its stores. */
export function openStores(place: TablePlace) {
  const opened = openTable(place);
  return { ...opened, ...storesOf(opened) };
}

/** All stores of a table, for what uses nearly all of them: the portal and the command. */
export function storesOf(opened: ReturnType<typeof openTable>) {
  return {
    acceptedMismatches: new DynamoAcceptedMismatches(opened),
    accountHolders: new DynamoAccountHolders(opened),
    activities: new DynamoActivities(opened),
    aside: new DynamoAside(opened),
    authorizations: new DynamoAuthorizations(opened),
    backfills: new DynamoBackfillRuns(opened),
    connections: new DynamoConnections(opened),
    counts: new DynamoRecordCounts(opened),
    differences: new DynamoDifferences(opened),
    documents: new DynamoDocuments(opened),
    endpoints: new DynamoEndpoints(opened),
    erasure: new DynamoErasure(opened),
    hostedLinks: new DynamoHostedLinks(opened),
    issues: new DynamoIssues(opened),
    keptCatalogues: new DynamoKeptCatalogues(opened),
    ledgerWatches: new DynamoLedgerWatches(opened),
    links: new DynamoLinks(opened),
    mailWatches: new DynamoMailWatches(opened),
    monthProofs: new DynamoMonthProofs(opened),
    nights: new DynamoNights(opened),
    nightWatches: new DynamoNightWatches(opened),
    operators: new DynamoOperators(opened),
    outbox: new DynamoOutbox(opened),
    people: new DynamoPeopleStore(opened),
    previews: new DynamoPreviews(opened),
    proofPages: new DynamoProofPages(opened),
    rates: new DynamoRates(opened),
    resting: new DynamoResting(opened),
    retiredPairs: new DynamoRetiredPairs(opened),
    settings: new DynamoSettingsStore(opened),
    settingsVersions: new DynamoSettingsVersions(opened),
    sourceStates: new DynamoSourceStates(opened),
    tries: new DynamoTries(opened),
    waitingGrants: new DynamoWaitingGrants(opened),
  };
}
