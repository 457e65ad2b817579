import type { BackfillRun } from '../../contracts/backfill-run.ts';
import type { Target } from '../../contracts/ids.ts';
import type { Link, LinkKey } from '../../contracts/link-item.ts';
import { backfillEventType, type ChangeMessage } from '../../contracts/messages.ts';
import { isBegun, isInSpan, workOf } from '../../domain/backfill/is-work.ts';
import type { WalkedPage } from '../../domain/backfill/run.ts';
import { documentRow } from '../../domain/documents/document-row.ts';
import { wasSent } from '../../domain/effects/effects.ts';
import { pagesQueueName } from '../../domain/resting/queue-names.ts';
import type { BackfillRuns } from '../../ports/backfill-runs.ts';
import type { WriteBackQueue } from '../../ports/queues.ts';
import type { DocumentPage, ListedDocument } from '../../ports/source.ts';
import { sourceName } from '../../source/source-name.ts';
import type { Applier } from '../apply-changes/applier.ts';
import { applyBatch } from '../apply-changes/apply-batch.ts';
import type { AsideResult, ChangeResult } from '../apply-changes/results.ts';
import type { BatchPorts } from '../apply-changes/unit.ts';
import { versionOf } from '../apply-changes/version-of.ts';
import { unforeseenReason } from '../retry/work-counted.ts';
import { afterFailureSeconds } from './after-failure.ts';
import { sourceKnowing } from './source-knowing.ts';

export interface PagePorts extends Omit<BatchPorts, 'changes'> {
  backfills: BackfillRuns;
  appliers: Record<Target, Applier>;
  queues: Record<Target, BatchPorts['changes']>;
}

/** A page as the source showed it, and what it is worked for. */
export interface PageJob {
  run: BackfillRun;
  page: DocumentPage;
  /** Of the source's connection. */
  epoch: number;
  /** When the page was asked for; ISO time. */
  readAt: string;
  receiveCount: number;
}

export type WorkedPage =
  | { kind: 'done'; found: WalkedPage['found']; customers: number }
  /** Somebody paused it, or took its place. */
  | { kind: 'stopped' }
  | { kind: 'deferred'; reason: string; retryAfterSeconds: number };

/** As many as the ledgers take in one call. */
const together = 50;
/**
 * Before it a worker that died is taken for an accident: going one by one costs a call or more for each
 * record. From then on whichever ends its worker is found, and parked.
 */
const countedFrom = 6;
/** Whatever is begun before it ends within the time that a worker has. */
const beginsWithinMs = 8_000;

/**
 * Brings what is news on a page into the target, by the engine that brings the changes of webhooks there,
 * so that it does not matter who comes first. What is done stands on the links: a page that is worked
 * again goes on where it was left.
 */
export async function workPage(job: PageJob, ports: PagePorts): Promise<WorkedPage> {
  const { run, receiveCount } = job;
  const begunAtEpochMs = ports.clock.nowEpochMs();
  const { work, applied, parked } = await sortPage(job, ports);
  // First, as they are now: by the end of the page somebody may have solved one and listed it as posted.
  await listParked(parked, job, ports);
  const size = sizeOfParts(receiveCount);
  for (let at = 0; at < work.length; at += size) {
    if (at > 0 && ports.clock.nowEpochMs() - begunAtEpochMs > beginsWithinMs) return moreOfPage;
    if (at > 0 && !(await isUnderWay(run, ports))) return { kind: 'stopped' };
    const ended = await workPart(work.slice(at, at + size), job, ports);
    if (ended !== undefined) return ended;
  }
  const ended = await endBefore(applied, job, ports);
  if (ended !== undefined) return ended;
  const customers = await countCustomers(job, ports);
  return { kind: 'done', found: await countPage(job, ports), customers };
}

const moreOfPage = { kind: 'deferred', reason: 'more_of_page', retryAfterSeconds: 1 } as const;

/**
 * Whole calls while all goes well; where a page keeps coming back, parts may ask for more calls at once
 * than others have left us, and in smaller ones each receive gets further. A page of credit notes, which
 * are set against their invoices one by one, takes some fifteen receives at full pace.
 */
function sizeOfParts(receiveCount: number): number {
  if (receiveCount > 50) return 1;
  if (receiveCount > 40) return 3;
  return receiveCount > 30 ? 10 : together;
}

/** Entries of a page by what the links and issues say of them; of the others there is nothing to be done. */
interface SortedPage {
  work: ListedDocument[];
  /** In the ledger as the page shows them. */
  applied: ListedDocument[];
  /** A person has to look at them as the page shows them. */
  parked: Array<{ entry: ListedDocument; link: Link }>;
}

