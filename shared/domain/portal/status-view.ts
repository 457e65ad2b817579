import type { Activity } from '../../contracts/activity-item.ts';
import type { Connection } from '../../contracts/connection-item.ts';
import { type Provider, provider as providers } from '../../contracts/ids.ts';
import type { Issue } from '../../contracts/issue-items.ts';
import type { IssueSummary } from '../../contracts/issue-summary.ts';
import type { Operator } from '../../contracts/operator-item.ts';
import type { Rate } from '../../contracts/rate-item.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import type { SourceState } from '../../contracts/source-state.ts';
import { sourceManifest } from '../../source/registry.ts';
import { sourceName } from '../../source/source-name.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { openSilence } from '../intake/silence.ts';
import { openOf } from '../issues/acceptance.ts';
import { isInUse } from '../tokens/is-live-epoch.ts';
import { type ClientRefusal, judgeClientRefusal } from '../tokens/judge-client-refusal.ts';
import { dayAndTime, dayOnly } from './day-and-time.ts';
import {
  type IssueGroup,
  type IssueRow,
  latestSeenFirst,
  type NeedsYou,
  rowOf,
} from './issue-groups.ts';
import { issuesByCause } from './issue-views.ts';
import { activityRows } from './list-views.ts';
import { type MissedRow, missedRows } from './missed-words.ts';
import { paceLine } from './pace-view.ts';
import { describeScopes } from './scope-words.ts';
import {
  isSilent,
  isSwitchedOff,
  quietAdvice,
  silentAdvice,
  sourceNotices,
} from './source-words.ts';
import { type WaitingFacts, type WaitingRow, waitingRows } from './waiting-words.ts';

export interface ConnectionCard {
  provider: Provider;
  providerName: string;
  /** "Connected", "Not connected" or "Reconnect needed". */
  statusWords: string;
  state: 'good' | 'attention' | 'absent';
  accountName: string | undefined;
  since: string | undefined;
  /** Who gave the permission, as far as we know. */
  by: string | undefined;
  /** The same where it is a name. */
  byName: string | undefined;
  scopes: string[];
  /** How much of the provider's cap is used, by us and as far as we know by others. */
  pace: string | undefined;
  /** Documents dated earlier are not sent; targets only. */
  startDate: string | undefined;
  /** What this provider lacks and we do without. */
  notices: string[];
  /** What to do next, when there is something. */
  advice: string | undefined;
  buttonWords: string;
  /** The provider may refuse all that we would like with a page that leads nowhere. */
  offersFewerScopes: boolean;
  /** A person should look at it, and what we hear of is sent all the same. */
  goesOn: boolean;
  /** Nothing is heard of it any more: since when, as the press names it. */
  quietSince: string | undefined;
  /** False while connecting could not work. */
  canConnect: boolean;
  /** May be disconnected; where the answer to "really?" is given. */
  disconnectHref: string | undefined;
}

export interface StatusView {
  operatorName: string;
  cards: ConnectionCard[];
  issues: IssueRow[];
  /** What was not sent because nothing reached us. */
  missed: MissedRow[];
  /** What gets through by itself, or after a reconnect. */
  waiting: WaitingRow[];
  /** The issues by cause, the one seen last first. */
  causes: IssueGroup[];
  /** Issues that ask nobody in the office, by cause. */
  failures: IssueGroup[];
  /** What needs a person, in figures. */
  needs: NeedsYou;
  activities: Array<{ at: string; text: string }>;
  counts: Array<{ what: string; count: number }>;
}

export interface StatusFacts {
  operator: Operator;
  connections: Connection[];
  issues: Issue[];
  /** Where the others begin; absent: these are all. */
  moreIssues?: string | undefined;
  /** What the sweep counted of all of them. */
  issueSummary?: IssueSummary | undefined;
  activities: Activity[];
  /** One per provider that was called. */
  rates: Rate[];
  linkCounts: Record<string, number>;
  /** What is known of the source beside its connection. */
  sourceState?: SourceState | undefined;
  /** Of the targets that have any yet; documents dated before their start are left alone. */
  settings?: readonly LedgerSettings[];
  /** What is under way; absent: not looked for. */
  waiting?: WaitingFacts | undefined;
  /** Where the reader is; @default not known: times are told in UTC */
  timeZone?: string | undefined;
  nowEpochMs: number;
}

/** Puts what is stored for an operator into the words and the order of the status page. */
export function statusView(facts: StatusFacts): StatusView {
  const issues = openOf(latestSeenFirst(facts.issues));
  const byCause = issuesByCause({
    issues: facts.issues,
    hasMore: facts.moreIssues !== undefined,
    summary: facts.issueSummary,
    nowEpochMs: facts.nowEpochMs,
    timeZone: facts.timeZone,
  });
  return {
    operatorName: facts.operator.name,
    // The source first, then where its documents go.
    cards: providers.options.map((provider) => cardOf(provider, facts)),
    missed: missedOf(facts),
    waiting: waitingRows(facts.waiting, facts),
    issues: issues.map((issue) => rowOf(issue, facts)),
    causes: byCause.groups,
    failures: byCause.failures,
    needs: byCause.needs,
    activities: activityRows(facts.activities, facts.timeZone),
    counts: kinds
      .map(([kind, what]) => ({ what, count: facts.linkCounts[kind] ?? 0 }))
      .filter(({ count }) => count > 0),
  };
}

/** Of the connected company; what another one missed is not this one's. */
export function missedOf(
  facts: Pick<StatusFacts, 'connections' | 'sourceState' | 'settings' | 'timeZone'>,
): MissedRow[] {
  const { connections, sourceState, settings = [], timeZone } = facts;
  const source = connections.find(({ provider }) => provider === sourceName);
  const isOfSource = source !== undefined && source.account.id === sourceState?.accountId;
  return isOfSource ? missedRows(sourceState?.gaps, settings, timeZone) : [];
}

