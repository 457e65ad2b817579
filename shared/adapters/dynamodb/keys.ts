import type { DocumentRow } from '../../contracts/document-item.ts';
import { type Provider, provider as providerSchema, type Target } from '../../contracts/ids.ts';
import type { LinkKey } from '../../contracts/link-item.ts';
import type { ProofPage } from '../../contracts/month-proof.ts';

type DocumentKey = Pick<DocumentRow, 'operatorId' | 'target' | 'issuedAt' | 'kind' | 'sourceId'>;

type NightName = { startedAt: string; runId: string };
type ProofPagePlace = Omit<ProofPage, 'rows' | 'sourceIds' | 'payments'>;

/** Where an item stands in the table. */
export interface ItemKey {
  pk: string;
  sk: string;
}

/** Place of an item in the index `directory`: across operators, in the order of `directorySort`. */
export interface DirectoryEntry {
  directoryKey:
    | 'OPERATOR'
    // Written by versions before, which had no shards; read until nothing stands there any more.
    | 'DUE'
    | `DUE#${Provider}#${number}`
    | 'HALF_MADE'
    | 'LEAVING'
    | 'RETIRED'
    | 'REMOVAL'
    | 'OWED'
    | `OWED#${number}`
    | 'ISSUES'
    | 'RESTING'
    | 'ASIDE'
    | 'BACKFILL'
    | 'WAITING'
    | 'MAILS'
    | 'MAIL_WATCH'
    | 'LEDGER_WATCH'
    | 'NIGHT'
    | 'NIGHT_WATCH';
  directorySort: string;
}

/** Partition of everything that belongs to one operator. */
export function operatorPartition(operatorId: string): string {
  return `OP#${operatorId}`;
}

/** Sort key prefixes of the items that are listed. */
export const prefixes = {
  acceptedMismatch: 'ACCEPTED_MISMATCH#',
  activity: 'ACTIVITY#',
  aside: 'ASIDE#',
  connection: 'CONNECTION#',
  difference: 'DIFFERENCE#',
  document: 'DOCUMENT#',
  hostedLink: 'HOSTED_LINK#',
  issue: 'ISSUE#',
  link: 'LINK#',
  mail: 'MAIL#',
  monthProof: 'MONTH_PROOF#',
  nightDone: 'NIGHT_DONE#',
  proofPage: 'PROOF_PAGE#',
  resting: 'RESTING#',
  retired: 'RETIRED#',
  settingsVersion: 'SETTINGS_VERSION#',
  waiting: 'WAITING#',
};

