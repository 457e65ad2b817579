import { describe, expect, it } from 'vitest';
import { DynamoIssues } from '../../../shared/adapters/dynamodb/issues.ts';
import { portalApp } from '../../../shared/adapters/portal/portal-app.tsx';
import type { PortalDeps } from '../../../shared/adapters/portal/portal-deps.ts';
import {
  loadDocumentsOfCause,
  loadIssueGroups,
} from '../../../shared/application/issues/show-issues.ts';
import { describeCause, type IssueCause } from '../../../shared/domain/issues/causes.ts';
import { summaryOf } from '../../../shared/domain/issues/group-figures.ts';
import { causeView, issuesView } from '../../../shared/domain/portal/issue-views.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { useDynalite } from '../../support/dynalite-table.ts';
import { noIssuePages } from './no-issue-pages.ts';

const causes: IssueCause[] = [
  'account_unknown',
  'locked_period',
  'tax_rate_ambiguous',
  'contact_unclear',
  'amount_mismatch',
];
const limitBytes = 100_000;
const session = {
  operatorId: anOperatorId,
  linkId: 'link-1',
  sessionId: 'session-1',
  expiresAtEpochMs: 9e12,
};

/** As long as they come: sums, names, sites, days, and what of it stands. */
function issuesOf(count: number) {
  return Array.from({ length: count }, (_, at) => {
    const cause = causes[at % causes.length] ?? 'amount_mismatch';
    return anIssue({
      sourceId: `inv_${String(at).padStart(16, '0')}`,
      cause,
      ...describeCause(cause, `98${at % 7}`, 'xero'),
      fact: `98${at % 7}`,
      label: `ACORN-${String(at).padStart(5, '0')}`,
      customer: `Wilhelmina Featherstonehaugh ${at}`,
      contactId: `con_${at % 300}`,
      amountMinor: 12_045 + at,
      currency: 'GBP',
      site: `Bristol Temple Meads ${at % 6}`,
      issuedAt: '2026-11-30T09:00:00.000Z',
      stand: 'Nothing of it is in Xero yet.',
      state: '6e940a1ae5b3a40a41e67201808a3351',
    });
  });
}

describe('many issues', () => {
  const newTable = useDynalite();

  /** The pages over a table of so many issues, and how often the table was asked. */
  async function pagesOver(count: number) {
    const parts = await newTable();
    let calls = 0;
    parts.client.middlewareStack.add(
      (next) => (args) => {
        calls += 1;
        return next(args);
      },
      { step: 'finalizeRequest', name: 'countCalls' },
    );
    const issues = issuesOf(count);
    const store = new DynamoIssues(parts);
    await parts.table.putMany(
      issues.map((issue) => ({
        key: { pk: `OP#${anOperatorId}`, sk: `ISSUE#xero#invoice#${issue.sourceId}` },
        fields: issue,
      })),
    );
    const clock = new FakeClock('2026-12-01T09:00:00.000Z');
    const deps = { issues: store, clock };
    const portal = portalApp({
      ...noIssuePages,
      formOrigins: [],
      readSession: async () => session,
      loadFrame: async () => ({ operatorName: 'Acorn Self Storage' }),
      formToken: async () => 'f'.repeat(64),
      loadIssues: async (_session, filter) =>
        issuesView(await loadIssueGroups(deps, anOperatorId), filter),
      async loadCause(_session, { key, filter, after }) {
        const read = await loadIssueGroups(deps, anOperatorId);
        const page = await loadDocumentsOfCause(deps, anOperatorId, { key, filter, after });
        return causeView(read, { key, filter, page });
      },
    } as Partial<PortalDeps> as PortalDeps);
    return {
      store,
      summarize: () => store.putSummary(summaryOf(anOperatorId, issues, clock.nowEpochMs())),
      async get(path: string) {
        const before = calls;
        const answer = await portal.request(`https://portal.example${path}`);
        const bytes = (await answer.clone().arrayBuffer()).byteLength;
        return { text: await answer.text(), bytes, reads: calls - before };
      },
    };
  }

  it('500 of 5 causes are 5 groups on one page of at most 100 kB', async () => {
    const { get } = await pagesOver(500);

    const list = await get('/issues');
    expect(list.text.match(/action="\/issues\/retry-cause"/g)).toHaveLength(5);
    expect(list.text.match(/>Try all 100 again</g)).toHaveLength(5);
    const cause = await get('/issues/xero/account_unknown');
    expect(cause.text.match(/action="\/issues\/retry"/g)).toHaveLength(50);
    expect(cause.text).toContain('More documents');

    console.info(
      `500 issues of 5 causes: 5 groups in ${list.bytes} bytes and ${list.reads} reads; the first 50 documents of a cause in ${cause.bytes} bytes and ${cause.reads} reads.`,
    );
    expect(list.bytes).toBeLessThanOrEqual(limitBytes);
    expect(cause.bytes).toBeLessThanOrEqual(limitBytes);
    expect(list.reads).toBeLessThanOrEqual(1);
    expect(cause.reads).toBeLessThanOrEqual(2);
  });

  it('more than a page reads are shown as the sweep counted them, with as many reads', async () => {
    const { get, summarize } = await pagesOver(2_600);
    const uncounted = await get('/issues');
    expect(uncounted.text).toContain('there are more');
    await summarize();

    const list = await get('/issues');
    expect(list.text.match(/>Try all 520 again</g)).toHaveLength(5);
    expect(list.text).toContain('These figures are of 1 Dec 2026, 09:00 UTC');
    const cause = await get('/issues/xero/account_unknown?site=Bristol+Temple+Meads+3');

    console.info(
      `2,600 issues: ${list.bytes} bytes and ${list.reads} reads; the documents of a cause and a site in ${cause.bytes} bytes and ${cause.reads} reads.`,
    );
    expect(list.bytes).toBeLessThanOrEqual(limitBytes);
    expect(list.reads).toBeLessThanOrEqual(4);
    expect(cause.reads).toBeLessThanOrEqual(7);
  });
});
