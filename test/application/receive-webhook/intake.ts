import { createHmac } from 'node:crypto';
import {
  type Delivery,
  type ReceiveWebhookPorts,
  receiveWebhook,
} from '../../../shared/application/receive-webhook/receive-webhook.ts';
import type { Endpoint } from '../../../shared/contracts/endpoint-item.ts';
import { intakeMemory } from '../../../shared/runtime/intake-memory.ts';
import { sourceReader } from '../../../shared/source/clients.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { aStoraContact } from '../../builders/a-stora-contact.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';
import { FakeVault } from '../../fakes/fake-vault.ts';
import { InMemoryConnections } from '../../fakes/in-memory-connections.ts';
import { InMemoryEndpoints } from '../../fakes/in-memory-endpoints.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';
import { RecordingChangeQueue } from '../../fakes/recording-queues.ts';

export const endpointId = 'endpoint_0123456789';
export const secret = 'whsec_harbour';
export const otherSecret = 'whsec_orchard';

export type Intake = Awaited<ReturnType<typeof openIntake>>;

/** Lets everything through: of a test that is about forgeries and not about how many there are. */
export const unlimited = { unproven: always(), genuine: always() };

function always() {
  return { take: () => 0, pause: () => undefined };
}

/** The intake over fakes: two connected operators, each with an endpoint and a secret of its own. */
export async function openIntake(over: Partial<Pick<ReceiveWebhookPorts, 'allowances'>> = {}) {
  const clock = new FakeClock();
  const log = new RecordingLog();
  const vault = new FakeVault();
  const queue = new RecordingChangeQueue();
  const connections = new InMemoryConnections();
  const endpoints = new InMemoryEndpoints();
  const ports: ReceiveWebhookPorts = {
    clock,
    log,
    metrics: log,
    vault,
    sourceReader,
    ...intakeMemory({ endpoints, connections, clock }),
    ...over,
    crypto: new FakeCrypto(),
    queues: { xero: queue },
    window: { maxAgeSeconds: 259_200, maxAheadSeconds: 300 },
  };
  const intake = {
    clock,
    log,
    queue,
    connections,
    endpoints,
    vault,
    receive: (delivery: Delivery) => receiveWebhook(delivery, ports),
    /** Signs as the sender does, now and with the right secret unless told otherwise. */
    signed(body: string | Uint8Array, how: { secret?: string; ageSeconds?: number } = {}) {
      const at = Math.floor(clock.nowEpochMs() / 1_000) - (how.ageSeconds ?? 0);
      return signedDelivery(body, { secret: how.secret ?? secret, timestampSeconds: at });
    },
    /** Puts an endpoint there whose secrets open as this owner's. */
    async addEndpoint(
      owner: Pick<Endpoint, 'endpointId' | 'operatorId' | 'epoch' | 'accountId'>,
      plain: string[],
    ) {
      const { operatorId, epoch } = owner;
      const context = { operatorId, provider: 'stora', epoch, purpose: 'webhook-secret' } as const;
      const sealedSecrets = await Promise.all(plain.map((text) => vault.seal(text, context)));
      await endpoints.put({ ...owner, sourceEndpointId: 'we_1', sealedSecrets });
    },
  };
  await connect(intake, { operatorId: anOperatorId, endpointId, plain: secret });
  await connect(intake, {
    operatorId: 'orchard',
    endpointId: 'endpoint_of_orchard',
    plain: otherSecret,
  });
  return intake;
}

/** A delivery signed by code of its own, so that a mistake of ours cannot confirm itself. */
export function signedDelivery(
  body: string | Uint8Array,
  signing: { secret: string; timestampSeconds: number },
): Delivery & { signatureHeader: string } {
  const bytes = Buffer.from(body);
  const digest = signatureOf(bytes, signing);
  return { endpointId, signatureHeader: `t=${signing.timestampSeconds},v1=${digest}`, body: bytes };
}

/** Hex HMAC-SHA256 of `{t}.{body}`, as the webhook guide of Stora describes it. */
export function signatureOf(
  body: Uint8Array,
  { secret, timestampSeconds }: { secret: string; timestampSeconds: number },
): string {
  return createHmac('sha256', secret).update(`${timestampSeconds}.`).update(body).digest('hex');
}

/** The text of a webhook about a contact; the event's fields may be overridden. */
export function webhookText(event: Record<string, unknown> = {}): string {
  return JSON.stringify({
    event: {
      id: 'evt_0001',
      type: 'contact.updated',
      api_version: '2025-09',
      created_at: '2026-11-30T08:59:58Z',
      data: { contact: aStoraContact() },
      ...event,
    },
  });
}

async function connect(
  intake: Pick<Awaited<ReturnType<typeof openIntake>>, 'connections' | 'addEndpoint'>,
  operator: { operatorId: string; endpointId: string; plain: string },
): Promise<void> {
  const { operatorId } = operator;
  intake.connections.seed(aConnection({ operatorId, provider: 'stora', epoch: 3 }));
  intake.connections.seed(aConnection({ operatorId, provider: 'xero' }));
  const owner = { operatorId, endpointId: operator.endpointId, epoch: 3 };
  await intake.addEndpoint(owner, [operator.plain]);
}
