import type { Vendor } from '../vendor.ts';
import { type ServeXeroOptions, serveXero } from './serve-xero.ts';
import type { XeroSandbox } from './xero-sandbox.ts';

type XeroChoices = Partial<Omit<ServeXeroOptions, 'port' | 'client'>>;

/** Xero with Rollerdoor as a registered app, as a developer registers it there. */
export const xeroVendor: Vendor<XeroChoices, XeroSandbox> = {
  name: 'Xero',
  role: 'target',
  async start({ port, client, redirectUri, portalUrl, eventsKey, liftCaps, choices }) {
    const { baseUrl, ...served } = await serveXero({
      ...(eventsKey === undefined
        ? {}
        : { events: { url: `${portalUrl}/webhooks/targets/xero`, key: eventsKey } }),
      ...choices,
      limits: { ...choices?.limits, ...(liftCaps ? { enabled: false } : {}) },
      port,
      client: { ...client, redirectUris: [redirectUri] },
    });
    return { ...served, url: baseUrl };
  },
};
