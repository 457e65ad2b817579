import type { ViewObject } from '../api/answers.ts';
import type { Account } from '../core/account.ts';
import { isoTime } from '../core/hubspot-dates.ts';
import { type ObjectType, objectTypes } from '../core/object-types.ts';
import type { CrmRecord } from '../core/record-store.ts';
import type { HubspotWorld } from '../core/world.ts';
import type { WebhookSender } from '../webhooks/webhook-sender.ts';

/** Everything stored for one account: for tests and for people. */
export function accountState(
  world: HubspotWorld,
  account: Account,
  webhooks: WebhookSender | undefined,
): ViewObject {
  const { slug, hubId, name, pipelines } = account.facts;
  const shown = (type: ObjectType): readonly ViewObject[] =>
    account.store.list(type).map((record) => recordState(account, record));
  const made = objectTypes.map((type) => [
    type,
    [...account.properties[type].values()]
      .filter(({ isBuiltIn }) => !isBuiltIn)
      .map(({ name: property, type: shape, hasUniqueValue }) => ({
        name: property,
        type: shape,
        hasUniqueValue,
      })),
  ]);
  return {
    account: { slug, hubId, name },
    installedScopes: world.grants.installedScopes(hubId) ?? null,
    withheldScopes: [...account.withheld],
    contacts: shown('contact'),
    companies: shown('company'),
    deals: shown('deal'),
    blockedEmails: [...account.blocked],
    properties: Object.fromEntries(made),
    pipelines: pipelines.map(({ id, label, stages }) => ({
      id,
      label,
      stages: stages.map((stage) => ({ id: stage.id, label: stage.label })),
    })),
    requests: world.counts(slug),
    webhooksWaiting: webhooks?.waiting ?? null,
    limits: { ...world.limiter.settings },
    faults: { ...world.faults.settings, rates: { ...world.faults.settings.rates } },
    behaviour: { ...world.behaviour },
  };
}

function recordState(account: Account, record: CrmRecord): ViewObject {
  const { id, properties, updatedEpochMs, archivedEpochMs } = record;
  return {
    id,
    archived: archivedEpochMs !== undefined,
    updatedAt: isoTime(updatedEpochMs),
    properties: { ...properties },
    associated: Object.fromEntries(
      objectTypes.map((type) => [type, account.store.associated(record, type)]),
    ),
  };
}
