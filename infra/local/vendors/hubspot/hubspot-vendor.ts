import type { Vendor } from '../vendor.ts';
import type { HubspotSandbox } from './hubspot-sandbox.ts';
import { type ServeHubspotOptions, serveHubspot } from './serve-hubspot.ts';

type HubspotChoices = Partial<Omit<ServeHubspotOptions, 'port' | 'client'>>;

/** HubSpot with Rollerdoor as an app of a developer account. */
export const hubspotVendor: Vendor<HubspotChoices, HubspotSandbox> = {
  name: 'HubSpot',
  role: 'target',
  async start({ port, client, redirectUri, portalUrl, eventsKey, liftCaps, choices }) {
    const { baseUrl, ...served } = await serveHubspot({
      ...(eventsKey === undefined
        ? {}
        : { webhooks: { url: `${portalUrl}/webhooks/targets/hubspot`, secret: eventsKey } }),
      ...choices,
      limits: { ...choices?.limits, ...(liftCaps ? { enabled: false } : {}) },
      port,
      client: { ...client, redirectUris: [redirectUri] },
    });
    return { ...served, url: baseUrl };
  },
};
