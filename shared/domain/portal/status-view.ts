import type { Provider, RecordKind, Target } from '../../contracts/ids.ts';
import type { Activity, Connection, Issue, Operator } from '../../contracts/stored-items.ts';
import { describeActivity } from './activity-words.ts';
import { providerNames } from './provider-names.ts';
import { describeScopes } from './scope-words.ts';

export interface ConnectionCard {
  provider: Provider;
  providerName: string;
  /** "Connected", "Not connected" or "Reconnect needed". */
  statusWords: string;
  state: 'good' | 'attention' | 'absent';
  accountName: string | undefined;
  since: string | undefined;
  scopes: string[];
  /** What to do next, when there is something. */
  advice: string | undefined;
  buttonWords: string;
}

export interface IssueRow {
  what: string;
  message: string;
  remedy: string;
  lastSeen: string;
  times: number;
  /** Names the record in the form that tries it again. */
  reference: { target: Target; kind: RecordKind; sourceId: string };
}

export interface StatusView {
  operatorName: string;
  cards: ConnectionCard[];
  issues: IssueRow[];
  activities: Array<{ at: string; text: string }>;
  counts: Array<{ what: string; count: number }>;
}

export interface StatusFacts {
  operator: Operator;
  connections: Connection[];
  issues: Issue[];
  activities: Activity[];
  linkCounts: Record<string, number>;
}

/** Puts what is stored for an operator into the words and the order of the status page. */
export function statusView(facts: StatusFacts): StatusView {
  return {
    operatorName: facts.operator.name,
    cards: providers.map((provider) => cardOf(provider, facts.connections)),
    issues: [...facts.issues]
      .sort((left, right) => right.lastSeenAt.localeCompare(left.lastSeenAt))
      .map(rowOf),
    activities: facts.activities.map((activity) => ({
      at: dayAndTime(activity.at),
      text: describeActivity(activity),
    })),
    counts: kinds
      .map(([kind, what]) => ({ what, count: facts.linkCounts[kind] ?? 0 }))
      .filter(({ count }) => count > 0),
  };
}

/** The source first, then where its documents go. */
const providers: Provider[] = ['stora', 'xero'];

const kinds = [
  ['contact', 'Contacts'],
  ['invoice', 'Invoices'],
  ['credit_note', 'Credit notes'],
] as const;

const kindNames: Record<Issue['kind'], string> = {
  contact: 'Contact',
  invoice: 'Invoice',
  credit_note: 'Credit note',
};

const statusWords = {
  connected: { statusWords: 'Connected', state: 'good' },
  needs_reconnect: { statusWords: 'Reconnect needed', state: 'attention' },
  disconnected: { statusWords: 'Not connected', state: 'absent' },
} as const satisfies Record<Connection['status'], Pick<ConnectionCard, 'statusWords' | 'state'>>;

function cardOf(provider: Provider, connections: Connection[]): ConnectionCard {
  const providerName = providerNames[provider];
  const connection = connections.find((candidate) => candidate.provider === provider);
  const status = connection?.status ?? 'disconnected';
  const words = statusWords[status];
  const live = status === 'disconnected' ? undefined : connection;
  return {
    ...words,
    provider,
    providerName,
    accountName: live?.account.name,
    since: live && dayAndTime(live.connectedAt),
    scopes: live ? describeScopes(live.scopes) : [],
    advice:
      status === 'needs_reconnect'
        ? `${providerName} no longer accepts our access. Nothing is lost: waiting records are sent after you reconnect.`
        : undefined,
    buttonWords: `${live ? 'Reconnect' : 'Connect'} ${providerName}`,
  };
}

function rowOf(issue: Issue): IssueRow {
  return {
    what: `${kindNames[issue.kind]} ${issue.label ?? issue.sourceId}`,
    message: issue.message,
    remedy: issue.remedy,
    lastSeen: dayAndTime(issue.lastSeenAt),
    times: issue.times,
    reference: { target: issue.target, kind: issue.kind, sourceId: issue.sourceId },
  };
}

const months = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');

/** "30 Nov 2026, 09:05 UTC"; a text that is no ISO instant is returned as it is. */
function dayAndTime(isoInstant: string): string {
  const [, year, month, day, time] =
    /^(\d{4})-(\d{2})-(\d{2})T(\d{2}:\d{2})/.exec(isoInstant) ?? [];
  if (year === undefined) return isoInstant;
  return `${Number(day)} ${months[Number(month) - 1]} ${year}, ${time} UTC`;
}
