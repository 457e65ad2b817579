import type { Link, LinkKey } from '../../contracts/link-item.ts';
import { documentRow } from '../../domain/documents/document-row.ts';
import { newHolder } from '../../domain/links/holder.ts';
import { newLink } from '../../domain/links/new-link.ts';
import { withoutLocks } from '../../domain/mapping/document-day.ts';
import { draftOf, type SourceDocument } from '../../domain/preview/judge-document.ts';
import {
  closingsToAsk,
  type FoundBeside,
  nothingBeside,
  overpaymentReference,
  paidUpToIn,
  restoredDocument,
  whichFound,
} from '../../domain/rebuild/restored-document.ts';
import type { RebuiltAs } from '../../domain/rebuild/tally.ts';
import type { LedgerDocument } from '../../ports/ledger/documents.ts';
import type { ListedDocument } from '../../ports/source.ts';
import { versionOf } from '../apply-changes/version-of.ts';
import { saveRestored } from './rebuild-contacts.ts';
import type { Doubt, RebuildDeps, Rebuilding, WorkedPage } from './rebuilding.ts';

type Deps = Pick<RebuildDeps, 'links' | 'documents' | 'clock' | 'crypto'>;
type Kind = SourceDocument['kind'];

const sinceEver = '1970-01-01T00:00:00.000Z';

/** A page of documents: those without a link get the one that number and reference speak for. */
export async function documentsPage(
  deps: Deps,
  job: Rebuilding,
  { kind, page }: { kind: Kind; page: number },
): Promise<WorkedPage> {
  const readAt = new Date(deps.clock.nowEpochMs()).toISOString();
  const list = { kind, page, createdFrom: sinceEver, happenedAt: readAt };
  const { entries, next, unreadable } = await job.source.listDocuments(list);
  const shown = entries.flatMap((entry) => shownIn(entry));
  const [stored, customers] = await Promise.all([
    deps.links.getMany(shown.map(({ record }) => keyIn(job, kind, record.id))),
    deps.links.getMany(shown.map(({ record }) => keyIn(job, 'contact', record.contactId))),
  ]);
  const missing = shown.filter((_, at) => stored[at]?.targetId === undefined);
  const found = await foundFor(missing, job);
  const customerOf = (document: SourceDocument) => customers[shown.indexOf(document)]?.targetId;
  const matched = missing.map((document) => ({
    document,
    which: whichFound(document, found, customerOf(document)),
  }));
  const links = await restoreAll(deps, job, { matched, readAt });
  if (job.isWritten) await saveAll(deps, links, readAt);
  const standing = Array<RebuiltAs>(shown.length - missing.length).fill('standing');
  const unread = unreadable + entries.length - shown.length;
  const unreadables = Array<RebuiltAs>(unread).fill('unreadable');
  return {
    ends: [...standing, ...matched.map(({ which }) => endOf(which.kind)), ...unreadables],
    doubts: matched.flatMap(({ document, which }) =>
      which.kind === 'doubtful' ? [doubtOf(document, which.found)] : [],
    ),
    next,
  };
}

interface Matched {
  document: SourceDocument;
  which: ReturnType<typeof whichFound<LedgerDocument>>;
}

interface Restored {
  document: SourceDocument;
  link: Link;
  /** It was there before us, and bears no reference of ours. */
  isAdopted: boolean;
}

async function restoreAll(
  { crypto }: Pick<Deps, 'crypto'>,
  job: Rebuilding,
  { matched, readAt }: { matched: readonly Matched[]; readAt: string },
): Promise<Restored[]> {
  const sure = matched.flatMap(({ document, which }) =>
    which.kind === 'ours' || which.kind === 'adopted' ? [{ document, found: which.found }] : [],
  );
  const payments = await paymentsOn(sure, job);
  const restored: Restored[] = [];
  for (const { document, found } of sure) {
    const { settings, accountId } = job;
    const link = restoredDocument({
      ...{ accountId, document, found, settings },
      key: keyIn(job, document.kind, document.record.id),
      version: versionOf(document, readAt, crypto),
      beside: await beside(document, found, { job, payments }),
      draft: draftHere(document, found, job),
    });
    restored.push({ document, link, isAdopted: found.reference !== document.record.id });
  }
  return restored;
}

async function saveAll(
  { links, documents }: Pick<Deps, 'links' | 'documents'>,
  restored: readonly Restored[],
  listedAt: string,
): Promise<void> {
  for (const { link, isAdopted } of restored) {
    // The link the other way round comes first, as when it is adopted.
    if (isAdopted && link.targetId !== undefined) await links.save(newHolder(link, link.targetId));
    await saveRestored(links, link);
  }
  const rows = restored.flatMap(
    ({ document, link }) =>
      documentRow({ record: document, link, isParked: false, listedAt }) ?? [],
  );
  if (rows.length > 0) await documents.putAll(rows);
}

