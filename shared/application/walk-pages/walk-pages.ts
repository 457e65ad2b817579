import type { BackfillRun } from '../../contracts/backfill-run.ts';
import type { Connection } from '../../contracts/connection-item.ts';
import type { PageMessage } from '../../contracts/messages.ts';
import { createdBefore, createdFrom } from '../../domain/backfill/is-work.ts';
import {
  afterPage,
  cancelled,
  goingOn,
  waiting,
  waitingForPace,
} from '../../domain/backfill/run.ts';
import type { PageQueue } from '../../ports/queues.ts';
import type { DocumentPage } from '../../ports/source.ts';
import { changeRun } from '../backfill/change-run.ts';
import { type Obstacle, type ObstacleDeps, sidesOf } from '../backfill/obstacle.ts';
import { sendPage } from '../backfill/send-page.ts';
import { tellOfEnd } from '../backfill/tell-of-run.ts';
import { type ReceivedMessage, unforeseenReason } from '../retry/work-counted.ts';
import { done, type TurnResult, type Wait, waitAfter, workInTurn } from '../retry/work-in-turn.ts';
import { afterFailureSeconds } from './after-failure.ts';
import { type FillDeps, fillGaps } from './fill-gaps.ts';
import { endAgain, hasBegun, type PagePorts, workPage } from './work-page.ts';

export interface WalkPorts extends PagePorts, ObstacleDeps {
  sourceStates: FillDeps['sourceStates'];
  connections: PagePorts['connections'];
  pages: PageQueue;
}

/** Longer waits are told to whoever watches the run. */
const longWaitSeconds = 300;

/** Works the pages of one run that the queue handed out; what comes behind one that waits, waits too. */
export async function walkPages(
  received: Array<ReceivedMessage<PageMessage>>,
  ports: WalkPorts,
): Promise<TurnResult[]> {
  return workInTurn(received, (one) => walkPage(one, ports));
}

async function walkPage(
  received: ReceivedMessage<PageMessage>,
  ports: WalkPorts,
): Promise<TurnResult> {
  const { operatorId } = received.message;
  try {
    return await walkDue(received, ports);
  } catch (error) {
    // Recovery: it comes back, and goes on with what the item and the links say is not done.
    ports.log.error('backfill.page_failed', { operatorId }, error);
    const retryAfterSeconds = afterFailureSeconds(received.receiveCount);
    return { kind: 'deferred', reason: unforeseenReason, retryAfterSeconds };
  } finally {
    await ports.pacer.flush(operatorId);
  }
}

async function walkDue(
  { message, receiveCount }: ReceivedMessage<PageMessage>,
  ports: WalkPorts,
): Promise<TurnResult> {
  const { operatorId, target, runId, step } = message;
  const run = await ports.backfills.get(operatorId, target);
  if (run?.runId !== runId) return done;
  if (run.step !== step) {
    // Whoever worked it may have died between the save and what follows it.
    if (receiveCount > 1) await follow(run, ports);
    return done;
  }
  const sides = await sidesOf(ports, run);
  if ('obstacle' in sides) return stand(run, { obstacle: sides.obstacle, receiveCount }, ports);
  const given = { source: sides.source, receiveCount };
  try {
    if (run.status !== 'running') return await finishBegun(run, given, ports);
    return await walkTo((await afterWait(run, ports)) ?? run, given, ports);
  } catch (error) {
    // Recovery: it comes back, and goes on with what the links say is not done.
    return putOff(run, waitAfter(error, afterFailureSeconds(receiveCount)), ports);
  }
}

/** Its calls may be there again: time runs from now on. */
async function afterWait(run: BackfillRun, ports: WalkPorts): Promise<BackfillRun | undefined> {
  if (run.waits?.for !== 'pace') return undefined;
  const nowEpochMs = ports.clock.nowEpochMs();
  return changeRun(ports.backfills, run, (current) =>
    current.status === 'running' && current.step === run.step
      ? goingOn(current, nowEpochMs)
      : undefined,
  );
}

/** A message is handed out a thousand times. */
const receivesAtMost = 900;

async function stand(
  run: BackfillRun,
  { obstacle, receiveCount }: { obstacle: Obstacle; receiveCount: number },
  ports: WalkPorts,
): Promise<TurnResult> {
  const nowEpochMs = ports.clock.nowEpochMs();
  const { operatorId } = run;
  // What was begun of a run that was called off is finished once somebody has connected again.
  if (run.status === 'cancelled' && obstacle === 'connection' && receiveCount < receivesAtMost)
    return { kind: 'deferred', reason: 'not_connected', retryAfterSeconds: 600 };
  const stood = await changeRun(ports.backfills, run, (current) => {
    if (current.status !== 'running') return undefined;
    if (obstacle === 'other_company') return cancelled(current, nowEpochMs, obstacle);
    return waiting(current, obstacle, nowEpochMs);
  });
  ports.log.info('backfill.stands', { operatorId, reason: obstacle });
  if (stood !== undefined && stood.status !== 'running') await tellOfEnd(stood, ports);
  return done;
}

