import { storaManifest } from '../../../shared/source/stora/manifest.ts';
import type { StoraSettings } from '../../../shared/source/stora/settings.ts';
import { xeroManifest } from '../../../shared/targets/xero/manifest.ts';
import type { XeroSettings } from '../../../shared/targets/xero/settings.ts';
import {
  storaSettings as storaInProcess,
  xeroSettings as xeroInProcess,
} from '../../support/vendors-in-process.ts';

export const portalBaseUrl = 'https://rollerdoor.test';
export const client = { clientId: 'rollerdoor', clientSecret: 'the-client-secret-of-rollerdoor' };

/** With the caps as they are deployed, Xero's day included. */
export const storaSettings: StoraSettings = {
  ...storaInProcess(),
  limits: storaManifest.limits,
};

export const xeroSettings: XeroSettings = {
  ...xeroInProcess(),
  limits: xeroManifest.limits,
};

export const storaScopes = storaSettings.scopes;
