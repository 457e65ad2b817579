import type { Connection } from '../../contracts/connection-item.ts';
import { type RecordKind, saleKind, type Target } from '../../contracts/ids.ts';
import { readingEventType } from '../../contracts/messages.ts';
import type { Reading, SourceState } from '../../contracts/source-state.ts';
import { isNews } from '../../domain/intake/is-news.ts';
import { isDescending, isPast } from '../../domain/intake/list-end.ts';
import type { ReadingPlan } from '../../domain/intake/plan-reading.ts';
import { currentReading, nextStep } from '../../domain/intake/reading-steps.ts';
import { takesKind } from '../../domain/intake/takes-kind.ts';
import { changeAbout } from '../../domain/source/change-about.ts';
import type { SourceRecord } from '../../domain/source/records.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Links } from '../../ports/links.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { ChangeQueue } from '../../ports/queues.ts';
import type { Listed, Source, SourcePage } from '../../ports/source.ts';
import type { SourceStates } from '../../ports/source-states.ts';
import { versionOf } from '../apply-changes/version-of.ts';
import { changeSourceState } from '../source-state/change-source-state.ts';

export interface ReadUnnoticedDeps {
  sourceStates: SourceStates;
  links: Links;
  queues: Record<Target, ChangeQueue>;
  clock: Clock;
  crypto: Crypto;
  log: Log;
  metrics: Metrics;
}

export interface ReadingJob {
  source: Source;
  connection: Connection;
  /** Connected targets, with the epoch of each. */
  targets: Array<{ target: Target; epoch: number }>;
  plan: ReadingPlan;
  state: SourceState;
}

interface ListedPage {
  records: SourceRecord[];
  next: number | undefined;
  unreadable: number;
}

/** A list that never ends is a fault of the other side; 200 pages are 20,000 records. */
const pagesMax = 200;

/**
 * Reads on in the lists of what no event tells, and sends ordinary changes of what is news: the record
 * itself is read by whoever applies it. Where it came to is kept after each page, so that it goes on
 * there; a page that is read twice sends what is dropped as a duplicate. Returns pages it read.
 */
export async function readUnnoticed(
  deps: ReadUnnoticedDeps,
  job: ReadingJob,
  pagesAtMost: number,
): Promise<number> {
  const { connection, plan } = job;
  let { state } = job;
  for (let pages = 0; pages < pagesAtMost; pages += 1) {
    const nowEpochMs = deps.clock.nowEpochMs();
    const since = sinceOf(connection);
    const reading = currentReading(state.reading, { plan, nowEpochMs, since });
    if (reading === undefined) return pages;
    const next = await readPage(deps, { ...job, state }, reading);
    state = await changeSourceState(deps.sourceStates, connection, (current) => ({
      ...current,
      reading: nextStep(reading, plan, next),
    }));
    if (state.reading?.kind === 'done') return pages + 1;
  }
  return pagesAtMost;
}

/** From when on changes count: connecting the same company anew does not begin anew. */
function sinceOf({ sinceAt, connectedAt }: Connection): string {
  return sinceAt ?? connectedAt;
}

/** @returns the next page of the same list. */
async function readPage(
  deps: ReadUnnoticedDeps,
  job: ReadingJob,
  reading: Reading,
): Promise<number | undefined> {
  if (reading.kind === 'done') return undefined;
  const page = await lists[reading.kind](job, reading, new Date(deps.clock.nowEpochMs()));
  for (const record of page.records) {
    for (const { target, epoch } of job.targets) {
      if (!takesKind(target, record.kind)) continue;
      await sendNews(deps, job, { record, target, targetEpoch: epoch });
    }
  }
  const { operatorId } = job.connection;
  deps.metrics.count('ListPageRead');
  if (page.unreadable > 0) {
    deps.metrics.count('ListEntryUnreadable', page.unreadable);
    deps.log.warn('list.unreadable', { operatorId, kind: reading.kind, count: page.unreadable });
  }
  return reading.page >= pagesMax ? undefined : page.next;
}

const lists: Record<
  RecordKind,
  (job: ReadingJob, reading: Reading, now: Date) => Promise<ListedPage>
> = {
  contact: async ({ source }, { page, backTo }) => {
    const found = await source.listContacts({ page, updatedAfter: backTo });
    const changed = found.entries.map(({ changedAt }) => changedAt);
    const created = found.entries.map(({ createdAt }) => createdAt);
    // A source that does not sort so gives the order of creation, and changes may be on any page.
    return read(found, isPast(changed, backTo) && !isDescending(created));
  },
  invoice: async ({ source, plan }, { page }, now) => {
    const statuses = plan.invoiceStatuses;
    return read(
      await source.listInvoices({ page, statuses, happenedAt: now.toISOString() }),
      false,
    );
  },
  credit_note: async ({ source }, { page, backTo }, now) => {
    const happenedAt = now.toISOString();
    const found = await source.listCreditNotes({ page, createdAfter: backTo, happenedAt });
    const created = found.entries.map(({ createdAt }) => createdAt);
    return read(found, isPast(created, backTo));
  },
  deal: readSales,
  order: readSales,
  tenancy: readSales,
};

/** As with contacts: a list in the order of creation is read to its end. */
async function readSales({ source }: ReadingJob, { kind, page, backTo }: Reading) {
  const found = await source.listSales({ kind: saleKind.parse(kind), page, updatedAfter: backTo });
  const changed = found.entries.map(({ changedAt }) => changedAt);
  const created = found.entries.map(({ createdAt }) => createdAt);
  return read(found, isPast(changed, backTo) && !isDescending(created));
}

/** What cannot be read is counted; its next event or change makes it an issue of its own. */
function read<K extends RecordKind>(page: SourcePage<Listed<K>>, isLast: boolean): ListedPage {
  const records: SourceRecord[] = page.entries.flatMap(({ shown }) =>
    shown.ok ? [shown.value] : [],
  );
  const unreadable = page.unreadable + page.entries.length - records.length;
  return { records, unreadable, next: isLast ? undefined : page.next };
}

async function sendNews(
  deps: ReadUnnoticedDeps,
  { connection, state }: ReadingJob,
  given: { record: SourceRecord; target: Target; targetEpoch: number },
): Promise<void> {
  const { record, target, targetEpoch } = given;
  const { operatorId, epoch } = connection;
  const { kind } = record;
  const sourceId = record.record.id;
  const key = { operatorId, target, kind, sourceId };
  const link = await deps.links.get(key);
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  const { fingerprint } = versionOf(record, at, deps.crypto);
  const since = sinceOf(connection);
  if (!isNews({ record, fingerprint, link }, { gaps: state.gaps ?? [], since })) return;
  const eventId = `${readingEventType}-${deps.crypto.sha256Hex(`${kind} ${sourceId} ${fingerprint}`).slice(0, 32)}`;
  const message = changeAbout(key, { epoch, eventId, eventType: readingEventType, at });
  await deps.queues[target].send(message, `${eventId}.${epoch}.${targetEpoch}`);
  deps.metrics.count('UnnoticedChangeFound');
}
