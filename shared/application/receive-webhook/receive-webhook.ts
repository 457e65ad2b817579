import type { Endpoint } from '../../contracts/endpoint-item.ts';
import type { RecordKind, Target } from '../../contracts/ids.ts';
import type { ChangeMessage } from '../../contracts/messages.ts';
import { mayServe, type Receivers, receiversOf } from '../../domain/intake/receivers.ts';
import { isRecent, parseSignatureHeader } from '../../domain/webhooks/signature-header.ts';
import type { IntakeAllowances } from '../../ports/allowances.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import type { ChangeQueue } from '../../ports/queues.ts';
import type { SourceEvent, SourceReader } from '../../ports/source-reader.ts';
import { type ProveSenderPorts, proveSender } from './prove-sender.ts';

export interface ReceiveWebhookPorts extends ProveSenderPorts {
  allowances: IntakeAllowances;
  sourceReader: SourceReader;
  queues: Record<Target, ChangeQueue>;
  clock: Clock;
  window: { maxAgeSeconds: number; maxAheadSeconds: number };
}

export interface Delivery {
  endpointId: string;
  signatureHeader: string | undefined;
  /** The very bytes that were signed. */
  body: Uint8Array;
}

export type Receipt =
  | { kind: 'accepted'; messages: number }
  /** Genuine, but of no use to any target. */
  | { kind: 'ignored' }
  | { kind: 'unknown_endpoint' }
  | { kind: 'bad_signature' }
  | { kind: 'too_large' }
  | { kind: 'unreadable' }
  /** More of one endpoint than one process takes; the source delivers it again. */
  | { kind: 'limited'; retryAfterSeconds: number };

/** Ordinary cases, of which most deliveries of some operators consist. */
type IgnoredReason = 'other_event' | 'former_connection' | 'no_target';
type Judged = Exclude<Receipt, { kind: 'ignored' }> | { kind: 'ignored'; why: IgnoredReason };

/** Larger than any record of the source by far, and what one queue message may hold. */
const bodyBytesMax = 1_048_576;
const endpointIdShape = /^[A-Za-z0-9_-]{16,64}$/;
/** Above this the message carries only the reference and the worker reads the record. */
const resourceBytesMax = 200_000;

/**
 * Takes in one webhook: proves that it is genuine, then puts one change per connected target on its
 * queue. No event is remembered before the send, so a failed send is simply delivered again.
 */
export async function receiveWebhook(
  delivery: Delivery,
  ports: ReceiveWebhookPorts,
): Promise<Receipt> {
  const judged = await decide(delivery, ports);
  ports.metrics.count(`Webhook_${judged.kind}`);
  reportNotQueued(judged, delivery, ports.log);
  return judged.kind === 'ignored' ? { kind: judged.kind } : judged;
}

/** What is ignored is in order; anything else should not come here, and somebody should look. */
function reportNotQueued(judged: Judged, { endpointId }: Delivery, log: Log): void {
  if (judged.kind === 'accepted') return;
  if (judged.kind === 'ignored')
    log.info('webhook.not_queued', { reason: judged.kind, why: judged.why });
  else log.warn('webhook.not_queued', { reason: judged.kind, endpointId: shownId(endpointId) });
}

/** Whoever forges a call may write anything into the address. */
function shownId(endpointId: string): string | undefined {
  return endpointIdShape.test(endpointId) ? endpointId : undefined;
}

/** Cheapest first: what can be refused without a read, before what needs a hash, before what needs a read. */
async function decide(delivery: Delivery, ports: ReceiveWebhookPorts): Promise<Judged> {
  const { endpointId, body } = delivery;
  if (body.byteLength > bodyBytesMax) return { kind: 'too_large' };
  if (!endpointIdShape.test(endpointId)) return { kind: 'unknown_endpoint' };
  const signature = parseSignatureHeader(delivery.signatureHeader);
  const nowEpochMs = ports.clock.nowEpochMs();
  if (
    signature === undefined ||
    !isRecent(signature.timestampSeconds, { ...ports.window, nowEpochMs })
  )
    return { kind: 'bad_signature' };
  const proof = await proveSender({ endpointId, signature, body }, ports);
  if (proof.kind !== 'genuine') return proof;
  const event = ports.sourceReader.readEvent(body);
  if (event === undefined) return { kind: 'unreadable' };
  return enqueue(event, proof.endpoint, ports);
}

async function enqueue(
  event: SourceEvent,
  endpoint: Endpoint,
  ports: ReceiveWebhookPorts,
): Promise<Judged> {
  if (event.subject === undefined) return ignored('other_event');
  const retryAfterSeconds = ports.allowances.genuine.take(endpoint.endpointId);
  if (retryAfterSeconds > 0) return { kind: 'limited', retryAfterSeconds };
  const { kind, sourceId, resource } = event.subject;
  const receivers = await findReceivers({ kind, occurredAt: event.occurredAt }, endpoint, ports);
  if (receivers === undefined) return ignored('former_connection');
  const isCarried =
    resource !== undefined && Buffer.byteLength(JSON.stringify(resource)) <= resourceBytesMax;
  const sends = receivers.targets.map(({ target, epoch }) => ({
    message: {
      schemaVersion: 1 as const,
      operatorId: endpoint.operatorId,
      target,
      kind,
      sourceId,
      epoch: receivers.epoch,
      eventId: event.id,
      eventType: event.type,
      occurredAt: event.occurredAt,
      receivedAt: new Date(ports.clock.nowEpochMs()).toISOString(),
      ...(isCarried ? { resource } : {}),
    },
    // A repeat may find the target connected anew, after what was sent first died with the epochs before.
    dedupeId: `${event.id}.${receivers.epoch}.${epoch}`,
  }));
  await sendAll(sends, endpoint, ports);
  return sends.length === 0 ? ignored('no_target') : { kind: 'accepted', messages: sends.length };
}

async function sendAll(
  sends: Array<{ message: ChangeMessage; dedupeId: string }>,
  { endpointId }: Endpoint,
  ports: Pick<ReceiveWebhookPorts, 'queues' | 'allowances'>,
): Promise<void> {
  try {
    for (const { message, dedupeId } of sends) {
      await ports.queues[message.target].send(message, dedupeId);
    }
  } catch (error) {
    // Recovery: the source delivers again. Until then no other delivery of this operator waits for the queue.
    ports.allowances.genuine.pause(endpointId);
    throw error;
  }
}

/** By rows of some seconds ago where they may say so, else by fresh ones. */
async function findReceivers(
  event: { kind: RecordKind; occurredAt: string },
  endpoint: Endpoint,
  { rows, clock }: Pick<ReceiveWebhookPorts, 'rows' | 'clock'>,
): Promise<Receivers | undefined> {
  const delivered = { ...event, endpoint };
  const remembered = rows.rememberedConnections(endpoint.operatorId);
  const isEnough = remembered !== undefined && mayServe(remembered, delivered, clock.nowEpochMs());
  const connections = isEnough ? remembered : await rows.readConnections(endpoint.operatorId);
  return receiversOf(connections, delivered);
}

function ignored(why: IgnoredReason): Judged {
  return { kind: 'ignored', why };
}
