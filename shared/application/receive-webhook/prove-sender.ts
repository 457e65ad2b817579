import type { Endpoint } from '../../contracts/endpoint-item.ts';
import { SealError } from '../../domain/errors/errors.ts';
import type { SignatureHeader } from '../../domain/webhooks/signature-header.ts';
import type { Allowance } from '../../ports/allowances.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { IntakeRows } from '../../ports/intake-rows.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { Vault } from '../../ports/vault.ts';
import { sourceName } from '../../source/source-name.ts';

export interface ProveSenderPorts {
  rows: IntakeRows;
  allowances: { unproven: Allowance };
  vault: Vault;
  crypto: Crypto;
  log: Log;
  metrics: Metrics;
}

/** A delivery whose signature is of the right form and age. */
export interface SignedDelivery {
  endpointId: string;
  signature: SignatureHeader;
  /** The very bytes that were signed. */
  body: Uint8Array;
}

export type Proof =
  | { kind: 'genuine'; endpoint: Endpoint }
  | { kind: 'unknown_endpoint' }
  | { kind: 'bad_signature' }
  | { kind: 'limited'; retryAfterSeconds: number };

/**
 * Proves who sent a delivery. What is remembered of its endpoint may prove it genuine, at the cost of a
 * hash; whatever it does not prove is judged by a fresh read before it is refused, because the secrets
 * may be others by now. Such reads are counted by endpoint, so that a flood of forgeries costs little
 * and keeps nothing genuine out.
 * @throws what kept a secret from being opened, where nobody can say then that the delivery is forged.
 */
export async function proveSender(
  delivery: SignedDelivery,
  ports: ProveSenderPorts,
): Promise<Proof> {
  const remembered = ports.rows.rememberedEndpoint(delivery.endpointId);
  if (remembered !== undefined) {
    const trial = await tryEndpoint(delivery, remembered, ports);
    if (trial.isSigned) return proven(trial, remembered, ports);
  }
  const retryAfterSeconds = ports.allowances.unproven.take(delivery.endpointId);
  if (retryAfterSeconds > 0) return { kind: 'limited', retryAfterSeconds };
  const stored = await ports.rows.readEndpoint(delivery.endpointId);
  if (stored === undefined) return { kind: 'unknown_endpoint' };
  const trial = await tryEndpoint(delivery, stored, ports);
  if (trial.isSigned) return proven(trial, stored, ports);
  reportUnopened(trial.failed, stored, ports);
  refuseUnlessUnknown(trial);
  return { kind: 'bad_signature' };
}

interface Trial {
  isSigned: boolean;
  /** Why secrets of the endpoint could not be opened. */
  failed: unknown[];
  openedCount: number;
}

async function tryEndpoint(
  { signature, body }: SignedDelivery,
  endpoint: Endpoint,
  { vault, crypto }: Pick<ProveSenderPorts, 'vault' | 'crypto'>,
): Promise<Trial> {
  const { operatorId, epoch } = endpoint;
  const context = { operatorId, provider: sourceName, epoch, purpose: 'webhook-secret' } as const;
  const opened = await Promise.allSettled(
    endpoint.sealedSecrets.map((sealed) => vault.open(sealed, context)),
  );
  const secrets = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const signed = Buffer.concat([Buffer.from(`${signature.timestampSeconds}.`), body]);
  const expected = secrets.map((secret) => crypto.hmacSha256(secret, signed));
  const isSigned = signature.signatures.some((one) => {
    const claimed = Buffer.from(one, 'hex');
    return expected.some((digest) => crypto.equal(digest, claimed));
  });
  const failed = opened.flatMap((one) => (one.status === 'rejected' ? [one.reason] : []));
  return { isSigned, failed, openedCount: secrets.length };
}

function proven(trial: Trial, endpoint: Endpoint, ports: ProveSenderPorts): Proof {
  reportUnopened(trial.failed, endpoint, ports);
  return { kind: 'genuine', endpoint };
}

/** One of two secrets suffices, so that nothing else would tell of the other one. */
function reportUnopened(failed: unknown[], endpoint: Endpoint, ports: ProveSenderPorts): void {
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
function refuseUnlessUnknown({ failed, openedCount }: Trial): void {
  const [decisive] = failed.filter((error) => openedCount === 0 || !(error instanceof SealError));
  if (decisive !== undefined) throw decisive;
}
