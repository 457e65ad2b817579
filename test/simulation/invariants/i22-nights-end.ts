// SPEC.md I22
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import type { FinishedRun, Invariant } from '../history.ts';
import { nightsPlayed, type PlayedNight, pagesPut, proofsPut } from './nights-played.ts';
import { type RunView, viewOf } from './run-view.ts';

export const nightsEnd: Invariant = {
  id: 'I22',
  title: 'Each hour begins one night, which goes through all of its steps once and ends',
  check: (run) => {
    const view = viewOf(run);
    const played = nightsPlayed(view);
    return [
      ...overlapping(played),
      ...tooMany(played, view),
      ...unended(played, { run, view }),
      ...standing(played, view),
      ...skipped(played, view),
      ...overtaken(played, view),
      ...mixed(run),
      ...repairsTooSoon(view),
    ];
  },
};

/** One at a time of an operator. */
function overlapping(played: readonly PlayedNight[]): string[] {
  return played.flatMap(({ night, begin }) =>
    played.some(
      (other) =>
        other.night.runId !== night.runId &&
        other.night.operatorId === night.operatorId &&
        other.begin.seq < begin.seq &&
        (other.end === undefined || other.end.seq > begin.seq),
    )
      ? [`the night ${night.runId} was begun beside another one`]
      : [],
  );
}

const nightsApartMs = 12 * 3_600_000;

/** However often the schedule fires: for each hour that came one, and not two of one night. */
function tooMany(played: readonly PlayedNight[], view: RunView): string[] {
  const scheduled = played.filter(({ night }) => night.reason === 'schedule');
  return scheduled.flatMap(({ night, begin }, at) => {
    const { operatorId, startedAt } = night;
    const before = scheduled.slice(0, at).filter((one) => one.night.operatorId === operatorId);
    const isOfOneNight = before.some(
      (one) =>
        one.night.status === 'done' &&
        Date.parse(startedAt) - Date.parse(one.night.startedAt) < nightsApartMs,
    );
    if (isOfOneNight) return [`the night ${night.runId} was begun although it had been`];
    const hours = hoursCome(view, operatorId).filter(({ seq }) => seq < begin.seq);
    const isOneEach = hours.length > before.length;
    return isOneEach ? [] : [`the night ${night.runId} was begun without its hour`];
  });
}

/** Each was taken once by whoever looked. */
function hoursCome(view: RunView, operatorId: string) {
  return view.of('stored').filter(({ store, method, input, output, atEpochMs }) => {
    if (store !== 'nightWatches' || method !== 'next' || output !== true) return false;
    const [due] = input as [{ watch: { operatorId: string }; dueAtEpochMs: number }, number];
    return due.watch.operatorId === operatorId && due.dueAtEpochMs <= atEpochMs;
  });
}

/** Each came to an end, which was told once. */
function unended(
  played: readonly PlayedNight[],
  { run, view }: { run: FinishedRun; view: RunView },
): string[] {
  const told = (activityId: string) =>
    run.activities.filter((one) => one.activityId === activityId).length;
  return played.flatMap(({ night, end }) => {
    const { runId, status, reason } = night;
    const left = end === undefined ? [`the night ${runId} stands at ${night.place.step}`] : [];
    const isTold = end === undefined || told(`${runId}.${status}`) === 1;
    const isAsked = reason === 'schedule' || told(`${runId}.started`) === 1;
    const isCut = view.of('invocation').some(({ state, seq }) => {
      return state !== 'ended' && state !== 'started' && seq > 0;
    });
    return [
      ...left,
      ...(isTold ? [] : [`the end of the night ${runId} was not told`]),
      // Whoever dies between the save and the activity leaves a night that nobody asked for.
      ...(isAsked || isCut ? [] : [`nobody was told who asked for the night ${runId}`]),
    ];
  });
}

/** The sweep looks at what does not move after a quarter of an hour, four times an hour. */
const goneForMs = 45 * 60_000;

/** A side is gone for good: it does not wait for it. */
function standing(played: readonly PlayedNight[], view: RunView): string[] {
  return played.flatMap(({ night, begin, end }) => {
    const { operatorId, runId } = night;
    const left = view
      .of('disconnected')
      .find((one) => one.operatorId === operatorId && one.seq > begin.seq);
    if (left === undefined || (end !== undefined && end.seq < left.seq)) return [];
    const again = view
      .of('connected')
      .find(
        (one) =>
          one.operatorId === operatorId && one.provider === left.provider && one.seq > left.seq,
      );
    const untilEpochMs = left.atEpochMs + goneForMs;
    const isBack = again !== undefined && again.atEpochMs < untilEpochMs;
    const isOver = end !== undefined && end.atEpochMs < untilEpochMs;
    return isBack || isOver
      ? []
      : [`the night ${runId} stood for long after ${left.provider} left`];
  });
}

