import { createHash, createHmac } from 'node:crypto';
import type { HubspotWorld } from '../core/world.ts';
import {
  eventOf,
  type Subscription,
  usualSubscriptions,
  type WebhookEvent,
} from './webhook-events.ts';

export interface WebhookSettings {
  readonly subscriptions: readonly Subscription[];
  /** Probability 0..1 that an event is sent twice. */
  readonly doubles: number;
  /** Are the events of a notification in another order than that of happening? */
  readonly shuffles: boolean;
  /** What is not taken is sent again after this time, then after twice as long, and so on. */
  readonly firstRetryMs: number;
  /** Is an answer from 400 to 405 the end, as older documentation has it? */
  readonly refusalsEnd: boolean;
}

export interface WebhookParts {
  readonly url: string;
  /** The app's client secret. */
  readonly secret: string;
  readonly world: HubspotWorld;
  readonly fetch: (request: Request) => Promise<Response>;
}

interface Waiting {
  readonly event: WebhookEvent;
  readonly dueEpochMs: number;
}

export const usualWebhooks: WebhookSettings = {
  subscriptions: usualSubscriptions,
  doubles: 0,
  shuffles: false,
  firstRetryMs: 60_000,
  refusalsEnd: false,
};

const eventsPerCall = 100;
const mostRetries = 10;

/**
 * Tells the app what changed in the accounts that installed it, by signed calls of up to 100 events. What is not taken
 * is sent up to ten times more, within a day: from a minute on, twice as long each time.
 */
export class WebhookSender {
  settings: WebhookSettings;
  readonly #parts: WebhookParts;
  readonly #seen = new Map<number, number>();
  #waiting: Waiting[] = [];
  #lastEventId = 100;

  constructor(settings: WebhookSettings, parts: WebhookParts) {
    this.settings = settings;
    this.#parts = parts;
  }

  /** How many events wait to be sent. */
  get waiting(): number {
    this.#collect();
    return this.#waiting.length;
  }

  /** Sends what is due; tells the statuses of the answers, 0 for none. */
  async sendDue(): Promise<number[]> {
    this.#collect();
    const { world } = this.#parts;
    const due = this.#waiting.filter(({ dueEpochMs }) => dueEpochMs <= world.nowEpochMs);
    const rest = new Set(due);
    this.#waiting = this.#waiting.filter((each) => !rest.has(each));
    const events = this.#disturbed(due.map(({ event }) => event));
    const statuses: number[] = [];
    for (let at = 0; at < events.length; at += eventsPerCall) {
      const batch = events.slice(at, at + eventsPerCall);
      const status = await this.#send(batch);
      statuses.push(status);
      const isEnd = this.settings.refusalsEnd && status >= 400 && status <= 405;
      if ((status < 200 || status > 299) && !isEnd) this.#keep(batch);
    }
    return statuses;
  }

  #collect(): void {
    const { world } = this.#parts;
    for (const account of world.settings.accounts) {
      const { hubId } = account.facts;
      const { changes } = account.store;
      const news = changes.slice(this.#seen.get(hubId) ?? 0);
      this.#seen.set(hubId, changes.length);
      // An account that did not install the app tells it nothing, afterwards neither.
      if (!world.grants.isInstalled(hubId)) continue;
      for (const change of news) {
        this.#lastEventId += 1;
        const { subscriptions } = this.settings;
        const about = {
          account,
          appId: world.settings.appId,
          eventId: this.#lastEventId,
          subscriptions,
        };
        const event = eventOf(change, about);
        if (event !== undefined) this.#waiting.push({ event, dueEpochMs: 0 });
      }
    }
  }

  #disturbed(events: readonly WebhookEvent[]): readonly WebhookEvent[] {
    const { random } = this.#parts.world.settings;
    const { doubles, shuffles } = this.settings;
    const all = events.flatMap((event) =>
      doubles > 0 && random.next() < doubles ? [event, event] : [event],
    );
    if (!shuffles) return all;
    return all
      .map((event) => ({ event, place: random.next() }))
      .toSorted((one, other) => one.place - other.place)
      .map(({ event }) => event);
  }

  #keep(events: readonly WebhookEvent[]): void {
    const { nowEpochMs } = this.#parts.world;
    for (const event of events) {
      if (event.attemptNumber >= mostRetries) continue;
      const waitMs = this.settings.firstRetryMs * 2 ** event.attemptNumber;
      const next = { ...event, attemptNumber: event.attemptNumber + 1 };
      this.#waiting.push({ event: next, dueEpochMs: nowEpochMs + waitMs });
    }
  }

  async #send(events: readonly WebhookEvent[]): Promise<number> {
    const { url, secret, world } = this.#parts;
    const body = JSON.stringify(events);
    const timestamp = String(world.nowEpochMs);
    const request = new Request(url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-hubspot-request-timestamp': timestamp,
        'x-hubspot-signature-v3': signature(secret, `POST${url}${body}${timestamp}`),
        'x-hubspot-signature-version': 'v1',
        'x-hubspot-signature': oldSignature(secret, body),
      },
      body,
    });
    try {
      return (await this.#parts.fetch(request)).status;
    } catch {
      // Nobody is there, or not in time: the events wait for the next time.
      return 0;
    }
  }
}

function signature(secret: string, text: string): string {
  return createHmac('sha256', secret).update(text).digest('base64');
}

function oldSignature(secret: string, body: string): string {
  return createHash('sha256')
    .update(secret + body)
    .digest('hex');
}
