import type {
  ProviderLimits,
  StoraSettings,
  XeroSettings,
} from '../../../shared/contracts/provider-settings.ts';

export const storaUrl = 'https://stora.test';
export const xeroUrl = 'https://xero.test';
export const portalBaseUrl = 'https://rollerdoor.test';
export const client = { clientId: 'rollerdoor', clientSecret: 'the-client-secret-of-rollerdoor' };

export const storaScopes =
  'public.contact:read public.contact:write public.credit_note:read public.invoice:read public.site:read ' +
  'public.timeline_event:write public.timeline_source:read public.timeline_template:read ' +
  'public.webhook_endpoint:read public.webhook_endpoint:write';
const xeroScopes =
  'openid offline_access accounting.invoices accounting.payments accounting.contacts accounting.settings';

const limits: Record<'stora' | 'xero', ProviderLimits> = {
  stora: {
    windows: [
      { limit: 10, windowMs: 1_000 },
      { limit: 60, windowMs: 60_000 },
    ],
    concurrent: null,
  },
  xero: {
    windows: [
      { limit: 60, windowMs: 60_000 },
      { limit: 5_000, windowMs: 86_400_000 },
    ],
    concurrent: 5,
  },
};

export const storaSettings: StoraSettings = {
  authorizeUrl: `${storaUrl}/oauth2/authorize`,
  tokenUrl: `${storaUrl}/oauth2/token`,
  revokeUrl: `${storaUrl}/oauth2/revoke`,
  tokenInfoUrl: `${storaUrl}/oauth2/token/info`,
  apiBaseUrl: `${storaUrl}/2025-09`,
  clientSecretName: 'stora',
  scopes: storaScopes,
  clientAuthentication: 'body',
  webhookApiVersion: '2025-09',
  webhookEventTypes: [
    'contact.created',
    'contact.updated',
    'contact.deleted',
    'invoice.created',
    'invoice.updated',
    'invoice.finalized',
    'invoice.paid',
    'invoice.voided',
    'credit_note.created',
  ],
  webhookMaxAgeSeconds: 259_200,
  webhookMaxAheadSeconds: 300,
  timelineSourceName: 'Rollerdoor',
  timelineTemplateName: 'Document posted',
  limits: limits.stora,
};

export const xeroSettings: XeroSettings = {
  authorizeUrl: `${xeroUrl}/identity/connect/authorize`,
  tokenUrl: `${xeroUrl}/connect/token`,
  revokeUrl: `${xeroUrl}/connect/revocation`,
  connectionsUrl: `${xeroUrl}/connections`,
  apiBaseUrl: `${xeroUrl}/api.xro/2.0`,
  appBaseUrl: 'https://go.xero.test',
  clientSecretName: 'xero',
  scopes: xeroScopes,
  clientAuthentication: 'basic',
  limits: limits.xero,
};