/** Nobody wants further pages, but what was begun on this one comes to its end. */
async function finishBegun(
  run: BackfillRun,
  { source, receiveCount }: { source: Connection; receiveCount: number },
  ports: WalkPorts,
): Promise<TurnResult> {
  const readAt = new Date(ports.clock.nowEpochMs()).toISOString();
  const page = await readPage(run, readAt, ports);
  const job = { run, page, epoch: source.epoch, readAt, receiveCount };
  const worked = (await hasBegun(job, ports))
    ? await workPage(job, ports)
    : await endAgain(job, ports);
  if (worked?.kind !== 'deferred') return done;
  const { reason, retryAfterSeconds } = worked;
  return { kind: 'deferred', reason, retryAfterSeconds };
}

/** Reads the page, has it worked, and takes down how far the run has come: in this order. */
async function walkTo(
  run: BackfillRun,
  given: { source: Connection; receiveCount: number },
  ports: WalkPorts,
): Promise<TurnResult> {
  const { operatorId, place } = run;
  const readAt = new Date(ports.clock.nowEpochMs()).toISOString();
  const page = await readPage(run, readAt, ports);
  const creditNotes = await countCreditNotes(run, readAt, ports);
  const { epoch } = given.source;
  const job = { run, page, epoch, readAt, receiveCount: given.receiveCount };
  const worked = await workPage(job, ports);
  if (worked.kind === 'stopped') return done;
  if (worked.kind === 'deferred') return putOff(run, worked, ports);
  const { found, customers } = worked;
  const walked = { found, customers, creditNotes, next: page.next, total: page.total };
  const nowEpochMs = ports.clock.nowEpochMs();
  const after = await changeRun(ports.backfills, run, (current) =>
    current.step === run.step && !isOverFor(current)
      ? moved(current, walked, nowEpochMs)
      : undefined,
  );
  ports.metrics.count('BackfillPageWalked');
  ports.log.info('backfill.page', { operatorId, ...place, ...found });
  if (after !== undefined) await follow(after, ports);
  return done;
}

function isOverFor({ status }: BackfillRun): boolean {
  return status !== 'running' && status !== 'paused';
}

/** What was worked before somebody paused it is done all the same. */
function moved(
  run: BackfillRun,
  walked: Parameters<typeof afterPage>[1],
  nowEpochMs: number,
): BackfillRun {
  const after = afterPage(run, walked, nowEpochMs);
  if (run.status !== 'paused' || after.status === 'done') return after;
  const { runsSince: _since, lookAtEpochMs: _look, ...rest } = after;
  return { ...rest, activeMs: run.activeMs };
}

/** What a saved page brings about: the next one, or the end. Doing it twice is harmless. */
async function follow(run: BackfillRun, ports: WalkPorts): Promise<void> {
  if (run.status === 'running') await sendPage(ports.pages, run);
  if (run.status !== 'done') return;
  await fillGaps(ports, run);
  await tellOfEnd(run, ports);
}

async function readPage(run: BackfillRun, readAt: string, ports: WalkPorts): Promise<DocumentPage> {
  const { operatorId, place, issuedBefore } = run;
  const found = await ports.sourceFor(operatorId).listDocuments({
    kind: place.kind,
    page: place.page,
    createdFrom: createdFrom(run),
    createdBefore: issuedBefore === undefined ? undefined : createdBefore(issuedBefore),
    happenedAt: readAt,
  });
  if (found.unreadable > 0) {
    ports.metrics.count('ListEntryUnreadable', found.unreadable);
    ports.log.warn('list.unreadable', { operatorId, kind: place.kind, count: found.unreadable });
  }
  return found;
}

/** So that from the beginning on it can be told how long a run takes: they are worked last. */
async function countCreditNotes(
  run: BackfillRun,
  readAt: string,
  ports: WalkPorts,
): Promise<number | undefined> {
  if (run.step > 0) return undefined;
  const place = { ...run.place, kind: 'credit_note' as const };
  return (await readPage({ ...run, place }, readAt, ports)).total;
}

async function putOff(
  run: BackfillRun,
  { reason, retryAfterSeconds }: Wait,
  ports: WalkPorts,
): Promise<TurnResult> {
  if (retryAfterSeconds >= longWaitSeconds) {
    const nowEpochMs = ports.clock.nowEpochMs();
    await changeRun(ports.backfills, run, (current) =>
      current.status === 'running' && current.step === run.step
        ? waitingForPace(current, retryAfterSeconds, nowEpochMs)
        : undefined,
    );
  }
  return { kind: 'deferred', reason, retryAfterSeconds };
}
