import type { SeededRandom } from '../../common/seeded-random.ts';
import type { Clock } from '../core/clock.ts';
import type { WebhookEndpoint } from '../core/resources.ts';
import type { StoraSettings } from '../core/stora-settings.ts';
import { type StoredEvent, webhookBody } from './stored-event.ts';
import { signWebhook } from './webhook-signature.ts';

export type Deliver = (request: Request) => Promise<Response>;

/** One event on its way to one endpoint. */
export interface Delivery {
  readonly id: string;
  readonly event: StoredEvent;
  readonly endpointId: string;
  dueEpochMs: number;
  /** Attempts made so far. */
  attempts: number;
  state: 'waiting' | 'running' | 'delivered' | 'failed' | 'dropped';
  firstSignature: string | null;
}

export interface DeliveryAttempt {
  readonly deliveryId: string;
  readonly operatorSlug: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly eventType: string;
  /** From 1. */
  readonly attempt: number;
  readonly atEpochMs: number;
  /** `X-Stora-Request-Id` of this attempt. */
  readonly requestId: string;
  /** 0 when no answer came. */
  readonly status: number;
  readonly error: string | null;
  readonly nextAttemptEpochMs: number | null;
}

export interface WebhookQueueOptions {
  readonly clock: Clock;
  readonly random: SeededRandom;
  readonly settings: StoraSettings;
  readonly deliver: Deliver;
  findEndpoint(operatorSlug: string, endpointId: string): WebhookEndpoint | undefined;
}

const maxConcurrent = 8;
const reorderWindowMs = 3000;

/** Deliveries with their retries; nothing moves until {@link runDue} is called. */
export class WebhookQueue {
  readonly events: StoredEvent[] = [];
  readonly deliveries: Delivery[] = [];
  readonly attempts: DeliveryAttempt[] = [];
  readonly #options: WebhookQueueOptions;
  #waiting: Delivery[] = [];
  readonly #ready: Delivery[] = [];
  #active = 0;

  constructor(options: WebhookQueueOptions) {
    this.#options = options;
  }

  /** Stores the event and queues it for each enabled endpoint that subscribed to its type. */
  publish(event: StoredEvent, endpoints: readonly WebhookEndpoint[], nowEpochMs: number): void {
    this.events.push(event);
    for (const endpoint of endpoints) {
      if (endpoint.status !== 'enabled' || !endpoint.event_types.includes(event.type)) continue;
      this.enqueue(event, endpoint.id, nowEpochMs);
      const { duplicateWebhooks } = this.#options.settings.faults;
      if (this.#options.random.chance(duplicateWebhooks)) {
        this.enqueue(event, endpoint.id, nowEpochMs);
      }
    }
  }

  /** Queues one delivery; the faults may delay it or let later ones overtake it. */
  enqueue(event: StoredEvent, endpointId: string, nowEpochMs: number): void {
    const { random, settings } = this.#options;
    const isLate = random.chance(settings.faults.reorderWebhooks);
    const lateMs = isLate ? 1 + random.below(reorderWindowMs) : 0;
    const delivery: Delivery = {
      id: random.uuid(),
      event,
      endpointId,
      dueEpochMs: nowEpochMs + settings.faults.delayWebhooksMs + lateMs,
      attempts: 0,
      state: 'waiting',
      firstSignature: null,
    };
    this.deliveries.push(delivery);
    this.#waiting.push(delivery);
  }

  /** When the next delivery is due; null when none waits. */
  nextDueEpochMs(): number | null {
    const dues = this.#waiting.map((delivery) => delivery.dueEpochMs);
    return dues.reduce<number | null>(
      (least, due) => (least === null || due < least ? due : least),
      null,
    );
  }

  /** Attempts everything due, at most eight at a time; resolves with the number of attempts. */
  async runDue(): Promise<number> {
    const nowEpochMs = this.#options.clock.nowEpochMs();
    const due = this.#waiting.filter((delivery) => delivery.dueEpochMs <= nowEpochMs);
    if (due.length === 0) return 0;
    this.#waiting = this.#waiting.filter((delivery) => delivery.dueEpochMs > nowEpochMs);
    due.sort((a, b) => a.dueEpochMs - b.dueEpochMs);
    for (const delivery of due) delivery.state = 'running';
    this.#ready.push(...due);
    const free = Math.max(0, Math.min(maxConcurrent - this.#active, this.#ready.length));
    await Promise.all(Array.from({ length: free }, () => this.#work()));
    return due.length;
  }

  /** One of the concurrent senders; overlapping runs share the same eight. */
  async #work(): Promise<void> {
    this.#active += 1;
    for (let next = this.#ready.shift(); next !== undefined; next = this.#ready.shift()) {
      await this.#attempt(next);
    }
    this.#active -= 1;
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const { operatorSlug } = delivery.event;
    const endpoint = this.#options.findEndpoint(operatorSlug, delivery.endpointId);
    if (endpoint?.status !== 'enabled') {
      delivery.state = 'dropped';
      return;
    }
    const atEpochMs = this.#options.clock.nowEpochMs();
    const requestId = this.#options.random.uuid();
    const request = this.#buildRequest(delivery, endpoint, { atEpochMs, requestId });
    const { status, error } = await this.#send(request);
    delivery.attempts += 1;
    const isDelivered = status >= 200 && status < 300;
    const nextAttemptEpochMs = isDelivered ? null : this.#scheduleRetry(delivery);
    if (isDelivered) delivery.state = 'delivered';
    this.attempts.push({
      deliveryId: delivery.id,
      operatorSlug,
      endpointId: endpoint.id,
      eventId: delivery.event.id,
      eventType: delivery.event.type,
      attempt: delivery.attempts,
      atEpochMs,
      requestId,
      status,
      error,
      nextAttemptEpochMs,
    });
  }

  #buildRequest(
    delivery: Delivery,
    endpoint: WebhookEndpoint,
    stamp: { readonly atEpochMs: number; readonly requestId: string },
  ): Request {
    const body = webhookBody(delivery.event, endpoint.api_version);
    const fresh = signWebhook(endpoint.secret, Math.floor(stamp.atEpochMs / 1000), body);
    delivery.firstSignature ??= fresh;
    const signature = this.#options.settings.restampSignature ? fresh : delivery.firstSignature;
    return new Request(endpoint.url, {
      method: 'POST',
      redirect: 'manual',
      headers: {
        'Content-Type': 'application/json',
        'User-Agent': 'Stora-Webhooks/1.0',
        'X-Stora-Signature': signature,
        'X-Stora-Request-Id': stamp.requestId,
      },
      body,
    });
  }

  async #send(request: Request): Promise<{ status: number; error: string | null }> {
    try {
      const response = await this.#options.deliver(request);
      // Reading the body frees the connection; its content does not matter.
      await response.arrayBuffer();
      return { status: response.status, error: null };
    } catch (error) {
      // A receiver that cannot be reached counts as a failed attempt and is retried.
      return { status: 0, error: error instanceof Error ? error.message : String(error) };
    }
  }

  #scheduleRetry(delivery: Delivery): number | null {
    const delaySeconds = this.#options.settings.retryDelaysSeconds[delivery.attempts - 1];
    if (delaySeconds === undefined) {
      delivery.state = 'failed';
      return null;
    }
    delivery.state = 'waiting';
    delivery.dueEpochMs = this.#options.clock.nowEpochMs() + delaySeconds * 1000;
    this.#waiting.push(delivery);
    return delivery.dueEpochMs;
  }
}
