import { createSeededRandom } from '../../../infra/local/vendors/common/seeded-random.ts';
import type { Operator } from '../../../infra/local/vendors/stora/core/world.ts';
import { createStoraSandbox } from '../../../infra/local/vendors/stora/stora-sandbox.ts';
import type { Book } from '../../../infra/local/vendors/xero/core/book.ts';
import { createXeroSandbox } from '../../../infra/local/vendors/xero/xero-sandbox.ts';
import type { Activity } from '../../../shared/contracts/activity-item.ts';
import type { Issue } from '../../../shared/contracts/issue-items.ts';
import type { Link } from '../../../shared/contracts/link-item.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { aLink } from '../../builders/a-link.ts';
import type { Entry, FinishedRun, Happening } from '../history.ts';
import { smallOperators } from '../world/small-operators.ts';

export const startEpochMs = Date.parse('2026-11-30T09:00:00.000Z');
export const operatorId = 'acorn';

/** A run written by hand: all that a check looks at may be changed before it looks. */
export class HandMadeRun {
  nowEpochMs = startEpochMs;
  readonly entries: Entry[] = [];
  readonly links: Link[] = [];
  readonly issues: Issue[] = [];
  readonly activities: Activity[] = [];
  readonly secrets: string[] = ['the-refresh-token-of-acorn'];
  isQuiet = true;
  readonly stora = createStoraSandbox({
    clock: { nowEpochMs: () => this.nowEpochMs },
    random: createSeededRandom(1),
    applications: [],
    operators: smallOperators,
    deliver: async () => new Response(null, { status: 200 }),
  });
  readonly xero = createXeroSandbox({
    clock: { nowEpochMs: () => this.nowEpochMs },
    random: createSeededRandom(2),
    client: { clientId: 'us', clientSecret: 'not-told', redirectUris: [] },
  });
  #messages = 0;
  #changed: Partial<FinishedRun> = {};

  get operator(): Operator {
    return found(this.stora.world.operators.get(operatorId));
  }

  get book(): Book {
    return found(this.xero.world.book(operatorId));
  }

  add(what: Happening, process = 'apply-changes-1'): void {
    this.nowEpochMs += 1_000;
    const { nowEpochMs: atEpochMs } = this;
    this.entries.push({ seq: this.entries.length, atEpochMs, process, what });
  }

  change(changed: Partial<FinishedRun>): void {
    this.#changed = { ...this.#changed, ...changed };
  }

  connect(): void {
    this.add({ kind: 'connected', operatorId, provider: 'stora', epoch: 1 }, 'person');
    this.add({ kind: 'connected', operatorId, provider: 'xero', epoch: 1 }, 'person');
    const key = { operatorId, provider: 'stora', epoch: 1 };
    this.store('connections', 'setEndpoint', { input: [key, 'endpoint-1'], output: true });
    this.nowEpochMs += 120_000;
  }

  /** A request of ours reaches a vendor, once a minute unless told otherwise. */
  call(call: Partial<Extract<Happening, { kind: 'arrived' }>>, process = 'apply-changes-1'): void {
    const provider = call.provider ?? 'xero';
    this.add(
      {
        kind: 'arrived',
        provider,
        vendorAccount: provider === 'xero' ? this.book.tenantId : operatorId,
        operatorId,
        epoch: 1,
        lane: 'live',
        isForeign: false,
        isLate: false,
        method: 'GET',
        path: provider === 'xero' ? '/api.xro/2.0/Organisation' : '/2025-09/contacts',
        body: '',
        idempotencyKey: undefined,
        status: 200,
        ...call,
      },
      process,
    );
  }

  /** Takes in all events that were not taken in yet; each is queued, received and acknowledged. */
  takeIn(): string[] {
    const known = new Set(this.entries.map(({ what }) => ('eventId' in what ? what.eventId : '')));
    return this.stora.world.webhooks.events.flatMap((event) => {
      const [kind = ''] = event.type.split('.');
      if (known.has(event.id) || !['contact', 'invoice', 'credit_note'].includes(kind)) return [];
      const resource = event.data[kind] as unknown as { id: string };
      const messageId = this.send('changes-xero', {
        operatorId,
        target: 'xero',
        kind,
        sourceId: resource.id,
        epoch: 1,
        eventId: event.id,
        eventType: event.type,
        resource,
      });
      const { id: eventId, type: eventType } = event;
      const arrivedAt = { seq: this.entries.length, atEpochMs: this.nowEpochMs };
      this.add(
        { kind: 'webhook', operatorId, eventId, eventType, status: 200, arrivedAt },
        'intake-1',
      );
      return [messageId];
    });
  }

