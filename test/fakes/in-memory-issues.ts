import type { Acceptance, Issue, IssueWatch } from '../../shared/contracts/issue-items.ts';
import type { IssueSummary } from '../../shared/contracts/issue-summary.ts';
import type { LinkKey } from '../../shared/contracts/link-item.ts';
import type { IssuePage, IssueSearch, Issues, RaisedIssue } from '../../shared/ports/issues.ts';
import { Faults } from './faults.ts';
import { type IndexLag, InMemoryDirectory, noLag } from './in-memory-directory.ts';

export class InMemoryIssues implements Issues {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Issue>();
  readonly #summaries = new Map<string, IssueSummary>();
  readonly #watches = new Map<string, IssueWatch & { dueAtEpochMs: number | undefined }>();
  readonly #watched: InMemoryDirectory;

  constructor(lag: IndexLag = noLag) {
    this.#watched = new InMemoryDirectory('ISSUES', lag);
  }

  async raise(issue: RaisedIssue): Promise<void> {
    this.faults.check('raise');
    const standing = this.#rows.get(keyOf(issue));
    this.#rows.set(keyOf(issue), {
      ...marksOf(standing),
      ...structuredClone(issue),
      raisedAt: standing?.raisedAt ?? issue.lastSeenAt,
      times: (standing?.times ?? 0) + 1,
    });
    this.#watch(issue.operatorId, issue.lastSeenAt);
  }

  async resolve(key: LinkKey): Promise<Issue | undefined> {
    this.faults.check('resolve');
    const standing = this.#rows.get(keyOf(key));
    this.#rows.delete(keyOf(key));
    return standing;
  }

  async resolveAsSeen(issue: Issue): Promise<boolean> {
    this.faults.check('resolveAsSeen');
    return this.#asSeen(issue) !== undefined && this.#rows.delete(keyOf(issue));
  }

  async get(key: LinkKey): Promise<Issue | undefined> {
    this.faults.check('get');
    return structuredClone(this.#rows.get(keyOf(key)));
  }

  async list(operatorId: string): Promise<Issue[]> {
    this.faults.check('list');
    const rows = [...this.#rows.values()].filter((row) => row.operatorId === operatorId);
    return structuredClone(rows.sort((a, b) => (a.lastSeenAt > b.lastSeenAt ? -1 : 1)));
  }

  async listWith(
    keys: LinkKey[],
    { operatorId, atMost }: { operatorId: string; atMost: number },
  ): Promise<Issue[]> {
    this.faults.check('listWith');
    const wanted = new Set(keys.map(keyOf));
    const all = [...this.#rows.values()].filter((row) => row.operatorId === operatorId);
    const own = all.filter((row) => wanted.has(keyOf(row)));
    const others = all.filter((row) => !wanted.has(keyOf(row)));
    return structuredClone([...own, ...others.slice(0, Math.max(0, atMost - own.length))]);
  }

  async page(operatorId: string, after: string | undefined, atMost: number): Promise<IssuePage> {
    this.faults.check('page');
    const isMadeUp = after !== undefined && !after.startsWith(`${operatorId} `);
    const issues = [...this.#rows.values()]
      .filter((row) => row.operatorId === operatorId && !isMadeUp)
      .filter((row) => after === undefined || keyOf(row) > after)
      .sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1))
      .slice(0, atMost);
    const last = issues.length < atMost ? undefined : issues.at(-1);
    return { issues: structuredClone(issues), next: last && keyOf(last) };
  }

  async search(operatorId: string, search: IssueSearch): Promise<IssuePage> {
    this.faults.check('search');
    const { after, atMost, readAtMost, isWanted } = search;
    const isMadeUp = after !== undefined && !after.startsWith(`${operatorId} `);
    const read = [...this.#rows.values()]
      .filter((row) => row.operatorId === operatorId && !isMadeUp)
      .filter((row) => after === undefined || keyOf(row) > after)
      .sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1))
      .slice(0, readAtMost);
    const wanted = read.filter(isWanted);
    const issues = wanted.slice(0, atMost);
    const end = read.length < readAtMost ? undefined : read.at(-1);
    const last = issues.length < wanted.length ? issues.at(-1) : end;
    return { issues: structuredClone(issues), next: last && keyOf(last) };
  }

  async summary(operatorId: string): Promise<IssueSummary | undefined> {
    this.faults.check('summary');
    return structuredClone(this.#summaries.get(operatorId));
  }

  async putSummary(summary: IssueSummary): Promise<void> {
    this.faults.check('putSummary');
    this.#summaries.set(summary.operatorId, structuredClone(summary));
  }

  async noteWoken(key: LinkKey, marks: Parameters<Issues['noteWoken']>[1]): Promise<void> {
    this.faults.check('noteWoken');
    const standing = this.#rows.get(keyOf(key));
    if (standing === undefined) return;
    const told = Object.entries(marks).filter(([, value]) => value !== undefined);
    this.#rows.set(keyOf(key), { ...standing, ...Object.fromEntries(told) });
  }

  async accept(seen: Issue, acceptance: Acceptance | undefined): Promise<boolean> {
    this.faults.check('accept');
    const standing = this.#asSeen(seen);
    if (standing === undefined) return false;
    const { accepted: _before, ...issue } = standing;
    this.#rows.set(keyOf(seen), {
      ...issue,
      ...(acceptance && { accepted: structuredClone(acceptance) }),
    });
    return true;
  }

  async watched(beforeEpochMs: number, atMost: number): Promise<IssueWatch[]> {
    this.faults.check('watched');
    const found = this.#watched.search({ before: beforeEpochMs });
    const watches = found.flatMap((operatorId) => {
      const watch = this.#watches.get(operatorId);
      if (watch?.dueAtEpochMs === undefined || watch.dueAtEpochMs >= beforeEpochMs) return [];
      return [{ operatorId, raisedAt: watch.raisedAt }];
    });
    return watches.slice(0, atMost);
  }

  async watchNext(watch: IssueWatch, atEpochMs: number | undefined): Promise<void> {
    this.faults.check('watchNext');
    if (this.#watches.get(watch.operatorId)?.raisedAt !== watch.raisedAt) return;
    this.#put(watch, atEpochMs);
  }

  async watchNow(operatorId: string, at: string): Promise<void> {
    this.faults.check('watchNow');
    this.#watch(operatorId, at);
  }

  #asSeen(seen: Issue): Issue | undefined {
    const standing = this.#rows.get(keyOf(seen));
    const times = (issue?: Issue) => [issue?.raisedAt, issue?.lastSeenAt, issue?.times].join();
    return times(standing) === times(seen) ? standing : undefined;
  }

  #watch(operatorId: string, at: string): void {
    this.#put({ operatorId, raisedAt: at }, Date.parse(at));
  }

  #put(watch: IssueWatch, dueAtEpochMs: number | undefined): void {
    this.#watches.set(watch.operatorId, { ...watch, dueAtEpochMs });
    this.#watched.note(watch.operatorId, dueAtEpochMs);
  }
}

function marksOf(issue: Issue | undefined): Partial<Issue> {
  const names = ['wokenAt', 'wokenTimes', 'wokenFacts', 'wokenState', 'accepted'] as const;
  return Object.fromEntries(
    names.flatMap((name) => (issue?.[name] === undefined ? [] : [[name, issue[name]]])),
  );
}

function keyOf(key: LinkKey): string {
  return [key.operatorId, key.target, key.kind, key.sourceId].join(' ');
}
