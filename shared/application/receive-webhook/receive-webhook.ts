import type { Connection } from '../../contracts/connection-item.ts';
import type { Endpoint } from '../../contracts/endpoint-item.ts';
import { type RecordKind, type Target, target } from '../../contracts/ids.ts';
import type { ChangeMessage } from '../../contracts/messages.ts';
import { SealError } from '../../domain/errors/errors.ts';
import { takesKind } from '../../domain/intake/takes-kind.ts';
import { isInUse } from '../../domain/tokens/is-live-epoch.ts';
import { isForConnection } from '../../domain/webhooks/is-for-connection.ts';
import { isRecent, parseSignatureHeader } from '../../domain/webhooks/signature-header.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Endpoints } from '../../ports/endpoints.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { ChangeQueue } from '../../ports/queues.ts';
import type { SourceEvent, SourceReader } from '../../ports/source-reader.ts';
import type { Vault } from '../../ports/vault.ts';
import { sourceName } from '../../source/source-name.ts';

export interface ReceiveWebhookPorts {
  endpoints: Endpoints;
  connections: Connections;
  vault: Vault;
  sourceReader: SourceReader;
  queues: Record<Target, ChangeQueue>;
  clock: Clock;
  crypto: Crypto;
  log: Log;
  metrics: Metrics;
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
  | { kind: 'unreadable' };

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
 * queue. Nothing is remembered before the send, so a failed send is simply delivered again.
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

async function decide(delivery: Delivery, ports: ReceiveWebhookPorts): Promise<Judged> {
  if (delivery.body.byteLength > bodyBytesMax) return { kind: 'too_large' };
  if (!endpointIdShape.test(delivery.endpointId)) return { kind: 'unknown_endpoint' };
  const endpoint = await ports.endpoints.get(delivery.endpointId);
  if (endpoint === undefined) return { kind: 'unknown_endpoint' };
  if (!(await isGenuine(delivery, endpoint, ports))) return { kind: 'bad_signature' };
  const event = ports.sourceReader.readEvent(delivery.body);
  if (event === undefined) return { kind: 'unreadable' };
  return enqueue(event, endpoint, ports);
}

async function isGenuine(
  delivery: Delivery,
  endpoint: Endpoint,
  ports: ReceiveWebhookPorts,
): Promise<boolean> {
  const header = parseSignatureHeader(delivery.signatureHeader);
  if (header === undefined) return false;
  const nowEpochMs = ports.clock.nowEpochMs();
  if (!isRecent(header.timestampSeconds, { ...ports.window, nowEpochMs })) return false;
  const { operatorId, epoch } = endpoint;
  const context = { operatorId, provider: sourceName, epoch, purpose: 'webhook-secret' } as const;
  const opened = await Promise.allSettled(
    endpoint.sealedSecrets.map((sealed) => ports.vault.open(sealed, context)),
  );
  const secrets = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const signed = Buffer.concat([Buffer.from(`${header.timestampSeconds}.`), delivery.body]);
  const expected = secrets.map((secret) => ports.crypto.hmacSha256(secret, signed));
  const isSigned = header.signatures.some((signature) => {
    const claimed = Buffer.from(signature, 'hex');
    return expected.some((digest) => ports.crypto.equal(digest, claimed));
  });
  const failed = opened.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  reportUnopened(failed, endpoint, ports);
  return isSigned || refuseUnlessUnknown(failed, secrets.length);
}

/** One of two secrets suffices, so that nothing else would tell of the other one. */
function reportUnopened(failed: unknown[], endpoint: Endpoint, ports: ReceiveWebhookPorts): void {
  const { operatorId, endpointId } = endpoint;
  for (const error of failed) {
    ports.metrics.count('WebhookSecretNotOpened');
    ports.log.error('webhook.secret_not_opened', { operatorId, endpointId }, error);
  }
}

/**
 * The secret that was used may be the one that did not open now: then nobody can say that the
 * delivery is forged, and it has to come again. One that never opens here says nothing beside a good one.
 * @throws what kept a secret from being opened.
 */
function refuseUnlessUnknown(failed: unknown[], openedCount: number): false {
  const [decisive] = failed.filter((error) => openedCount === 0 || !(error instanceof SealError));
  if (decisive !== undefined) throw decisive;
  return false;
}

async function enqueue(
  event: SourceEvent,
  endpoint: Endpoint,
  ports: ReceiveWebhookPorts,
): Promise<Judged> {
  if (event.subject === undefined) return ignored('other_event');
  const { kind, sourceId, resource } = event.subject;
  const connections = await ports.connections.list(endpoint.operatorId);
  const source = connections.find((connection) => connection.provider === sourceName);
  const delivery = { endpoint, occurredAt: event.occurredAt };
  if (source === undefined || !isForConnection(source, delivery))
    return ignored('former_connection');
  const targets = connectedTargets(connections, kind);
  const isLarge = Buffer.byteLength(JSON.stringify(resource)) > resourceBytesMax;
  for (const connected of targets) {
    const message: ChangeMessage = {
      schemaVersion: 1,
      operatorId: endpoint.operatorId,
      target: connected.target,
      kind,
      sourceId,
      epoch: source.epoch,
      eventId: event.id,
      eventType: event.type,
      occurredAt: event.occurredAt,
      receivedAt: new Date(ports.clock.nowEpochMs()).toISOString(),
      ...(isLarge ? {} : { resource }),
    };
    // A repeat may find the target connected anew, after what was sent first died with the epochs before.
    const dedupeId = `${event.id}.${source.epoch}.${connected.epoch}`;
    await ports.queues[connected.target].send(message, dedupeId);
  }
  return targets.length === 0
    ? ignored('no_target')
    : { kind: 'accepted', messages: targets.length };
}

function ignored(why: IgnoredReason): Judged {
  return { kind: 'ignored', why };
}

/** Those that take such records. One that needs a reconnect keeps its changes: nothing is dropped while it rests. */
function connectedTargets(
  connections: Connection[],
  kind: RecordKind,
): Array<{ target: Target; epoch: number }> {
  const taking = target.options.filter((candidate) => takesKind(candidate, kind));
  return taking.flatMap((candidate) => {
    const row = connections.find(({ provider }) => provider === candidate);
    return row !== undefined && isInUse(row) ? [{ target: candidate, epoch: row.epoch }] : [];
  });
}
