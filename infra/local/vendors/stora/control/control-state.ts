import type { JsonObject } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import { isRowExpired, isRowRevoked } from '../oauth/oauth-store.ts';
import { presentEndpoint } from '../reading/present.ts';

/** What an operator has stored, as JSON for tests and benches; tokens masked, no secrets. */
export function readControlState(world: World, operator: Operator): JsonObject {
  const { tables } = operator;
  return {
    operator: { slug: operator.slug, name: operator.name, currency: operator.currency },
    sites: [...tables.sites.values()],
    contacts: [...tables.contacts.values()],
    invoices: [...tables.invoices.values()],
    creditNotes: [...tables.creditNotes.values()],
    orders: [...tables.orders.values()],
    subscriptions: [...tables.subscriptions.values()],
    timelineEvents: [...tables.timelineEvents.values()],
    webhookEndpoints: [...tables.webhookEndpoints.values()].map(presentEndpoint),
    ...readDeliveries(world, operator),
    requestCounts: readRequestCounts(operator),
    tokens: readTokens(world, operator),
    limits: { ...world.settings.limits },
    faults: { ...world.settings.faults },
  };
}

/** Tokens of an operator, newest last; only the first characters are shown. */
export function readTokens(world: World, operator: Operator): JsonObject[] {
  const nowEpochMs = world.clock.nowEpochMs();
  const rows = world.oauth.rows.filter((row) => row.operatorSlug === operator.slug);
  return rows.map((row) => ({
    application: world.applications.get(row.clientId)?.name ?? row.clientId,
    clientId: row.clientId,
    accessToken: `${row.accessToken.slice(0, 4)}…`,
    refreshToken: row.refreshToken === null ? null : `${row.refreshToken.slice(0, 4)}…`,
    scopes: row.scopes,
    createdAt: new Date(row.createdEpochMs).toISOString(),
    isRevoked: isRowRevoked(row),
    isExpired: isRowExpired(row, nowEpochMs),
  }));
}

/** `METHOD /route` → count and statuses. */
export function readRequestCounts(operator: Operator): JsonObject {
  return Object.fromEntries(
    [...operator.requestCounts].map(([label, { count, byStatus }]) => [
      label,
      {
        count,
        byStatus: Object.fromEntries([...byStatus].map(([status, n]) => [String(status), n])),
      },
    ]),
  );
}

function readDeliveries(world: World, operator: Operator): JsonObject {
  const deliveries = world.webhooks.deliveries.filter(
    (delivery) => delivery.event.operatorSlug === operator.slug,
  );
  const countOf = (...states: string[]): number =>
    deliveries.filter((delivery) => states.includes(delivery.state)).length;
  return {
    events: world.webhooks.events
      .filter((event) => event.operatorSlug === operator.slug)
      .map(({ id, type, created_at }) => ({ id, type, created_at })),
    deliverySummary: {
      total: deliveries.length,
      pending: countOf('waiting', 'running'),
      delivered: countOf('delivered'),
      failed: countOf('failed'),
      dropped: countOf('dropped'),
    },
    deliveries: world.webhooks.attempts
      .filter((attempt) => attempt.operatorSlug === operator.slug)
      .map((attempt) => ({ ...attempt })),
  };
}
