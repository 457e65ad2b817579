import type { Account } from '../core/account.ts';
import type { HubspotWorld } from '../core/world.ts';
import type { WebhookSender } from '../webhooks/webhook-sender.ts';
import { type Action, type ActionResult, failed } from './action-kit.ts';
import { personActions } from './person-actions.ts';
import { serverActions } from './server-actions.ts';

/** Carries out a named action of the control page or its JSON twin; form fields arrive as text, JSON as itself. */
export function runControlAction(
  place: {
    readonly world: HubspotWorld;
    readonly account: Account;
    readonly webhooks: WebhookSender | undefined;
  },
  asked: { readonly action: string; readonly fields: unknown },
): ActionResult {
  const actions: Readonly<Record<string, Action>> = { ...personActions, ...serverActions };
  const action = Object.hasOwn(actions, asked.action) ? actions[asked.action] : undefined;
  if (action === undefined)
    return failed(`Unknown action. Known: ${Object.keys(actions).join(', ')}`);
  const { world, account } = place;
  const [owner] = account.facts.owners;
  const scene = {
    ...place,
    nowEpochMs: world.nowEpochMs,
    source: 'CRM_UI',
    sourceId: `userId:${owner?.userId ?? 0}`,
  };
  return action(scene, asked.fields);
}
