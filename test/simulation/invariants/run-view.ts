import type { Provider } from '../../../shared/contracts/ids.ts';
import type { Issue } from '../../../shared/contracts/issue-items.ts';
import type { Link, LinkKey } from '../../../shared/contracts/link-item.ts';
import type { Entry, FinishedRun, Happening } from '../history.ts';

type Kind = Happening['kind'];

/** One entry of the history with what happened spread out. */
export type Occurred<K extends Kind> = Named<K, Happening> &
  Pick<Entry, 'seq' | 'atEpochMs' | 'process'>;

/** Also finds the happenings that share their shape with another kind. */
type Named<K extends Kind, H> = H extends { kind: Kind }
  ? K extends H['kind']
    ? H & { kind: K }
    : never
  : never;

export interface LinkSave {
  seq: number;
  atEpochMs: number;
  process: string;
  before: Link | undefined;
  after: Link;
}

interface IssueChange {
  seq: number;
  issue: Pick<Issue, 'cause'> | undefined;
}

/** The history sorted into what the invariants ask for; made once per run. */
export interface RunView {
  of<K extends Kind>(kind: K): ReadonlyArray<Occurred<K>>;
  /** Requests of ours to the vendors, foreign ones left out. */
  own: ReadonlyArray<Occurred<'arrived'>>;
  /** Those to the capped APIs, token endpoints and connections left out. */
  apiCalls: ReadonlyArray<Occurred<'arrived'>>;
  linkSaves: ReadonlyMap<string, readonly LinkSave[]>;
  linkAt(key: string, seq: number): Link | undefined;
  issueAt(key: string, seq: number): Pick<Issue, 'cause'> | undefined;
  /** Was the provider of the operator disconnected anywhere between the two? */
  wasDisconnected(operatorId: string, between: { from: number; to: number }): boolean;
  isConnectedAt(operatorId: string, provider: Provider, seq: number): boolean;
  /**
   * Both ends connected, and the event not older than the source's connection. Whether its own
   * endpoint is on already does not matter: one of an earlier connection brings its events as well.
   */
  isReceivingAt(operatorId: string, seq: number, occurredEpochMs: number): boolean;
  /** An endpoint of ours was registered at the source since the operator left it last. */
  isHeardAt(operatorId: string, seq: number): boolean;
  /** What a store was given, as JSON; made once, since several checks read it. */
  textOf(stored: Occurred<'stored'>): string;
}

const views = new WeakMap<FinishedRun, RunView>();

export function viewOf(run: FinishedRun): RunView {
  const known = views.get(run);
  if (known !== undefined) return known;
  const view = buildView(run);
  views.set(run, view);
  return view;
}

/** Names one record as links and issues are keyed. */
export function recordKey(key: LinkKey): string {
  return [key.operatorId, key.target, key.kind, key.sourceId].join('|');
}

export function isApiPath(provider: Provider, path: string): boolean {
  return path.startsWith(provider === 'stora' ? '/2025-09/' : '/api.xro/2.0/');
}

function buildView(run: FinishedRun): RunView {
  const byKind = new Map<Kind, Array<Occurred<Kind>>>();
  for (const { what, seq, atEpochMs, process } of run.history) {
    const list = byKind.get(what.kind) ?? [];
    list.push({ ...plain(what), seq, atEpochMs, process } as Occurred<Kind>);
    byKind.set(what.kind, list);
  }
  const of = <K extends Kind>(kind: K) => (byKind.get(kind) ?? []) as unknown as Occurred<K>[];
  const own = of('arrived').filter((arrival) => !arrival.isForeign);
  const linkSaves = savesOf(of('stored'));
  const issues = issuesOf(of('stored'));
  const changes = [...of('connected'), ...of('disconnected')].sort((a, b) => a.seq - b.seq);
  const lastChange = (operatorId: string, provider: Provider, seq: number) =>
    changes.findLast(
      (change) =>
        change.operatorId === operatorId && change.provider === provider && change.seq <= seq,
    );
  const isConnectedAt: RunView['isConnectedAt'] = (operatorId, provider, seq) =>
    lastChange(operatorId, provider, seq)?.kind === 'connected';
  const endpoints = of('stored').filter(
    ({ store, method, output }) =>
      store === 'connections' && method === 'setEndpoint' && output === true,
  );
  const texts = new Map<number, string>();
  return {
    of,
    own,
    textOf: ({ seq, input }) => {
      const text = texts.get(seq) ?? JSON.stringify(input) ?? '';
      texts.set(seq, text);
      return text;
    },
    apiCalls: own.filter((arrival) => isApiPath(arrival.provider, arrival.path)),
    linkSaves,
    linkAt: (key, seq) => linkSaves.get(key)?.findLast((save) => save.seq <= seq)?.after,
    issueAt: (key, seq) => issues.get(key)?.findLast((change) => change.seq <= seq)?.issue,
    wasDisconnected: (operatorId, { from, to }) =>
      of('disconnected').some(
        (end) => end.operatorId === operatorId && end.seq >= from && end.seq <= to,
      ),
    isConnectedAt,
    isReceivingAt: (operatorId, seq, occurredEpochMs) => {
      const change = lastChange(operatorId, 'stora', seq);
      return (
        occurredEpochMs >= (change?.atEpochMs ?? 0) &&
        isConnectedAt(operatorId, 'stora', seq) &&
        isConnectedAt(operatorId, 'xero', seq)
      );
    },
    isHeardAt: (operatorId, seq) => {
      const left = of('disconnected').findLast(
        (end) => end.operatorId === operatorId && end.provider === 'stora' && end.seq <= seq,
      );
      return endpoints.some((stored) => {
        const [key] = stored.input as [{ operatorId: string }, string];
        const isSince = stored.seq > (left?.seq ?? -1) && stored.seq <= seq;
        return key.operatorId === operatorId && isSince;
      });
    },
  };
}

/** One argument is as good as a list of one. */
function plain(what: Happening): Happening {
  if (what.kind !== 'stored' || !Array.isArray(what.input) || what.input.length !== 1) return what;
  return { ...what, input: what.input[0] as unknown };
}

function savesOf(stored: ReadonlyArray<Occurred<'stored'>>): Map<string, LinkSave[]> {
  const saves = new Map<string, LinkSave[]>();
  for (const { store, method, output, seq, atEpochMs, process } of stored) {
    if (store !== 'links' || method !== 'save' || output === 'conflict') continue;
    const after = output as Link;
    const known = saves.get(recordKey(after)) ?? [];
    known.push({ seq, atEpochMs, process, before: known.at(-1)?.after, after });
    saves.set(recordKey(after), known);
  }
  return saves;
}

function issuesOf(stored: ReadonlyArray<Occurred<'stored'>>): Map<string, IssueChange[]> {
  const changes = new Map<string, IssueChange[]>();
  for (const { store, method, input, output, seq } of stored) {
    if (store !== 'issues') continue;
    const isResolved = method === 'resolve' || (method === 'resolveAsSeen' && output === true);
    if (method !== 'raise' && !isResolved) continue;
    const key = recordKey(input as LinkKey);
    const issue = method === 'raise' ? (input as Issue) : undefined;
    changes.set(key, [...(changes.get(key) ?? []), { seq, issue }]);
  }
  return changes;
}