const kinds = [
  ['contact', 'Contacts'],
  ['invoice', 'Invoices'],
  ['credit_note', 'Credit notes'],
] as const;

const statusWords = {
  connected: { statusWords: 'Connected', state: 'good' },
  needs_reconnect: { statusWords: 'Reconnect needed', state: 'attention' },
  disconnecting: { statusWords: 'Being disconnected', state: 'absent' },
  disconnected: { statusWords: 'Not connected', state: 'absent' },
} as const satisfies Record<Connection['status'], Pick<ConnectionCard, 'statusWords' | 'state'>>;

/** The token has not ended yet or has just: what the operator sees is that nothing moves. */
const interrupted = { statusWords: 'Interrupted', state: 'attention' } as const;

/** The permission is there, but nothing is told to us. */
const silent = { statusWords: 'Connected, without notifications', state: 'attention' } as const;
/** It used to tell, and does not any more. */
const quiet = { statusWords: 'Connected, and quiet', state: 'attention' } as const;

function cardOf(provider: Provider, facts: StatusFacts): ConnectionCard {
  const providerName = providerManifests[provider].name;
  const connection = facts.connections.find((candidate) => candidate.provider === provider);
  const status = connection?.status ?? 'disconnected';
  const refusal = refusalOf(connection, facts.nowEpochMs);
  const unheard = connection && unheardOf(connection, facts);
  const words = refusal === 'none' ? (unheard?.words ?? statusWords[status]) : interrupted;
  const live = connection && isInUse(connection) ? connection : undefined;
  return {
    ...words,
    goesOn: refusal === 'none' && unheard !== undefined,
    quietSince: unheard?.quietSince,
    provider,
    providerName,
    accountName: live?.account.name,
    since: live && dayAndTime(live.connectedAt, facts.timeZone),
    by: live && connectedBy(live),
    byName: live?.connectedByName,
    scopes: live ? describeScopes(live.scopes, provider) : [],
    pace: live && paceLine(rateOf(provider, facts), facts.nowEpochMs, facts.timeZone),
    startDate: live && startDay(provider, facts),
    notices: live && provider === sourceName ? sourceNotices(live, facts.sourceState) : [],
    advice:
      connection &&
      (refusalAdvice(refusal, providerName) ??
        unheard?.advice ??
        adviceOf(connection, providerName, facts.timeZone)),
    buttonWords: `${live ? 'Reconnect' : 'Connect'} ${providerName}`,
    offersFewerScopes: provider === sourceName && live?.status !== 'connected',
    canConnect: refusal !== 'being_mended',
    disconnectHref: live && `/disconnect/${provider}`,
  };
}

interface Unheard {
  words: typeof silent | typeof quiet;
  advice?: string;
  quietSince?: string;
}

/** That the source tells us nothing, and what its operator has to know of that; undefined: it does. */
function unheardOf(connection: Connection, facts: StatusFacts): Unheard | undefined {
  const { sourceState, activities, nowEpochMs, timeZone } = facts;
  if (isSilent(connection, nowEpochMs))
    return { words: silent, advice: silentAdvice(connection, sourceState) };
  if (isSwitchedOff(connection, sourceState)) return { words: silent };
  if (connection.provider !== sourceName) return undefined;
  const silence = openSilence(connection, sourceState, activities);
  if (silence === undefined) return undefined;
  return { words: quiet, advice: quietAdvice(silence, timeZone), quietSince: silence.heardAt };
}

/** By the name that the visitor gave, else by the link, which the partner can look up. */
function connectedBy({ connectedByName, connectedBy: link }: Connection): string | undefined {
  return connectedByName ?? (link && `The visitor with hosted link ${link}`);
}

/** The source has none: only a target has settings. */
function startDay(provider: Provider, { settings = [] }: StatusFacts): string | undefined {
  const own = settings.find(({ target }) => target === provider);
  return own && dayOnly(own.startDate);
}

function rateOf(provider: Provider, { rates }: StatusFacts): Rate | undefined {
  return rates.find((rate) => rate.provider === provider);
}

/** Only a connection that is to work can be refused; a dead grant has its own words. */
function refusalOf(connection: Connection | undefined, nowEpochMs: number): ClientRefusal {
  if (connection?.status !== 'connected') return 'none';
  return judgeClientRefusal(connection.clientRefusedSince, nowEpochMs);
}

function refusalAdvice(refusal: ClientRefusal, providerName: string): string | undefined {
  if (refusal === 'none') return undefined;
  return refusal === 'being_mended'
    ? `${providerName} does not let us in at the moment. That is on our side and we are on it. Nothing is lost, and there is nothing for you to do.`
    : `${providerName} has not let us in for more than a day. We are on it; reconnecting may help sooner. Nothing is lost.`;
}

function adviceOf(
  connection: Connection,
  providerName: string,
  timeZone: string | undefined,
): string | undefined {
  const { status, leaving, disconnectedAt } = connection;
  if (status === 'needs_reconnect') {
    return `${providerName} no longer accepts our access. Nothing is lost: waiting records are sent after you reconnect.`;
  }
  if (status === 'disconnecting' && leaving !== undefined) {
    return `Being disconnected since ${dayAndTime(leaving.since, timeZone)}. Nothing is exchanged any more; our access is being withdrawn.`;
  }
  return status === 'disconnected' && disconnectedAt !== undefined
    ? `Disconnected on ${dayAndTime(disconnectedAt, timeZone)}. What happens in ${sourceManifest.name} since then is not sent; once everything is connected again, this page tells how much that is.`
    : undefined;
}