/** Key of every kind of item. Vendors' ids come last, so that no character in them can confuse. */
export const keys = {
  operator: (operatorId: string) => owned(operatorId, 'OPERATOR'),
  connection: (operatorId: string, provider: Provider) =>
    owned(operatorId, `${prefixes.connection}${provider}`),
  retired: (operatorId: string, provider: Provider, pairId: string) =>
    owned(operatorId, `${prefixes.retired}${provider}#${pairId}`),
  waiting: (operatorId: string, provider: Provider, waitingId: string) =>
    owned(operatorId, `${prefixes.waiting}${provider}#${waitingId}`),
  settings: (operatorId: string, target: Target) => owned(operatorId, `SETTINGS#${target}`),
  settingsVersion: (operatorId: string, target: Target, version: number) =>
    owned(operatorId, `${prefixes.settingsVersion}${target}#${versionSort(version)}`),
  preview: (operatorId: string, target: Target, purpose: string) =>
    owned(operatorId, `PREVIEW#${target}#${purpose}`),
  rate: (operatorId: string, provider: Provider) => owned(operatorId, `RATE#${provider}`),
  tries: (operatorId: string, queue: string) => owned(operatorId, `TRIES#${queue}`),
  counts: (operatorId: string) => owned(operatorId, 'COUNTS'),
  sourceState: (operatorId: string) => owned(operatorId, 'SOURCE'),
  resting: (operatorId: string, queue: string) => owned(operatorId, `${prefixes.resting}${queue}`),
  backfill: (operatorId: string, target: Target) => owned(operatorId, `BACKFILL#${target}`),
  issueWatch: (operatorId: string) => owned(operatorId, 'ISSUE_WATCH'),
  issueSummary: (operatorId: string) => owned(operatorId, 'ISSUE_SUMMARY'),
  /** Beside the connections, so that one query reads both. */
  asideMark: (operatorId: string, queue: string) => owned(operatorId, `CONNECTION_ASIDE#${queue}`),
  aside: (operatorId: string, queue: string, place: string) =>
    owned(operatorId, `${prefixes.aside}${queue}#${place}`),
  link: (link: LinkKey) => owned(link.operatorId, `${prefixes.link}${recordPath(link)}`),
  issue: (link: LinkKey) => owned(link.operatorId, `${prefixes.issue}${recordPath(link)}`),
  difference: (link: LinkKey) =>
    owned(link.operatorId, `${prefixes.difference}${recordPath(link)}`),
  activity: (operatorId: string, at: string, activityId: string) =>
    owned(operatorId, `${prefixes.activity}${at}#${activityId}`),
  document: ({ operatorId, target, issuedAt, kind, sourceId }: DocumentKey) =>
    owned(operatorId, `${prefixes.document}${target}#${issuedAt}#${kind}#${sourceId}`),
  hostedLink: (operatorId: string, linkId: string) =>
    owned(operatorId, `${prefixes.hostedLink}${linkId}`),
  people: (operatorId: string) => owned(operatorId, 'PEOPLE'),
  ledgerWatch: (operatorId: string, target: Target) => owned(operatorId, `LEDGER_WATCH#${target}`),
  night: (operatorId: string, target: Target) => owned(operatorId, `NIGHT#${target}`),
  /** In the order in which they were begun. */
  nightDone: (operatorId: string, target: Target, { startedAt, runId }: NightName) =>
    owned(operatorId, `${prefixes.nightDone}${target}#${startedAt}#${runId}`),
  nightWatch: (operatorId: string, target: Target) => owned(operatorId, `NIGHT_WATCH#${target}`),
  catalogue: (operatorId: string, target: Target) => owned(operatorId, `CATALOGUE#${target}`),
  monthProof: (operatorId: string, target: Target, month: string) =>
    owned(operatorId, `${prefixes.monthProof}${target}#${month}`),
  proofPage: (page: ProofPagePlace) =>
    owned(
      page.operatorId,
      `${proofPagesPrefix(page)}${page.runId}#${page.side}#${page.kind}#${pageSort(page.page)}#${pageSort(page.part)}`,
    ),
  acceptedMismatch: (operatorId: string, target: Target, key: string) =>
    owned(operatorId, `${prefixes.acceptedMismatch}${target}#${key}`),
  mailWatch: (operatorId: string) => owned(operatorId, 'MAIL_WATCH'),
  mail: (operatorId: string, mailId: string) => owned(operatorId, `${prefixes.mail}${mailId}`),
  account: (provider: Provider, accountId: string) => ({
    pk: `ACCOUNT#${provider}#${accountId}`,
    sk: 'ACCOUNT',
  }),
  endpoint: (endpointId: string) => ({ pk: `ENDPOINT#${endpointId}`, sk: 'ENDPOINT' }),
  authorization: (stateHash: string) => ({ pk: `AUTHORIZATION#${stateHash}`, sk: 'AUTHORIZATION' }),
};

/** Whose connection stands under a key; undefined: it is none that this version knows. */
export function connectionAt({
  pk,
  sk,
}: ItemKey): { operatorId: string; provider: Provider } | undefined {
  if (!pk.startsWith(operatorPartition('')) || !sk.startsWith(prefixes.connection))
    return undefined;
  const name = sk.slice(prefixes.connection.length);
  const provider = providerSchema.options.find((known) => known === name);
  return provider && { operatorId: pk.slice(operatorPartition('').length), provider };
}

/** Sort key of an instant in the directory; 16 digits last beyond any clock. */
export function instantSort(epochMs: number): string {
  return String(epochMs).padStart(16, '0');
}

/** Numbers in the order of their texts; nobody saves a thousand million times. */
function versionSort(version: number): string {
  return String(version).padStart(9, '0');
}

/** Of all pages of a month, whichever run has read them. */
export function proofPagesPrefix({
  target,
  month,
}: Pick<ProofPagePlace, 'target' | 'month'>): string {
  return `${prefixes.proofPage}${target}#${month}#`;
}

function pageSort(page: number): string {
  return String(page).padStart(6, '0');
}

function owned(operatorId: string, sk: string): ItemKey {
  return { pk: operatorPartition(operatorId), sk };
}

function recordPath(link: LinkKey): string {
  return `${link.target}#${link.kind}#${link.sourceId}`;
}