const lists = ['source invoice', 'source credit_note', 'ledger invoice', 'ledger credit_note'];

/** What a month is proved by was read in the same night, all of it. */
function skipped(played: readonly PlayedNight[], view: RunView): string[] {
  const pages = pagesPut(view);
  const months = proofsPut(view).flatMap(({ kept, seq }) => {
    const own = pages.filter(
      (page) => page.seq < seq && page.kept.runId === kept.runId && page.kept.month === kept.month,
    );
    const read = new Set(own.map((page) => `${page.kept.side} ${page.kept.kind}`));
    return lists
      .filter((list) => !read.has(list))
      .map((list) => `${kept.month} was proved by ${kept.runId} without the list ${list}`);
  });
  const nights = played.flatMap(({ night }) =>
    night.status === 'done' && night.proved.join() !== night.months.join()
      ? [`the night ${night.runId} ended with ${night.proved.join()}, not ${night.months.join()}`]
      : [],
  );
  return [...months, ...nights];
}

/** What an older run says of a month never takes the place of what a newer one said. */
function overtaken(played: readonly PlayedNight[], view: RunView): string[] {
  const startedAt = new Map(played.map(({ night }) => [night.runId, Date.parse(night.startedAt)]));
  const latest = new Map<string, number>();
  return proofsPut(view).flatMap(({ kept }) => {
    const { operatorId, month, runId } = kept;
    const name = `${operatorId} ${month}`;
    const at = startedAt.get(runId) ?? 0;
    const known = latest.get(name) ?? 0;
    latest.set(name, Math.max(at, known));
    return at < known ? [`${month} of ${operatorId} was proved by the older night ${runId}`] : [];
  });
}

/** Only what the latest proof stands on is kept. */
function mixed({ monthProofs, proofPages }: FinishedRun): string[] {
  return monthProofs.flatMap(({ operatorId, month, runId }) => {
    const own = proofPages.filter((page) => page.operatorId === operatorId && page.month === month);
    const others = new Set(own.map((page) => page.runId).filter((id) => id !== runId));
    const isGone = !own.some((page) => page.runId === runId);
    return [
      ...[...others].map((id) => `${month} of ${operatorId} still has pages of ${id}`),
      ...(isGone ? [`${month} of ${operatorId} has none of its pages any more`] : []),
    ];
  });
}

/** Whoever looked may have done so a little before. */
const lookedBeforeMs = 60_000;
const freshForMs = 25 * 60_000;

/** What is on its way comes by itself. */
function repairsTooSoon(view: RunView): string[] {
  return view.of('sent').flatMap(({ queue, body, process, atEpochMs, seq }) => {
    if (queue !== 'changes-xero' || !process.startsWith('reconcile-books')) return [];
    const { operatorId, sourceId, kind } = JSON.parse(body) as ChangeMessage;
    const isWalking = walksAt(view, operatorId, seq);
    const wasWalking = walksAt(view, operatorId, seqAt(view, atEpochMs - lookedBeforeMs));
    const raised = view.of('operation').find((one) => one.sourceId === sourceId);
    const isFresh = raised !== undefined && raised.atEpochMs > atEpochMs - freshForMs;
    const isLinked = view.linkSaves.has([operatorId, 'xero', kind, sourceId].join('|'));
    return [
      ...(isWalking && wasWalking
        ? [`${kind} ${sourceId} was brought over while a backfill walked`]
        : []),
      ...(isFresh && !isLinked
        ? [`${kind} ${sourceId} was brought over before it could come`]
        : []),
    ];
  });
}

function walksAt(view: RunView, operatorId: string, seq: number): boolean {
  const save = view
    .of('stored')
    .findLast(
      (one) =>
        one.store === 'backfills' &&
        one.method === 'save' &&
        one.output !== 'conflict' &&
        one.seq < seq &&
        (one.output as { operatorId: string }).operatorId === operatorId,
    );
  return (save?.output as { status?: string } | undefined)?.status === 'running';
}

function seqAt(view: RunView, epochMs: number): number {
  return view.of('stored').findLast(({ atEpochMs }) => atEpochMs <= epochMs)?.seq ?? 0;
}