  send(queue: 'changes-xero' | 'write-backs', body: object): string {
    this.#messages += 1;
    const messageId = `message-${this.#messages}`;
    const text = JSON.stringify(body);
    const sent = { queue, group: operatorId, dedupeId: messageId, messageId, body: text };
    this.add({ kind: 'sent', ...sent, sequence: sequenceOf(messageId) }, 'intake-1');
    this.add({ kind: 'received', queue, group: operatorId, messageId, receiveCount: 1 });
    return messageId;
  }

  ack(messageIds: string[], queue: 'changes-xero' | 'write-backs' = 'changes-xero'): void {
    for (const messageId of messageIds)
      this.add({ kind: 'acked', queue, group: operatorId, messageId });
  }

  store(store: string, method: string, { input, output }: { input: unknown; output: unknown }) {
    this.add({ kind: 'stored', store, method, input, output });
  }

  /** Saves a link over what was saved of its record before. */
  save(link: Partial<Link> & Pick<Link, 'kind' | 'sourceId'>): Link {
    const at = this.links.findIndex((each) => each.sourceId === link.sourceId);
    const before = this.links[at] ?? aLink({ operatorId, accountId: this.book.tenantId });
    const saved = { ...before, ...link, revision: before.revision + 1 };
    if (at < 0) this.links.push(saved);
    else this.links[at] = saved;
    this.store('links', 'save', { input: link, output: saved });
    return saved;
  }

  audit(kind: Link['kind'], sourceId: string, writes: string): void {
    this.activities.push({
      operatorId,
      activityId: `activity-${this.activities.length}`,
      at: new Date(this.nowEpochMs).toISOString(),
      type: 'record.applied',
      actor: 'rollerdoor',
      detail: { kind, sourceId, writes },
    });
  }

  finish(): FinishedRun {
    const { tenantId } = this.book;
    const standing = (kind: string) => this.links.filter((link) => link.kind === kind).length;
    const [contact, invoice] = [standing('contact'), standing('invoice')];
    return {
      seed: 0,
      plan: {},
      accounts: { [operatorId]: { stora: [operatorId], xero: [tenantId] } },
      history: this.entries,
      operatorIds: [operatorId],
      secrets: this.secrets,
      stora: this.stora,
      xero: this.xero,
      links: this.links,
      issues: this.issues,
      activities: this.activities,
      connections: [
        aConnection({ operatorId, provider: 'stora' }),
        aConnection({ operatorId, provider: 'xero' }),
      ],
      backfills: [],
      nights: [],
      monthProofs: [],
      proofPages: [],
      counts: [{ operatorId, changes: 1, contact, invoice, countedAtEpochMs: startEpochMs }],
      leftOnQueues: [],
      leftAside: [],
      isQuiet: this.isQuiet,
      startedAtEpochMs: startEpochMs,
      endedAtEpochMs: this.nowEpochMs,
      ...this.#changed,
    };
  }
}

/** One event on the operator's timeline, and the call that made it. */
export function note(run: HandMadeRun, externalId: string, idempotencyKey: string): void {
  const { timelineEvents } = run.operator.tables;
  const at = new Date(run.nowEpochMs).toISOString();
  const id = `aevt_${timelineEvents.size}`;
  timelineEvents.set(id, {
    id,
    created_at: at,
    updated_at: at,
    contact: null,
    creator: { id: 'app' },
    description: null,
    external: { id: externalId, url: null },
    invoice: null,
    site: null,
    source: { id: 's' },
    subscription: null,
    template: { id: 't' },
    tenancy: null,
    unit: null,
    unit_type: null,
    variables: {},
  });
  run.call(
    {
      provider: 'stora',
      method: 'POST',
      path: '/2025-09/timeline/events',
      body: JSON.stringify({ external: { id: externalId } }),
      idempotencyKey,
      status: 201,
    },
    'write-back-1',
  );
}

/** What must be there for the run to be written at all. */
export function found<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('The hand-made run lacks something.');
  return value;
}

/** The place on the queue of a message that was sent by hand. */
export function sequenceOf(messageId: string): string {
  return messageId.replace('message-', '');
}
