import type { Effect } from '../../contracts/effect.ts';
import type { Link } from '../../contracts/link-item.ts';
import { decideNextTry } from '../../domain/effects/decide-next-try.ts';
import {
  answerEffect,
  beginEffect,
  effectName,
  failEffect,
  isSameEffect,
  refuseEffect,
  resendEffect,
  takeBackEffect,
} from '../../domain/effects/effects.ts';
import { effectPolicies, generationsMax } from '../../domain/effects/policies.ts';
import { ProviderError } from '../../domain/errors/errors.ts';
import {
  chooseTimelineNotes,
  type TimelineBatch,
} from '../../domain/write-back/choose-timeline-notes.ts';
import { judgeFailedNote } from '../../domain/write-back/judge-failed-note.ts';
import { payNotes } from '../../domain/write-back/pay-notes.ts';
import type { TimelineNote } from '../../ports/source.ts';
import { sourceManifest } from '../../source/registry.ts';
import { hashOfBody } from '../effects/hashes.ts';
import type { Payment } from './payments.ts';
import { saveDebts } from './save-debts.ts';
import { writeBackActivity } from './write-back-activity.ts';
import type { Turn, WriteBackPorts } from './write-back-ports.ts';

/**
 * Writes the notes as one event. There is no look-up for events, so what may be sent next, and under
 * which key, follows from the journal alone.
 */
export async function payTimeline(
  link: Link,
  notes: TimelineBatch,
  { source, ports, payments, position }: Turn,
): Promise<Link> {
  // After an error a read comes first: while that fails, too, the source is down and no try is used up.
  const before = link.effects[notes.effect];
  const failedAtEpochMs = before?.state === 'failed' ? before.heardAtEpochMs : undefined;
  const isToSend = before?.state !== 'done' && !isHopeless(before);
  if (isToSend) await source.prepareTimeline(failedAtEpochMs);
  const note = noteOf(link, notes, ports);
  const begun = await begin(link, { notes, note }, ports);
  if (begun === 'give_up') return letNotesGo(link, notes, ports);
  // Written by a worker that could not tell of it.
  if (begun === 'written') return payments.take(paymentOf(link, notes, ports), position);
  try {
    await source.createTimelineEvent(note, ports.crypto.uuid5(effectName(begun, notes.effect)));
  } catch (error) {
    // Recovery: the message comes back, and the journal tells the next try what is known of this one.
    await journalError({ effect: notes.effect, before, begun, error, ports });
    throw error;
  }
  ports.metrics.count('TimelineEventWritten');
  return payments.take(paymentOf(begun, notes, ports), position);
}

function paymentOf(link: Link, { effect, debts }: TimelineBatch, ports: WriteBackPorts): Payment {
  const written = {
    writes: debts.map((debt) => `timeline:${debt.note}`).join(', '),
    // Both as they were journaled: a worker that dies here appends the same entry again.
    entry: effectName(link, effect),
    sentAtEpochMs: link.effects[effect]?.sentAtEpochMs ?? ports.clock.nowEpochMs(),
  };
  return {
    link,
    activity: writeBackActivity(link, written, ports.crypto),
    change: (current) => payNotes(current, debts, effect),
    answered: (current) => answerEffect(current, effect, { of: link.effects[effect] }),
  };
}

/** The document is in the books; a note that the source refuses time and again is logged and let go. */
async function letNotesGo(link: Link, notes: TimelineBatch, ports: WriteBackPorts): Promise<Link> {
  const { operatorId, sourceId } = link;
  ports.log.error('timeline_note.given_up', { operatorId, sourceId });
  ports.metrics.count('TimelineEventGivenUp');
  return saveDebts(link, ports.links, {
    change: (current) => payNotes(current, notes.debts),
    // Another worker has sent one more try since, and what comes of that nobody knows yet.
    fits: (fresh) => isSameEffect(fresh.effects[notes.effect], link.effects[notes.effect]),
  });
}

