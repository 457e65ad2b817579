import type { DocumentRow } from '../../contracts/document-item.ts';
import type { Target } from '../../contracts/ids.ts';
import type { LinkKey } from '../../contracts/link-item.ts';
import { type DocumentWish, isSearch, isWanted } from '../../domain/documents/document-search.ts';
import type { Documents } from '../../ports/documents.ts';
import type { Issues } from '../../ports/issues.ts';

export interface FoundDocuments {
  documents: DocumentRow[];
  /** Where the search goes on; undefined: it came to the end. */
  next: string | undefined;
  /** The day up to which it came, where it did not come to the end; ISO time. */
  searchedBackTo: string | undefined;
  /** How many pages of the store were read. */
  reads: number;
}

/** What a page shows. */
const shownAtMost = 50;
/** A page of the store, some 900 kB, and how many of them one request may take. */
const rowsARead = 2_500;
const readsAtMost = 4;

interface FindDeps {
  documents: Documents;
  issues: Issues;
}

/**
 * Documents that a person looks for, newest first. Where nothing is asked for, a page is read as it is;
 * a search reads back from the newest, so far in one request, and goes on from there when it is told to.
 */
export async function findDocuments(
  deps: FindDeps,
  place: { operatorId: string; target: Target; after?: string | undefined },
  wish: DocumentWish,
): Promise<FoundDocuments> {
  const rowsAtMost = isSearch(wish) ? rowsARead : shownAtMost;
  const found: DocumentRow[] = [];
  let { after } = place;
  for (let reads = 1; ; reads += 1) {
    const page = await deps.documents.page({ ...place, after, atMost: rowsAtMost });
    const wanted = page.documents.filter((row) => isWanted(row, wish));
    found.push(...wanted.slice(0, shownAtMost - found.length));
    const last = found.at(-1);
    if (last !== undefined && found.length === shownAtMost) {
      const isAll = page.next === undefined && last === page.documents.at(-1);
      const next = isAll ? undefined : deps.documents.placeOf(last);
      return endOf(deps, { found, next, searchedBackTo: undefined, reads });
    }
    after = page.next;
    if (after === undefined || reads === readsAtMost) {
      const searchedBackTo = after && page.documents.at(-1)?.issuedAt;
      return endOf(deps, { found, next: after, searchedBackTo, reads });
    }
  }
}

/** What waited for a person when it was listed may have gone through, or been let be, without a word there. */
async function endOf(
  { issues }: FindDeps,
  { found, ...rest }: Omit<FoundDocuments, 'documents'> & { found: DocumentRow[] },
): Promise<FoundDocuments> {
  const [first] = found;
  const parked = found.filter(({ isParked }) => isParked);
  if (first === undefined || parked.length === 0) return { documents: found, ...rest };
  const { operatorId } = first;
  const open = await issues.listWith(parked, { operatorId, atMost: parked.length });
  const names = new Set(open.map(nameOf));
  const documents = found.map((row) => ({
    ...row,
    isParked: row.isParked && names.has(nameOf(row)),
  }));
  return { documents, ...rest };
}

function nameOf({ target, kind, sourceId }: Omit<LinkKey, 'operatorId'>): string {
  return `${target} ${kind} ${sourceId}`;
}
