import type { WriteBackMessage } from '../../contracts/messages.ts';
import type { Link } from '../../contracts/stored-items.ts';
import { beginEffect, effectName, endEffect, refuseEffect } from '../../domain/effects/effects.ts';
import { DeferredError, NotConnectedError, ProviderError } from '../../domain/errors/errors.ts';
import { payOff } from '../../domain/links/owe.ts';
import { backoffSeconds } from '../../domain/retry/backoff.ts';
import { isLiveEpoch } from '../../domain/tokens/is-live-epoch.ts';
import {
  chooseTimelineNotes,
  type TimelineBatch,
} from '../../domain/write-back/choose-timeline-notes.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { DocumentKind, LedgerFor } from '../../ports/ledger.ts';
import type { Links } from '../../ports/links.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { Pacer } from '../../ports/pacer.ts';
import type { Source, SourceFor } from '../../ports/source.ts';

export interface WriteBackPorts {
  connections: Connections;
  links: Links;
  activities: Activities;
  sourceFor: SourceFor;
  ledgerFor: LedgerFor;
  pacer: Pacer;
  clock: Clock;
  crypto: Crypto;
  log: Log;
  metrics: Metrics;
}

export type WriteBackResult =
  | { kind: 'done' }
  | { kind: 'deferred'; retryAfterSeconds: number; reason: string };

const reconnectRetrySeconds = 900;
/** A note may double when an error came after its effect, so it is not tried for ever. */
const refusalsMax = 3;

export interface ReceivedWriteBack {
  message: WriteBackMessage;
  /** How often the queue handed it out; deferrals count too. */
  receiveCount: number;
}

/** Pays the debts of links to the source, in order: metadata on contacts, notes on the timeline. */
export async function writeBack(
  received: ReceivedWriteBack[],
  ports: WriteBackPorts,
): Promise<WriteBackResult[]> {
  const results: WriteBackResult[] = [];
  try {
    for (const one of received) {
      const result = await writeBackOne(one, ports);
      results.push(result);
      if (result.kind === 'deferred') break;
    }
  } finally {
    await ports.pacer.settle();
  }
  const last = results.at(-1);
  return received.map((_, index) => results[index] ?? last ?? { kind: 'done' });
}

async function writeBackOne(
  received: ReceivedWriteBack,
  ports: WriteBackPorts,
): Promise<WriteBackResult> {
  const { message } = received;
  try {
    const source = await ports.connections.get({
      operatorId: message.operatorId,
      provider: 'stora',
    });
    if (isLiveEpoch(source, message.epoch)) await payDebts(message, ports);
    return { kind: 'done' };
  } catch (error) {
    // Recovery: the debt stands on the link; only the message waits.
    return resultOf(error, received, ports);
  }
}

async function payDebts(message: WriteBackMessage, ports: WriteBackPorts): Promise<void> {
  const { operatorId, target, kind, sourceId } = message;
  const key = { operatorId, target, kind, sourceId };
  let link = await ports.links.get(key);
  if (link === undefined) return;
  const source = ports.sourceFor(operatorId);
  if (link.owed.some((debt) => debt.what === 'metadata'))
    link = await payMetadata(link, source, ports);
  for (
    let notes = chooseTimelineNotes(link);
    notes !== undefined;
    notes = chooseTimelineNotes(link)
  ) {
    link = await payTimeline(link, notes, { source, ports });
  }
}

/** Absolute values only, so sending it twice does no harm. */
async function payMetadata(link: Link, source: Source, ports: WriteBackPorts): Promise<Link> {
  if (link.targetId !== undefined && (await isOfConnectedCompany(link, ports))) {
    const patch = { [`rollerdoor:${link.target}`]: link.targetId };
    const isWritten = await patchUnlessRefused({ link, patch }, source, ports);
    ports.metrics.count(isWritten ? 'MetadataWritten' : 'MetadataGivenUp');
    if (isWritten) {
      const sentAtEpochMs = ports.clock.nowEpochMs();
      await audit(link, ports, { writes: 'metadata', entry: ports.crypto.uuid(), sentAtEpochMs });
    }
  }
  return update(link, ports, (current) => payOff(current, [{ what: 'metadata' }]));
}

/** After a switch to another company in the target the old id on the contact would mislead. */
async function isOfConnectedCompany(link: Link, ports: WriteBackPorts): Promise<boolean> {
  if (link.accountId === undefined) return true;
  const { operatorId, target } = link;
  const connection = await ports.connections.get({ operatorId, provider: target });
  return connection === undefined || connection.account.id === link.accountId;
}

/** Malformed, gone, not in this state, invalid: the same patch is refused the same way every time. */
const refusedForGood = new Set<number | undefined>([400, 404, 409, 422]);

async function patchUnlessRefused(
  { link, patch }: { link: Link; patch: Record<string, string> },
  source: Source,
  ports: WriteBackPorts,
): Promise<boolean> {
  try {
    await source.patchContactMetadata(link.sourceId, patch);
    return true;
  } catch (error) {
    if (!(error instanceof ProviderError) || error.failure.canRetryHelp) throw error;
    if (!refusedForGood.has(error.failure.status)) throw error;
    // Recovery: the debt is let go (the contact was deleted, or other integrations used up its keys);
    // kept, it would hold up everything else that the operator is owed.
    const { operatorId, sourceId } = link;
    ports.log.warn('metadata.given_up', { operatorId, sourceId, code: error.failure.code });
    return false;
  }
}

