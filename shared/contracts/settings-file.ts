import * as z from 'zod/mini';
import { target } from './ids.ts';
import { ledgerSettings } from './settings.ts';

const {
  operatorId: _operator,
  sites: _sites,
  posting: _posting,
  ...choices
} = ledgerSettings.shape;

/** Goes up when a file of before cannot be read any more as it was meant. */
export const settingsFileVersion = 1;

/**
 * Settings as they move between stages and organisations: what a person chose, with the names of what the
 * codes and ids in it stood for. Whether documents go into the books is no part of it.
 */
export const settingsFile = z.object({
  format: z.literal('rollerdoor-settings'),
  formatVersion: z.literal(settingsFileVersion),
  exportedAt: z.string(),
  target,
  organisation: z.object({ name: z.string(), baseCurrency: z.string() }),
  settings: z.object(choices),
  names: z.object({
    /** By code. */
    accounts: z.record(z.string(), z.string()),
    /** By tax type. */
    taxRates: z.record(z.string(), z.object({ name: z.string(), rateBasisPoints: z.number() })),
    /** By the site's id; `option`: what was chosen for it. */
    sites: z.record(z.string(), z.object({ name: z.string(), option: z.string() })),
  }),
});
export type SettingsFile = z.infer<typeof settingsFile>;
