import { describe, expect, it } from 'vitest';
import { findDocuments } from '../../../shared/application/connect/find-documents.ts';
import { monthDocuments } from '../../../shared/application/connect/month-documents.ts';
import type { DocumentWish } from '../../../shared/domain/documents/document-search.ts';
import { aDocument } from '../../builders/a-document.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { InMemoryDocuments } from '../../fakes/in-memory-documents.ts';
import { InMemoryIssues } from '../../fakes/in-memory-issues.ts';

const place = { operatorId: anOperatorId, target: 'xero' } as const;

function storesWith(count: number) {
  const documents = new InMemoryDocuments();
  const first = Date.parse('2025-01-01T00:00:00.000Z');
  const rows = Array.from({ length: count }, (_, at) =>
    aDocument({
      sourceId: `inv_${at}`,
      number: `ACORN-${String(at).padStart(5, '0')}`,
      issuedAt: new Date(first + at * 1_200_000).toISOString(),
      totalMinor: 10_000 + at,
    }),
  );
  void documents.putAll(rows);
  return { documents, issues: new InMemoryIssues() };
}

/** Goes on as a person would, until nothing is left. */
async function everyPage(stores: ReturnType<typeof storesWith>, wish: DocumentWish) {
  const numbers: string[] = [];
  const reads: number[] = [];
  let after: string | undefined;
  do {
    const page = await findDocuments(stores, { ...place, after }, wish);
    numbers.push(...page.documents.map(({ number = '' }) => number));
    reads.push(page.reads);
    after = page.next;
  } while (after !== undefined);
  return { numbers, reads };
}

describe('28,800 documents', () => {
  const stores = storesWith(28_800);

  it('are paged with one read each, and none is left out', async () => {
    const few = storesWith(120);
    const { numbers, reads } = await everyPage(few, { text: '' });

    expect(new Set(numbers).size).toBe(120);
    expect(reads).toEqual([1, 1, 1]);
  });

  it('are searched with at most four reads a request, each time further back', async () => {
    const { numbers, reads } = await everyPage(stores, { text: 'acorn-00007' });

    process.stdout.write(`28,800 documents: ${reads.join(' + ')} reads for the oldest of them\n`);
    expect(numbers).toEqual(['ACORN-00007']);
    expect(Math.max(...reads)).toBeLessThanOrEqual(4);
    expect(reads.length).toBeLessThanOrEqual(3);
  });

  it('say up to which day the search came', async () => {
    const page = await findDocuments(stores, place, { text: 'nobody' });

    expect(page).toMatchObject({ documents: [], reads: 4 });
    expect(page.searchedBackTo?.slice(0, 4)).toBe('2025');
  });

  it('lead on from the last one that is shown, where more are found than a page shows', async () => {
    const { numbers } = await everyPage(stores, { text: 'acorn-000' });

    expect(numbers).toHaveLength(100);
    expect(new Set(numbers).size).toBe(100);
  });
});

describe('documents that waited for a person', () => {
  it('do so only while their issue is open', async () => {
    const stores = { documents: new InMemoryDocuments(), issues: new InMemoryIssues() };
    const rows = ['inv_1', 'inv_2'].map((sourceId) => aDocument({ sourceId, isParked: true }));
    await stores.documents.putAll(rows);
    const { raisedAt: _raised, times: _times, ...issue } = anIssue({ sourceId: 'inv_2' });
    await stores.issues.raise(issue);

    const { documents } = await findDocuments(stores, place, { text: '' });
    expect(documents.map(({ sourceId, isParked }) => [sourceId, isParked])).toEqual([
      ['inv_2', true],
      ['inv_1', false],
    ]);
  });
});

describe('the documents of a month', () => {
  it.each([
    ['Europe/London', '2026-07', '2026-06-30T23:30:00.000Z', 2],
    ['America/New_York', '2026-06', '2026-07-01T03:30:00.000Z', 2],
    ['UTC', '2026-07', '2026-07-01T00:00:00.000Z', 1],
    [undefined, '2026-07', '2026-07-31T23:59:00.000Z', 1],
  ])('in %s are read with the day beside it', async (...[timeZone, month, issuedAt, reads]) => {
    const documents = new InMemoryDocuments();
    await documents.putAll([aDocument({ issuedAt })]);

    expect(await monthDocuments(documents, { ...place, month, timeZone })).toHaveLength(1);
    expect(documents.reads).toBe(reads);
  });
});