async function sortPage(job: PageJob, ports: PagePorts): Promise<SortedPage> {
  const links = await linksOf(job, ports);
  const sorted: SortedPage = { work: [], applied: [], parked: [] };
  for (const [at, entry] of job.page.entries.entries()) {
    const link = links[at];
    const standing = await standingOf(entry, link, { job, ports });
    if (standing === 'work') sorted.work.push(entry);
    if (standing === 'applied') sorted.applied.push(entry);
    if (standing === 'parked' && link !== undefined) sorted.parked.push({ entry, link });
  }
  return sorted;
}

/**
 * Whoever had the page before may have died, or failed, after a link was saved and before what follows from
 * that: the note to the source, the list of documents, what waits for it. What is done goes through the
 * engine once more, as a change that is handed out again does, which asks the ledger for nothing.
 * @returns undefined when each of them came to an end.
 */
async function endBefore(
  applied: readonly ListedDocument[],
  job: PageJob,
  ports: PagePorts,
): Promise<WorkedPage | undefined> {
  if (job.receiveCount < 2) return undefined;
  for (let at = 0; at < applied.length; at += together) {
    // Nothing of this is a try: it came to its end before.
    const again = { ...job, receiveCount: 2 };
    const ended = await workPart(applied.slice(at, at + together), again, ports);
    if (ended !== undefined) return ended;
  }
  return undefined;
}

/** What is parked would be judged anew by the engine, at the price of calls, and is only listed. */
async function listParked(
  parked: SortedPage['parked'],
  { receiveCount, readAt }: PageJob,
  { documents }: PagePorts,
): Promise<void> {
  if (receiveCount < 2) return;
  const rows = parked.flatMap(({ entry: { shown }, link }) =>
    shown.ok
      ? (documentRow({ record: shown.value, link, isParked: true, listedAt: readAt }) ?? [])
      : [],
  );
  if (rows.length > 0) await documents.putAll(rows);
}

/** The same of a page on which nothing more is wanted. */
export async function endAgain(job: PageJob, ports: PagePorts): Promise<WorkedPage | undefined> {
  const { applied, parked } = await sortPage(job, ports);
  await listParked(parked, job, ports);
  return endBefore(applied, job, ports);
}

/**
 * Whether somebody who is gone has begun what is on the page. Then it is worked to its end, also where the
 * run was called off meanwhile: what stands in the ledger has to stand in our books as well.
 */
export async function hasBegun(job: PageJob, ports: PagePorts): Promise<boolean> {
  const links = [...(await linksOf(job, ports)), ...(await customersOf(job, ports))];
  return links.some((link) => link !== undefined && isBegun(link));
}

/** Customers on it who came into the target since the page before was done. */
async function countCustomers(job: PageJob, ports: PagePorts): Promise<number> {
  const sinceEpochMs = Date.parse(job.run.runsSince ?? job.readAt);
  const links = await customersOf(job, ports);
  return links.filter((link) => (link?.effects.create?.sentAtEpochMs ?? 0) >= sinceEpochMs).length;
}

function customersOf(
  { run, page }: PageJob,
  { links }: PagePorts,
): Promise<Array<Link | undefined>> {
  const { operatorId, target } = run;
  const customers = page.entries.flatMap(({ shown }) =>
    shown.ok && 'contactId' in shown.value.record ? [shown.value.record.contactId] : [],
  );
  return links.getMany(
    [...new Set(customers)].map((sourceId) => {
      return { operatorId, target, kind: 'contact', sourceId } as const;
    }),
  );
}

function linksOf({ run, page }: PageJob, { links }: PagePorts): Promise<Array<Link | undefined>> {
  return links.getMany(page.entries.map((entry) => keyOf(run, entry)));
}

function keyOf(
  { operatorId, target }: BackfillRun,
  entry: Pick<ListedDocument, 'kind' | 'sourceId'>,
): LinkKey {
  return { operatorId, target, kind: entry.kind, sourceId: entry.sourceId };
}

async function standingOf(
  { shown, kind, sourceId }: ListedDocument,
  link: Link | undefined,
  { job, ports }: { job: PageJob; ports: PagePorts },
): Promise<'work' | 'applied' | 'parked' | 'none'> {
  // The engine asks for it by itself, and shows a person what cannot be read.
  if (!shown.ok)
    return link?.version === undefined && link?.judgedVersion === undefined ? 'work' : 'none';
  const record = shown.value;
  const { fingerprint } = versionOf(record, job.readAt, ports.crypto);
  // What we posted is followed whenever it was issued.
  const isWanted = isInSpan(record, job.run) || link?.targetId !== undefined;
  const work = isWanted ? workOf({ record, fingerprint }, link) : 'none';
  if (work === 'news') return 'work';
  if (work === 'judged')
    return (await ports.issues.get(keyOf(job.run, { kind, sourceId }))) ? 'parked' : 'work';
  const isApplied = isWanted && link?.version?.fingerprint === fingerprint;
  return isApplied && link.deletedAt === undefined ? 'applied' : 'none';
}

