// SPEC.md I7
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import type { FinishedRun, Invariant } from '../history.ts';
import { viewOf } from './run-view.ts';
import { sourceLives } from './source-states.ts';

export const nothingLost: Invariant = {
  id: 'I7',
  title: 'An event that was taken in is queued, and what is queued is brought to an end',
  check: (run) => [...unqueuedEvents(run), ...refusedEvents(run), ...lostMessages(run)],
};

/** While a connection comes or goes, intake may see either side of it, however long it takes. */
const changingMs = 60_000;

function unqueuedEvents(run: FinishedRun): string[] {
  const view = viewOf(run);
  const occurred = new Map(
    sourceLives(run).flatMap(({ states }) => states.map((each) => [each.eventId, each.atEpochMs])),
  );
  const queuedAt = new Map<string, number>();
  for (const { queue, body, seq } of view.of('sent')) {
    if (queue !== 'changes-xero') continue;
    const { eventId } = JSON.parse(body) as ChangeMessage;
    if (!queuedAt.has(eventId)) queuedAt.set(eventId, seq);
  }
  const changes = [...view.of('connected'), ...view.of('disconnected')];
  return view.of('webhook').flatMap((webhook) => {
    const { operatorId, eventId, eventType, status, seq, atEpochMs, arrivedAt } = webhook;
    if (status < 200 || status >= 300 || !occurred.has(eventId)) return [];
    const isSteady = changes.every(
      (change) =>
        change.operatorId !== operatorId ||
        change.atEpochMs < arrivedAt.atEpochMs - changingMs ||
        change.atEpochMs > atEpochMs + changingMs,
    );
    const isLive = view.isReceivingAt(operatorId, seq, occurred.get(eventId) ?? 0);
    if (!isSteady || !isLive || (queuedAt.get(eventId) ?? Number.POSITIVE_INFINITY) < seq)
      return [];
    return [`${eventType} ${eventId} was answered with ${status} before it was queued`];
  });
}

/** Stora gives up after its retries, so that refusing a genuine delivery loses the event. */
function refusedEvents(run: FinishedRun): string[] {
  const bySlug = new Map(run.operatorIds.map((id) => [run.accounts[id]?.stora[0], id]));
  return run.stora.world.webhooks.attempts.flatMap((attempt) =>
    attempt.status === 401 && bySlug.has(attempt.operatorSlug)
      ? [`${attempt.eventType} ${attempt.eventId} was called forged at attempt ${attempt.attempt}`]
      : [],
  );
}

function lostMessages(run: FinishedRun): string[] {
  const view = viewOf(run);
  const acked = new Set(view.of('acked').map(({ messageId }) => messageId));
  const dead = new Set(view.of('dead').map(({ messageId }) => messageId));
  const seen = new Set<string>();
  return view.of('sent').flatMap(({ messageId, queue, body }) => {
    if (acked.has(messageId) || seen.has(messageId)) return [];
    seen.add(messageId);
    const end = dead.has(messageId) ? 'went to the dead letters' : 'was never acknowledged';
    return [`a message on ${queue} ${end}: ${body.slice(0, 160)}`];
  });
}