async function payTimeline(
  link: Link,
  notes: TimelineBatch,
  context: { source: Source; ports: WriteBackPorts },
): Promise<Link> {
  const { source, ports } = context;
  const [first] = notes.debts;
  if (first === undefined) return link;
  if ((link.effects[notes.effect]?.refusals ?? 0) >= refusalsMax) return giveUp(link, notes, ports);
  const begun = await beginOnce(link, notes.effect, ports);
  const kind: DocumentKind = link.kind === 'credit_note' ? 'credit_note' : 'invoice';
  const url = link.targetId
    ? ports.ledgerFor(link.operatorId).documentUrl(kind, link.targetId)
    : undefined;
  try {
    await source.createTimelineEvent(
      {
        text: notes.debts.map((debt) => debt.text).join(' '),
        externalId: `${link.targetId ?? link.sourceId}#${notes.debts.map((debt) => debt.note).join('+')}`,
        ...(url === undefined ? {} : { externalUrl: url }),
        ...(first.contactSourceId === undefined ? {} : { contactSourceId: first.contactSourceId }),
        ...(first.siteSourceId === undefined ? {} : { siteSourceId: first.siteSourceId }),
        ...(first.invoiceSourceId === undefined ? {} : { invoiceSourceId: first.invoiceSourceId }),
      },
      ports.crypto.uuid5(effectName(begun, notes.effect)),
    );
  } catch (error) {
    // Recovery: Stora keeps every answer for 24 h under its key, so after one the next try needs a new
    // generation; without an answer the same key and bytes are sent again.
    await update(begun, ports, (current) => afterError(current, notes.effect, error));
    throw error;
  }
  ports.metrics.count('TimelineEventWritten');
  await audit(begun, ports, {
    writes: notes.debts.map((debt) => `timeline:${debt.note}`).join(', '),
    // Both as they were journaled: a worker that dies here appends the same entry again.
    entry: effectName(begun, notes.effect),
    sentAtEpochMs: begun.effects[notes.effect]?.sentAtEpochMs ?? ports.clock.nowEpochMs(),
  });
  return update(begun, ports, (current) =>
    withoutEffect(payOff(current, notes.debts), notes.effect),
  );
}

async function audit(
  link: Link,
  ports: WriteBackPorts,
  written: { writes: string; entry: string; sentAtEpochMs: number },
): Promise<void> {
  const { operatorId, target, kind, sourceId, targetLabel } = link;
  // A contact's label is its name, which has no place in the audit.
  const number = kind === 'contact' || targetLabel === undefined ? {} : { number: targetLabel };
  await ports.activities.append({
    operatorId,
    activityId: ports.crypto.uuid5(`writes ${written.entry}`),
    at: new Date(written.sentAtEpochMs).toISOString(),
    type: 'source.noted',
    actor: 'rollerdoor',
    detail: { target, kind, sourceId, ...number, writes: written.writes },
  });
}

/** A try without an answer keeps its generation, so that Stora recognises the repeat. */
async function beginOnce(link: Link, effect: string, ports: WriteBackPorts): Promise<Link> {
  if (link.effects[effect]?.state === 'sending') return link;
  const send = { nowEpochMs: ports.clock.nowEpochMs(), requestHash: effect };
  return update(link, ports, (current) => beginEffect(current, effect, send));
}

/** The document is in the books; a note that Stora refuses time and again is logged and let go. */
async function giveUp(link: Link, notes: TimelineBatch, ports: WriteBackPorts): Promise<Link> {
  ports.log.error('timeline_note.given_up', {
    operatorId: link.operatorId,
    sourceId: link.sourceId,
  });
  ports.metrics.count('TimelineEventGivenUp');
  return update(link, ports, (current) =>
    withoutEffect(payOff(current, notes.debts), notes.effect),
  );
}

/** Notes that were written need no journal: the debt itself is gone. */
function withoutEffect(link: Link, effect: string): Link {
  const effects = Object.entries(link.effects).filter(([name]) => name !== effect);
  return { ...link, effects: Object.fromEntries(effects) };
}

async function update(
  link: Link,
  ports: WriteBackPorts,
  change: (link: Link) => Link,
): Promise<Link> {
  let current = link;
  for (let tries = 0; tries < 5; tries += 1) {
    const saved = await ports.links.save(change(current));
    if (saved !== 'conflict') return saved;
    const { operatorId, target, kind, sourceId } = link;
    current = (await ports.links.get({ operatorId, target, kind, sourceId })) ?? current;
  }
  throw new DeferredError('link_contended', 2);
}

function afterError(link: Link, effect: string, error: unknown): Link {
  // The pace or the limiter stopped it: not sent, or known not to have been applied.
  if (error instanceof DeferredError) return endEffect(link, effect, 'rejected');
  const hasAnswer = error instanceof ProviderError && error.failure.status !== undefined;
  return hasAnswer ? refuseEffect(link, effect) : link;
}

function resultOf(
  error: unknown,
  { message, receiveCount }: ReceivedWriteBack,
  ports: WriteBackPorts,
): WriteBackResult {
  const retryAfterSeconds = backoffSeconds(receiveCount);
  if (error instanceof DeferredError) {
    return { kind: 'deferred', reason: error.reason, retryAfterSeconds: error.retryAfterSeconds };
  }
  if (error instanceof NotConnectedError) {
    return {
      kind: 'deferred',
      reason: 'needs_reconnect',
      retryAfterSeconds: reconnectRetrySeconds,
    };
  }
  const facts = { operatorId: message.operatorId, kind: message.kind, sourceId: message.sourceId };
  if (error instanceof ProviderError) {
    ports.log.warn('write_back.failed', { ...facts, code: error.failure.code });
    return {
      kind: 'deferred',
      reason: error.failure.code,
      retryAfterSeconds,
    };
  }
  ports.log.error('write_back.unforeseen', facts, error);
  return { kind: 'deferred', reason: 'unforeseen', retryAfterSeconds };
}