async function isUnderWay(run: BackfillRun, { backfills }: PagePorts): Promise<boolean> {
  const current = await backfills.get(run.operatorId, run.target);
  const isSame = current?.runId === run.runId && current.step === run.step;
  return isSame && current.status === run.status;
}

/** @returns undefined when each of them came to an end. */
async function workPart(
  part: ListedDocument[],
  job: PageJob,
  ports: PagePorts,
): Promise<WorkedPage | undefined> {
  const { run, receiveCount } = job;
  const { target } = run;
  const received = part.map((entry) => ({
    message: changeOf(entry, job, ports),
    // The parts are cut here, and not by how often the page was put off.
    receiveCount: Math.min(receiveCount, countedFrom),
  }));
  const engine = {
    ...ports,
    sourceFor: (operatorId: string) => sourceKnowing(ports.sourceFor(operatorId), part),
    writeBacks: unhurried(ports.writeBacks),
    applier: ports.appliers[target],
    changes: ports.queues[target],
  };
  const results = await applyBatch(received, engine, {
    queue: `${pagesQueueName}-${target}`,
    countedFrom,
  });
  return endOf(results, job);
}

/** What earlier documents owe the source must not keep what live ones owe, nor the lists of this run. */
function unhurried(writeBacks: WriteBackQueue): WriteBackQueue {
  return {
    sendAll: (messages) =>
      writeBacks.sendAll(
        messages.map(({ message, dedupeId }) => ({
          message: { ...message, isUnhurried: true },
          dedupeId,
        })),
      ),
  };
}

function changeOf(entry: ListedDocument, job: PageJob, { crypto }: PagePorts): ChangeMessage {
  const { run, readAt, epoch } = job;
  const id = crypto.sha256Hex(`${run.runId} ${entry.kind} ${entry.sourceId}`).slice(0, 32);
  const { resource } = entry;
  return {
    schemaVersion: 1,
    ...keyOf(run, entry),
    epoch,
    eventId: `${backfillEventType}-${id}`,
    eventType: backfillEventType,
    occurredAt: readAt,
    receivedAt: readAt,
    ...(resource === undefined ? {} : { resource }),
  };
}

/** Skips that say nothing of the record: a side was left, or made anew, while it was worked. */
const notWorked = new Set(['stale_epoch', 'target_not_connected', 'put_aside', 'put_off']);

function endOf(
  results: Array<ChangeResult | AsideResult>,
  { run: { target }, receiveCount }: PageJob,
): WorkedPage | undefined {
  for (const result of results) {
    // A side is dead, or what waited for one comes first: the next receive sees which.
    if (result.kind === 'aside') return shortly(result.reason);
    if (result.kind === 'deferred') {
      const { reason } = result;
      // The pace, which knows what the other side asked for, is another wait.
      const isFailure =
        reason === unforeseenReason ||
        [target, sourceName].some((name) => reason.startsWith(`${name}_`));
      const retryAfterSeconds = isFailure
        ? Math.min(result.retryAfterSeconds, afterFailureSeconds(receiveCount))
        : result.retryAfterSeconds;
      return { kind: 'deferred', reason, retryAfterSeconds };
    }
    const { outcome } = result;
    if (outcome.kind === 'skipped' && notWorked.has(outcome.reason)) return shortly(outcome.reason);
  }
  return undefined;
}

function shortly(reason: string): WorkedPage {
  return { kind: 'deferred', reason, retryAfterSeconds: 10 };
}

/** By what the links and issues say now, whoever worked it: a page that was worked twice counts once. */
async function countPage(job: PageJob, ports: PagePorts): Promise<WalkedPage['found']> {
  const { run, page } = job;
  const found = { posted: 0, adopted: 0, parked: 0, left: 0 };
  const links = await linksOf(job, ports);
  for (const [at, entry] of page.entries.entries()) {
    const link = links[at];
    if (link?.targetId !== undefined) {
      found[wasSent(link.effects.create) ? 'posted' : 'adopted'] += 1;
      continue;
    }
    const isJudged = link?.judgedVersion !== undefined || !entry.shown.ok;
    const issue = isJudged ? await ports.issues.get(keyOf(run, entry)) : undefined;
    found[issue === undefined ? 'left' : 'parked'] += 1;
  }
  return found;
}
