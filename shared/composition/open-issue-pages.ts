import type { IssueDeps } from '../adapters/portal/issue-deps.ts';
import { acceptCause } from '../application/issues/accept-cause.ts';
import { acceptIssue, reopenIssue } from '../application/issues/accept-issue.ts';
import {
  loadChoices,
  type PostDifferentlyDeps,
  postDifferently,
} from '../application/issues/post-differently.ts';
import { retryCause, retryIssue } from '../application/issues/retry-issue.ts';
import { loadDocumentsOfCause, loadIssueGroups } from '../application/issues/show-issues.ts';
import { zoneOf } from '../application/settings/zone-of.ts';
import { isDocumentKind, type Target } from '../contracts/ids.ts';
import type { Issue } from '../contracts/issue-items.ts';
import type { SessionClaims } from '../contracts/portal-tokens.ts';
import { NotConnectedError } from '../domain/errors/errors.ts';
import type { Catalogue } from '../domain/ledger/drafts.ts';
import { chooseView } from '../domain/portal/choose-view.ts';
import type { DocumentLink } from '../domain/portal/issue-groups.ts';
import { causeView, issuesView } from '../domain/portal/issue-views.ts';
import { unreadReason } from '../domain/settings/reading.ts';
import type { LedgerFor } from '../ports/ledger/ledger.ts';
import type { Log } from '../ports/log.ts';
import type { Operators } from '../ports/operators.ts';
import type { Pacer } from '../ports/pacer.ts';
import { sourceManifest } from '../source/registry.ts';
import { providerManifests } from '../targets/provider-manifests.ts';

export interface IssuePagesParts extends Omit<PostDifferentlyDeps, 'catalogueOf'> {
  /** Undefined: that target is no ledger. */
  ledgers: Readonly<Record<Target, LedgerFor | undefined>>;
  operators: Operators;
  pacer: Pacer;
  log: Log;
  /** Pages of the source's records, by kind, with `{id}` in them; absent: it has none that we know. */
  recordPages?: { [K in Issue['kind']]?: string | undefined } | undefined;
}

/** What the pages of issues need, for one stage. */
export function openIssuePages(parts: IssuePagesParts): IssueDeps {
  const whose = async ({ operatorId }: SessionClaims) => {
    const operator = await parts.operators.get(operatorId);
    return operator?.removal === undefined ? operator : undefined;
  };
  const linksOf = (issue: Issue) => linksTo(parts, issue);
  const choosing: PostDifferentlyDeps = { ...parts, catalogueOf: catalogueOf(parts) };
  return {
    async loadIssues(session, filter) {
      const operator = await whose(session);
      if (operator === undefined) return undefined;
      const { operatorId } = operator;
      const [read, timeZone] = await Promise.all([
        loadIssueGroups(parts, operatorId),
        zoneOf(parts, operatorId),
      ]);
      return issuesView({ ...read, timeZone }, filter, linksOf);
    },
    async loadCause(session, { key, filter, after }) {
      const operator = await whose(session);
      if (operator === undefined) return undefined;
      const { operatorId } = session;
      const [read, timeZone, page] = await Promise.all([
        loadIssueGroups(parts, operatorId),
        zoneOf(parts, operatorId),
        loadDocumentsOfCause(parts, operatorId, { key, filter, after }),
      ]);
      return causeView({ ...read, timeZone }, { key, filter, page }, linksOf);
    },
    retryIssue: ({ operatorId }, record) =>
      retryIssue(parts, { operatorId, ...record }, 'operator'),
    retryCause: ({ operatorId }, wish) => retryCause(parts, { operatorId, ...wish }, 'operator'),
    acceptCause: ({ operatorId }, wish) => acceptCause(parts, { operatorId, ...wish }, 'operator'),
    acceptIssue: ({ operatorId }, { record, reason, seen }) =>
      acceptIssue(parts, { key: { operatorId, ...record }, reason, seen }, 'operator'),
    reopenIssue: ({ operatorId }, record) =>
      reopenIssue(parts, { operatorId, ...record }, 'operator'),
    async loadChoose(session, key) {
      const operator = await whose(session);
      if (operator === undefined) return undefined;
      const { operatorId } = operator;
      const choices = await asking(parts, operatorId, () =>
        loadChoices(choosing, { operatorId, ...key }),
      );
      if (choices === 'busy') return 'busy';
      if (choices === undefined || choices === 'not_connected') return 'not_connected';
      return choices.length === 0 ? undefined : chooseView(key, choices);
    },
    async postDifferently({ operatorId }, asked) {
      const answer = await asking(parts, operatorId, () =>
        postDifferently(choosing, { operatorId, ...asked }, 'operator'),
      );
      return typeof answer === 'string' ? { kind: answer } : answer;
    },
  };
}

/** Runs what asks the ledger; what keeps it from answering is for the person to hear, not to fail on. */
async function asking<T>(
  { pacer, log }: IssuePagesParts,
  operatorId: string,
  ask: () => Promise<T>,
): Promise<T | 'busy' | 'not_connected'> {
  try {
    return await ask();
  } catch (error) {
    // Recovery: the page says so, and the person presses once more.
    const unread = unreadReason(error);
    if (unread === undefined) throw error;
    if (unread.reason === 'not_connected') return 'not_connected';
    log.info('choices.not_read', { operatorId, reason: unread.reason });
    return 'busy';
  } finally {
    await pacer.flush(operatorId);
  }
}

/** Anew: a person may have mended something there a moment ago. */
function catalogueOf({ ledgers, connections, clock }: IssuePagesParts) {
  return async (operatorId: string, target: Target): Promise<Catalogue> => {
    const connection = await connections.get({ operatorId, provider: target });
    const ledger = connection && ledgers[target]?.(operatorId, connection.account.id);
    if (ledger === undefined) throw new NotConnectedError(target, 'absent');
    ledger.catalogue.forget(clock.nowEpochMs());
    return ledger.catalogue.read();
  };
}

/** Where a person sees the document in either system. */
function linksTo(
  { ledgers, recordPages = {} }: IssuePagesParts,
  { operatorId, target, kind, sourceId, targetId }: Issue,
): DocumentLink[] {
  const page = recordPages[kind]?.replace('{id}', () => encodeURIComponent(sourceId));
  const atSource = page === undefined ? [] : [{ words: sourceManifest.name, href: page }];
  if (targetId === undefined || !isDocumentKind(kind)) return atSource;
  const href = ledgers[target]?.(operatorId).documentUrl(kind, targetId);
  const atTarget = href === undefined ? [] : [{ words: providerManifests[target].name, href }];
  return [...atSource, ...atTarget];
}