function endOf(kind: ReturnType<typeof whichFound>['kind']): RebuiltAs {
  return kind === 'ours' || kind === 'adopted' ? 'restored' : kind;
}

function doubtOf({ kind, record }: SourceDocument, { targetId, number }: LedgerDocument): Doubt {
  return { kind, sourceId: record.id, targetId, number };
}

/** A document in our words; one that nobody can read is told of by the engine, at its next change. */
function shownIn({ shown }: ListedDocument): SourceDocument[] {
  if (!shown.ok) return [];
  const { value } = shown;
  return value.kind === 'invoice' || value.kind === 'credit_note' ? [value] : [];
}

function keyIn(
  { operatorId, target }: Rebuilding,
  kind: LinkKey['kind'],
  sourceId: string,
): LinkKey {
  return { operatorId, target, kind, sourceId };
}

/** What stands under their numbers, in as few calls as fit. */
async function foundFor(
  documents: readonly SourceDocument[],
  { ledger }: Rebuilding,
): Promise<LedgerDocument[]> {
  const numbers = documents.flatMap(({ record }) => record.number ?? []);
  const [first] = documents;
  if (numbers.length === 0 || first === undefined) return [];
  if (first.kind === 'invoice') return ledger.invoices.find(numbers);
  return (await ledger.credits?.find(numbers)) ?? [];
}

/** As it would be sent now, were its period open. */
function draftHere(
  document: SourceDocument,
  found: LedgerDocument,
  { settings, catalogue, ledger, operatorId, target }: Rebuilding,
) {
  const draft = draftOf(document, {
    settings,
    catalogue: withoutLocks(catalogue),
    takes: {
      payments: ledger.payments !== undefined,
      credits: ledger.credits !== undefined,
      tracking: ledger.tracking !== undefined,
    },
    link: newLink({ operatorId, target, kind: document.kind, sourceId: document.record.id }),
    found: [],
    customer: { ok: true, value: found.contactTargetId },
    invoice: undefined,
  });
  return draft.ok ? draft.value : undefined;
}

type Payments = Awaited<ReturnType<NonNullable<Rebuilding['ledger']['payments']>['of']>>;

/** What stands on all of a page, in as few calls as fit. */
async function paymentsOn(
  sure: ReadonlyArray<{ document: SourceDocument; found: LedgerDocument }>,
  { ledger }: Rebuilding,
): Promise<Payments> {
  const paid = sure.filter(
    ({ document, found }) => document.kind === 'invoice' && found.paidMinor > 0,
  );
  if (ledger.payments === undefined || paid.length === 0) return new Map();
  return ledger.payments.of(paid.map(({ found }) => found.targetId));
}

/** Payments of ours, money on account and closing credit notes: asked for only where there may be any. */
async function beside(
  document: SourceDocument,
  found: LedgerDocument,
  { job, payments }: { job: Rebuilding; payments: Payments },
): Promise<FoundBeside> {
  if (document.kind !== 'invoice') return nothingBeside;
  const [overpaidMinor, closings] = await Promise.all([
    overpaidFor(document, found, job),
    closingsOf(document, job),
  ]);
  const known = payments.get(found.targetId) ?? [];
  const paidUpTo = known
    .filter(({ isDeleted }) => !isDeleted)
    .flatMap(({ reference }) => paidUpToIn(reference, document.record.id) ?? []);
  return { paidUpTo, overpaidMinor, closings };
}

async function overpaidFor(
  document: SourceDocument,
  { contactTargetId, currency }: LedgerDocument,
  { ledger }: Rebuilding,
): Promise<number | undefined> {
  const reference = overpaymentReference(document);
  if (reference === undefined || ledger.overpayments === undefined) return undefined;
  return (await ledger.overpayments.find({ contactTargetId, reference, currency }))?.amountMinor;
}

/** More often than that nobody gives up a debt and takes it back. */
const rounds = [1, 2, 3];

async function closingsOf(
  document: SourceDocument,
  { ledger }: Rebuilding,
): Promise<FoundBeside['closings']> {
  const asked = closingsToAsk(document, rounds);
  if (asked.length === 0 || ledger.credits === undefined) return [];
  const found = await ledger.credits.find(asked.map(({ number }) => number));
  return asked.flatMap(({ purpose, round, number, reference }) => {
    const note = found.find((one) => one.number === number && one.reference === reference);
    return note === undefined ? [] : [{ purpose, round, note }];
  });
}