/**
 * That an event may hang on an invoice, or a site, is only inferred: after a refusal it goes out
 * without the one, after another without both.
 */
function noteOf(link: Link, { debts, effect }: TimelineBatch, ports: WriteBackPorts): TimelineNote {
  const [first] = debts;
  const refusals = link.effects[effect]?.refusals ?? 0;
  const kind = link.kind === 'credit_note' ? 'credit_note' : 'invoice';
  const url = link.targetId
    ? ports.ledgers[link.target]?.(link.operatorId).documentUrl(kind, link.targetId)
    : undefined;
  return {
    text: debts.map((debt) => debt.text).join(' '),
    externalId: `${link.targetId ?? link.sourceId}#${debts.map((debt) => debt.note).join('+')}`,
    ...(url === undefined ? {} : { externalUrl: url }),
    ...(first?.contactSourceId === undefined ? {} : { contactSourceId: first.contactSourceId }),
    ...(first?.siteSourceId === undefined || refusals > 1
      ? {}
      : { siteSourceId: first.siteSourceId }),
    ...(first?.invoiceSourceId === undefined || refusals > 0
      ? {}
      : { invoiceSourceId: first.invoiceSourceId }),
  };
}

/** Journals the try before it leaves: a repeat under the same key, or a new generation. */
async function begin(
  link: Link,
  { notes, note }: { notes: TimelineBatch; note: TimelineNote },
  ports: WriteBackPorts,
): Promise<Link | 'give_up' | 'written'> {
  const name = notes.effect;
  const before = link.effects[name];
  const nowEpochMs = ports.clock.nowEpochMs();
  const requestHash = hashOfBody(note, { ports });
  const isSameCall = before?.requestHash === requestHash;
  const next = decideNextTry(
    before,
    { nowEpochMs, isSameCall },
    effectPolicies(sourceManifest).unlisted,
  );
  if (next.kind === 'nothing') return 'written';
  if (next.kind === 'give_up' || isHopeless(before)) return 'give_up';
  return saveDebts(link, ports.links, {
    change: (current) =>
      next.kind === 'resend'
        ? resendEffect(current, name, nowEpochMs)
        : beginEffect(current, name, { nowEpochMs, requestHash }),
    // Another worker began it, or an event with one of its notes: with ours the note would double.
    fits: (fresh) =>
      isSameEffect(fresh.effects[name], before) && chooseTimelineNotes(fresh)?.effect === name,
  });
}

/** An error may have come after the fact: a third event for one note would be too many. */
const failuresMax = 2;

function isHopeless(effect: Effect | undefined): boolean {
  const refusals = effect?.refusals ?? 0;
  if (effect?.state === 'failed') return refusals >= failuresMax;
  // The same note would be refused again.
  return effect?.state === 'rejected' && refusals >= generationsMax;
}

interface FailedTry {
  effect: string;
  before: Effect | undefined;
  /** Saved with this try. */
  begun: Link;
  error: unknown;
  ports: WriteBackPorts;
}

async function journalError({ effect, before, begun, error, ports }: FailedTry): Promise<void> {
  const attempt = { before, begun: begun.effects[effect] };
  const isRepeat = before !== undefined && before.generation === attempt.begun?.generation;
  const verdict = judgeFailedNote(error, isRepeat);
  if (verdict === 'unknown') return;
  const requestId = error instanceof ProviderError ? error.failure.requestId : undefined;
  const of = attempt.begun;
  const failure = { of, nowEpochMs: ports.clock.nowEpochMs(), requestId };
  const changes = {
    not_sent: (link: Link) => takeBackEffect(link, effect, attempt),
    refused: (link: Link) => refuseEffect(link, effect, { of }),
    failed: (link: Link) => failEffect(link, effect, failure),
  };
  await saveDebts(begun, ports.links, { change: changes[verdict] });
}
