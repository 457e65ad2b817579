import { randomInt } from 'node:crypto';
import * as z from 'zod/mini';
import { createSeededRandom } from '../common/seeded-random.ts';
import type { Vendor, VendorPlace } from '../vendor.ts';
import { type ServeStoraOptions, serveStora } from './serve-stora.ts';
import type { StoraSandbox } from './stora-sandbox.ts';

type StoraChoices = Partial<
  Omit<ServeStoraOptions, 'port' | 'applications' | 'timelineSources' | 'timelineTemplates'>
>;

/** Stora with Rollerdoor as a partner application, as Stora would set it up. */
export const storaVendor: Vendor<StoraChoices, StoraSandbox> = {
  name: 'Stora',
  role: 'source',
  start: startStora,
};

const told = z.looseObject({
  scopes: z.string(),
  timelineSourceName: z.string(),
  timelineTemplateName: z.string(),
});

function startStora(place: VendorPlace<StoraChoices>) {
  const { port, client, redirectUri, portalUrl, liftCaps, choices } = place;
  const settings = told.parse(place.settings);
  return serveStora({
    clock: { nowEpochMs: () => Date.now() },
    random: createSeededRandom(randomInt(2 ** 32)),
    ...choices,
    limits: { ...choices?.limits, ...(liftCaps ? { enabled: false } : {}) },
    port,
    applications: [
      {
        ...client,
        name: 'Rollerdoor',
        redirectUris: [redirectUri],
        scopes: settings.scopes.split(' '),
      },
    ],
    // Stora sets both up for a partner on request; the functions find them by these names.
    timelineSources: [{ name: settings.timelineSourceName, websiteUrl: portalUrl, global: true }],
    timelineTemplates: [
      {
        name: settings.timelineTemplateName,
        message: '{{ summary }}',
        global: true,
        predefined: [],
        custom: ['summary'],
      },
    ],
  });
}
