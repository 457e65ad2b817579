import { describe, expect, it } from 'vitest';
import { ensureWebhookEndpoint } from '../../../shared/application/connect/ensure-webhook-endpoint.ts';
import { DeferredError, ProviderError } from '../../../shared/domain/errors/errors.ts';
import { EventsRefusedError } from '../../../shared/domain/intake/events-refused-error.ts';
import type { Source, WebhookRegistration } from '../../../shared/ports/source.ts';
import { sourceManifest } from '../../../shared/source/registry.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { Faults } from '../../fakes/faults.ts';
import { InMemoryEndpoints } from '../../fakes/in-memory-endpoints.ts';
import { connectWorld } from './connect-world.ts';

const { confirmedEvents } = sourceManifest;

type EndpointsOfSource = Pick<
  Source,
  'createWebhookEndpoint' | 'setWebhookEvents' | 'listWebhookEndpoints' | 'disableWebhookEndpoint'
>;

/** The endpoints that Stora has for one account. */
class FakeEndpointsOfSource implements EndpointsOfSource {
  readonly faults = new Faults();
  readonly keys: string[] = [];
  readonly rows: Array<WebhookRegistration & { sourceEndpointId: string; isEnabled: boolean }> = [];

  async createWebhookEndpoint(registration: WebhookRegistration, key: string) {
    const sourceEndpointId = `we_${this.rows.length + 1}`;
    this.rows.push({ ...registration, sourceEndpointId, isEnabled: true });
    this.keys.push(key);
    this.faults.check('afterCreate');
    const { eventTypes = [...confirmedEvents] } = registration;
    return { sourceEndpointId, secret: `whsec_${this.rows.length}`, eventTypes };
  }

  async setWebhookEvents(_sourceEndpointId: string, _eventTypes: string[]) {}

  async listWebhookEndpoints() {
    return this.rows;
  }

  async disableWebhookEndpoint(sourceEndpointId: string) {
    this.faults.check('disable');
    for (const row of this.rows) {
      if (row.sourceEndpointId === sourceEndpointId) row.isEnabled = false;
    }
  }

  enabled(): string[] {
    return this.rows.filter(({ isEnabled }) => isEnabled).map((row) => row.sourceEndpointId);
  }
}

async function worldWithSource() {
  const world = await connectWorld();
  const source = new FakeEndpointsOfSource();
  const endpoints = new InMemoryEndpoints();
  const deps = { ...world, endpoints, sourceFor: () => source as unknown as Source };
  return { world, source, endpoints, ensure: () => ensureWebhookEndpoint(deps, anOperatorId) };
}

