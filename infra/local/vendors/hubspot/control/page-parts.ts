import { simulationLink } from '../../common/simulation-page.ts';
import type { Account } from '../core/account.ts';
import type { HubspotWorld } from '../core/world.ts';
import type { WebhookSender } from '../webhooks/webhook-sender.ts';

export const title = 'HubSpot sandbox (simulation)';

/** What a page is made of. */
export interface PageParts {
  readonly world: HubspotWorld;
  readonly account: Account;
  readonly webhooks: WebhookSender | undefined;
  readonly notice: string | undefined;
}

/** Links that all pages share. */
export function controlLinks({ settings }: HubspotWorld): { href: string; label: string }[] {
  const accounts = settings.accounts.map(({ facts }) => ({
    href: `/control/${facts.slug}`,
    label: facts.name,
  }));
  return [...accounts, simulationLink];
}
