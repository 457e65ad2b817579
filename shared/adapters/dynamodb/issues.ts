import * as z from 'zod/mini';
import {
  type Acceptance,
  type Issue,
  type IssueWatch,
  issueItem,
  issueWatchItem,
} from '../../contracts/issue-items.ts';
import { type IssueSummary, issueSummaryItem } from '../../contracts/issue-summary.ts';
import type { LinkKey } from '../../contracts/link-item.ts';
import type { IssuePage, IssueSearch, Issues, RaisedIssue } from '../../ports/issues.ts';
import type { Change } from './change.ts';
import { type DirectoryEntry, instantSort, keys, operatorPartition, prefixes } from './keys.ts';
import { listPage } from './list-page.ts';
import type { Table } from './table.ts';

/** An issue without them says nothing of them, whatever an earlier one did. */
const optionalFields = [
  'label',
  'day',
  'contactId',
  'invoiceId',
  'stand',
  'amountMinor',
  'currency',
  'customer',
  'site',
  'issuedAt',
  'targetId',
  'fact',
  'requestId',
  'state',
] as const;

/** Undefined for one that is not what the schema says. */
const readableItem = z.catch(z.optional(issueItem), undefined);

/** One with its place in the list, which it has also where nobody can read it. */
const placedItem = z.pipe(
  z.looseObject({ pk: z.string(), sk: z.string() }),
  z.transform(({ pk, sk, ...fields }) => ({ pk, sk, issue: readableItem.parse(fields) })),
);

/** With when to look next, which the index may not show yet; without it there is nothing to look after. */
const watchedItem = z.extend(issueWatchItem, { directorySort: z.optional(z.string()) });

/**
 * Issues, at most one per record and target. An operator with issues is in the directory, by when to
 * look next whether their causes are gone.
 */
export class DynamoIssues implements Issues {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  /** A retry inside the SDK may count one time too many; `times` is only for people. */
  async raise(issue: RaisedIssue): Promise<void> {
    await this.#table.update(keys.issue(issue), {
      set: issue,
      setOnce: { raisedAt: issue.lastSeenAt },
      add: { times: 1 },
      remove: optionalFields.filter((name) => issue[name] === undefined),
    });
    // After the issue: a sweep that finds none forgets the operator.
    await this.watchNow(issue.operatorId, issue.lastSeenAt);
  }

  resolve(key: LinkKey): Promise<Issue | undefined> {
    return this.#table.take(keys.issue(key), issueItem);
  }

  async resolveAsSeen(issue: Issue): Promise<boolean> {
    return this.#table.deleteIf(keys.issue(issue), { equals: asSeen(issue) });
  }

  get(key: LinkKey): Promise<Issue | undefined> {
    return this.#table.get(keys.issue(key), issueItem);
  }

  /** Latest seen first. */
  async list(operatorId: string): Promise<Issue[]> {
    const pk = operatorPartition(operatorId);
    const found = await this.#table.list({ pk, prefix: prefixes.issue, schema: issueItem });
    return found.sort((a, b) => compare(b.lastSeenAt, a.lastSeenAt));
  }

  async listWith(
    wanted: LinkKey[],
    { operatorId, atMost }: { operatorId: string; atMost: number },
  ): Promise<Issue[]> {
    const pk = operatorPartition(operatorId);
    const listed = await this.#table.list({
      pk,
      prefix: prefixes.issue,
      schema: readableItem,
      atMost,
    });
    const readable = listed.filter((issue) => issue !== undefined);
    if (listed.length < atMost) return readable;
    const known = new Set(readable.map((issue) => keys.issue(issue).sk));
    const others = wanted.map(keys.issue).filter(({ sk }) => !known.has(sk));
    const found = await this.#table.getMany(others, readableItem);
    return [...readable, ...found.filter((issue) => issue !== undefined)];
  }

  async page(operatorId: string, after: string | undefined, atMost: number): Promise<IssuePage> {
    const pk = operatorPartition(operatorId);
    const query = { pk, prefix: prefixes.issue, schema: issueItem, after, atMost };
    const { found, next } = await listPage(this.#table, query, keys.issue);
    return { issues: found, next };
  }

  async search(operatorId: string, search: IssueSearch): Promise<IssuePage> {
    const { after, atMost, readAtMost, isWanted } = search;
    const query = { pk: operatorPartition(operatorId), prefix: prefixes.issue };
    // Whoever made the place up gets nothing, as in every list.
    const { found, next } = await listPage(
      this.#table,
      { ...query, schema: placedItem, after, atMost: readAtMost },
      ({ pk, sk }) => ({ pk, sk }),
    );
    const wanted = found.filter(({ issue }) => issue !== undefined && isWanted(issue));
    const shown = wanted.slice(0, atMost);
    const issues = shown.flatMap(({ issue }) => issue ?? []);
    return { issues, next: shown.length < wanted.length ? shown.at(-1)?.sk : next };
  }

  async noteWoken(key: LinkKey, marks: Parameters<Issues['noteWoken']>[1]): Promise<void> {
    const { sourceId } = key;
    // Where it is gone the condition fails, and nothing is put in its place.
    await this.#table.updateIf(keys.issue(key), { set: marks }, { equals: { sourceId } });
  }

  accept(seen: Issue, acceptance: Acceptance | undefined): Promise<boolean> {
    const change: Change =
      acceptance === undefined ? { remove: ['accepted'] } : { set: { accepted: acceptance } };
    return this.#table.updateIf(keys.issue(seen), change, { equals: asSeen(seen) });
  }

  summary(operatorId: string): Promise<IssueSummary | undefined> {
    return this.#table.getReadable(keys.issueSummary(operatorId), issueSummaryItem);
  }

  putSummary(summary: IssueSummary): Promise<void> {
    return this.#table.put(keys.issueSummary(summary.operatorId), summary);
  }

  async watched(beforeEpochMs: number, atMost: number): Promise<IssueWatch[]> {
    const found: IssueWatch[] = [];
    const span = { before: instantSort(beforeEpochMs) };
    for await (const page of this.#table.directory('ISSUES', span)) {
      const rows = await Promise.all(page.map((key) => this.#table.getReadable(key, watchedItem)));
      found.push(...rows.flatMap((row) => dueWatch(row, span.before)));
      if (found.length >= atMost) break;
    }
    return found.slice(0, atMost);
  }

  async watchNext(
    { operatorId, raisedAt }: IssueWatch,
    atEpochMs: number | undefined,
  ): Promise<void> {
    const change: Change =
      atEpochMs === undefined
        ? { remove: ['directoryKey', 'directorySort'] }
        : { set: { ...dueAt(atEpochMs) } };
    await this.#table.updateIf(keys.issueWatch(operatorId), change, { equals: { raisedAt } });
  }

  watchNow(operatorId: string, at: string): Promise<void> {
    return this.#table.update(keys.issueWatch(operatorId), {
      set: { operatorId, raisedAt: at, ...dueAt(Date.parse(at)) },
    });
  }
}

/** Raised once more it counts once more. */
function asSeen({ raisedAt, lastSeenAt, times }: Issue) {
  return { raisedAt, lastSeenAt, times };
}

/** The index lags: the operator may be put off or forgotten by now. */
function dueWatch(row: z.infer<typeof watchedItem> | undefined, before: string): IssueWatch[] {
  if (row?.directorySort === undefined || row.directorySort >= before) return [];
  const { operatorId, raisedAt } = row;
  return [{ operatorId, raisedAt }];
}

function dueAt(atEpochMs: number): DirectoryEntry {
  return { directoryKey: 'ISSUES', directorySort: instantSort(atEpochMs) };
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