describe('ensureWebhookEndpoint', () => {
  it('registers an address of 128 random bits and keeps its secret encrypted', async () => {
    const { world, source, endpoints, ensure } = await worldWithSource();
    const connection = await world.seedConnection({ epoch: 3 });

    expect(await ensure()).toBe('registered');

    const endpointId = (await world.connections.get(connection))?.endpointId ?? '';
    expect(source.rows[0]?.url).toBe(`https://portal.example/webhooks/stora/${endpointId}`);
    expect(endpointId).toMatch(/^[A-Za-z0-9_-]{22}$/);
    const endpoint = await endpoints.get(endpointId);
    const accountId = aConnection().account.id;
    expect(endpoint).toMatchObject({ operatorId: anOperatorId, epoch: 3, accountId });
    expect(JSON.stringify(endpoint)).not.toContain('whsec_');
    const context = { ...connection, purpose: 'webhook-secret' } as const;
    expect(await world.vault.open(endpoint?.sealedSecrets[0] ?? '', context)).toBe('whsec_1');
  });

  it('does nothing the second time', async () => {
    const { world, source, ensure } = await worldWithSource();
    await world.seedConnection();
    await ensure();

    expect(await ensure()).toBe('present');
    expect(source.rows).toHaveLength(1);
  });

  it('does nothing without a live connection', async () => {
    const { world, source, ensure } = await worldWithSource();
    await world.seedConnection({ status: 'needs_reconnect' });

    expect(await ensure()).toBe('not_connected');
    expect(source.rows).toEqual([]);
  });

  it('switches off the endpoint whose secret was lost with an answer', async () => {
    const { world, source, ensure } = await worldWithSource();
    await world.seedConnection();
    source.faults.failNext('afterCreate', new Error('The answer was lost.'));
    await expect(ensure()).rejects.toThrow('The answer was lost.');

    expect(await ensure()).toBe('registered');

    expect(source.enabled()).toEqual(['we_2']);
    expect(new Set(source.keys).size).toBe(2);
  });

  it('switches off the endpoint of the former connection and no one else’s', async () => {
    const { world, source, endpoints, ensure } = await worldWithSource();
    const base = 'https://portal.example/webhooks/stora/';
    for (const [index, url] of [`${base}mine`, `${base}theirs`, 'https://zap.example'].entries()) {
      const row = { url, name: '', metadata: {}, isEnabled: true };
      source.rows.push({ ...row, sourceEndpointId: `we_${index + 1}` });
    }
    const stored = { epoch: 1, sourceEndpointId: 'we', sealedSecrets: [] };
    await endpoints.put({ ...stored, endpointId: 'mine', operatorId: anOperatorId });
    await endpoints.put({ ...stored, endpointId: 'theirs', operatorId: 'acorn' });
    await world.seedConnection({ epoch: 2, endpointId: 'mine' });

    await ensure();

    expect(source.enabled()).toEqual(['we_2', 'we_3', 'we_4']);
  });

  it('takes its own endpoint back when the operator connected anew meanwhile', async () => {
    const { world, source, ensure } = await worldWithSource();
    const connection = await world.seedConnection({ epoch: 1 });
    const seal = world.vault.seal.bind(world.vault);
    world.vault.seal = async (text, context) => {
      world.connections.seed({ ...connection, epoch: 2 });
      return seal(text, context);
    };

    expect(await ensure()).toBe('not_connected');
    expect(source.enabled()).toEqual([]);
  });

  it('is not done before the former endpoint is off', async () => {
    const { world, source, ensure } = await worldWithSource();
    await world.seedConnection();
    source.faults.failNext('afterCreate', new Error('The answer was lost.'));
    await ensure().catch(() => undefined);
    source.faults.failNext('disable', new Error('Not now.'));

    await expect(ensure()).rejects.toThrow('Not now.');
    expect(await ensure()).toBe('registered');

    // The one that was made before it went wrong: its secret is known.
    expect(source.enabled()).toEqual(['we_2']);
  });

  it('leaves a former endpoint that the source refuses to switch off', async () => {
    const { world, source, ensure } = await worldWithSource();
    await world.seedConnection();
    source.faults.failNext('afterCreate', new Error('The answer was lost.'));
    await ensure().catch(() => undefined);
    source.faults.failNext('disable', refused);

    expect(await ensure()).toBe('registered');
    expect(world.log.of('endpoint.not_disabled')).toHaveLength(1);
  });
});

describe('ensureWebhookEndpoint at a source that does not know every event type', () => {
  /** A source with a closed list, which says nothing about what it refuses. */
  async function worldKnowing(...known: string[]) {
    const { source, ...rest } = await worldWithSource();
    const list = { known, patched: [] as string[][] };
    const create = source.createWebhookEndpoint.bind(source);
    const check = (sent: string[]) => {
      if (sent.every((name) => list.known.includes(name))) return;
      const { failure } = new ProviderError({ ...refused.failure, status: 422 });
      throw new EventsRefusedError(failure, { sent, hints: { pointed: [], mentioned: [] } });
    };
    let calls = 0;
    source.createWebhookEndpoint = async (registration, key) => {
      calls += 1;
      const { eventTypes = wanted } = registration;
      check(eventTypes);
      return create({ ...registration, eventTypes }, key);
    };
    source.setWebhookEvents = async (_id: string, eventTypes: string[]) => {
      calls += 1;
      check(eventTypes);
      list.patched.push(eventTypes);
    };
    return { ...rest, source, list, calls: () => calls };
  }

  const wanted = [...confirmedEvents, 'invoice.voided', 'invoice.updated', 'contact.updated'];

  it('ends with one endpoint that delivers all that is known, and remembers the rest', async () => {
    const { world, source, list, ensure } = await worldKnowing(
      ...confirmedEvents,
      'invoice.updated',
    );
    const { account } = await world.seedConnection();

    expect(await ensure()).toBe('registered');

    expect(source.enabled()).toEqual(['we_1']);
    expect(list.patched.at(-1)?.toSorted()).toEqual(
      [...confirmedEvents, 'invoice.updated'].toSorted(),
    );
    const state = await world.sourceStates.get(anOperatorId);
    expect(state).toMatchObject({ accountId: account.id, events: { open: [] } });
    expect(state?.events?.refused.toSorted()).toEqual(['contact.updated', 'invoice.voided']);
    expect(world.log.counts.get('EventTypeRefused')).toBe(2);
  });

  it('does not ask again when there is nothing new to learn', async () => {
    const { world, ensure, calls } = await worldKnowing();
    await world.seedConnection();
    expect(await ensure()).toBe('refused');
    const asked = calls();

    expect(await ensure()).toBe('refused');
    expect(calls()).toBe(asked);
    expect(asked).toBeLessThan(2 * wanted.length + 3);
  });

  it('asks again after a day, and counts no name twice', async () => {
    const { world, list, ensure } = await worldKnowing();
    await world.seedConnection();
    await ensure();
    world.clock.advance(86_400_000);
    list.known = [...confirmedEvents];

    expect(await ensure()).toBe('registered');
    expect(world.log.counts.get('EventTypeRefused')).toBe(wanted.length);
  });

  it('keeps the endpoint when the source fails at what is still to be found out', async () => {
    const { world, source, ensure } = await worldKnowing(...confirmedEvents);
    const connection = await world.seedConnection();
    source.setWebhookEvents = async () => {
      throw new ProviderError({ ...refused.failure, status: 503, canRetryHelp: true });
    };

    expect(await ensure()).toBe('registered');

    expect((await world.connections.get(connection))?.endpointId).toBeDefined();
    const { events } = (await world.sourceStates.get(anOperatorId)) ?? {};
    expect(events).toMatchObject({ accepted: confirmedEvents, refused: [] });
    expect(events?.open).toHaveLength(3);
  });

  it('rests, and has lists read, when an endpoint is refused for another reason', async () => {
    const { world, source, ensure } = await worldKnowing(...wanted);
    await world.seedConnection();
    const create = source.createWebhookEndpoint;
    source.createWebhookEndpoint = async () => {
      throw new ProviderError({ ...refused.failure, status: 403 });
    };
    await expect(ensure()).rejects.toThrow('403');
    source.createWebhookEndpoint = create;

    expect(await ensure()).toBe('refused');
    world.clock.advance(86_400_000);
    expect(await ensure()).toBe('registered');
  });

  it('goes on where a search was cut off before there was an endpoint', async () => {
    const { world, source, ensure, calls } = await worldKnowing(...confirmedEvents);
    await world.seedConnection();
    const create = source.createWebhookEndpoint;
    source.createWebhookEndpoint = async (registration, key) => {
      if (calls() > 0) throw new DeferredError('rate_limited', 30);
      return create(registration, key);
    };
    await expect(ensure()).rejects.toThrow(DeferredError);
    source.createWebhookEndpoint = create;

    expect(await ensure()).toBe('registered');
    expect(source.enabled()).toHaveLength(1);
  });
});

const refused = new ProviderError({
  provider: 'stora',
  status: 404,
  code: 'not_found',
  canRetryHelp: false,
  effect: 'not_applied',
});
