import type { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { ConsentTickets, textOf } from '../../common/consent-tickets.ts';
import type { Markup } from '../../common/control-page.ts';
import type { HubspotWorld } from '../core/world.ts';
import {
  type AuthorizeRequest,
  grantedScopes,
  insufficient,
  readAuthorizeRequest,
  redirectBack,
} from './authorize-request.ts';
import { renderAuthorizeError, renderConsentPage } from './consent-page.ts';

/** The consent page and its form. */
export function addAuthorizeRoutes(app: Hono, world: HubspotWorld): void {
  const tickets = new ConsentTickets<Ticket>();
  app.get('/oauth/authorize', (context) => {
    const read = readAuthorizeRequest(new URL(context.req.url).searchParams, world.settings.client);
    if (!read.ok) return context.html(renderAuthorizeError(read.message), 400);
    const browser = getCookie(context, browserCookie) ?? world.settings.random.urlSafe(32);
    setCookie(context, browserCookie, browser, { httpOnly: true, sameSite: 'Lax', path: '/oauth' });
    return context.html(showConsent(world, tickets, { request: read.request, browser }));
  });
  app.post('/oauth/authorize', async (context) => {
    const form = await context.req.formData();
    const browser = getCookie(context, browserCookie);
    const ticket = tickets.take(textOf(form, 'ticket'), browser, world.nowEpochMs);
    if (ticket === undefined) {
      const message = 'This form is no longer valid. Go back to the app and connect again.';
      return context.html(renderAuthorizeError(message), 400);
    }
    const { request } = ticket;
    if (textOf(form, 'decision') !== 'approve')
      return context.redirect(redirectBack(request, denied), 302);
    const approved = approveRequest(world, request, textOf(form, 'account'));
    if (approved.ok) return context.redirect(approved.location, 302);
    // The same page once more: from an error page nothing leads back to the app.
    const again = showConsent(world, tickets, { ...ticket, problem: approved.message });
    return context.html(again, 400);
  });
}

export type Approval =
  | { readonly ok: true; readonly location: string }
  | { readonly ok: false; readonly message: string };

/** Approves a request for an account, as its administrator would; the location carries the code. */
export function approveRequest(
  world: HubspotWorld,
  request: AuthorizeRequest,
  slug: string | undefined,
): Approval {
  const account = slug === undefined ? undefined : world.account(slug);
  if (account === undefined) return { ok: false, message: 'Choose an account.' };
  const scopes = grantedScopes(account, request);
  if (scopes === undefined) return { ok: false, message: insufficient };
  const { redirectUri, codeChallenge } = request;
  const { hubId, owners } = account.facts;
  const userId = owners[0]?.userId ?? 0;
  const consent = { redirectUri, codeChallenge, hubId, userId, scopes };
  const code = world.grants.approve(consent, world.nowEpochMs);
  return { ok: true, location: redirectBack(request, { code }) };
}

const denied = { error: 'access_denied', error_description: 'The user denied the request' };

interface Shown {
  readonly request: AuthorizeRequest;
  readonly browser: string;
  readonly problem?: string;
}

function showConsent(world: HubspotWorld, tickets: ConsentTickets<Ticket>, shown: Shown): Markup {
  const { request, browser, problem } = shown;
  const ticket = world.settings.random.urlSafe(32);
  tickets.add(ticket, { request, browser, nowEpochMs: world.nowEpochMs });
  const installed = (hubId: number): boolean => world.grants.isInstalled(hubId);
  const { accounts } = world.settings;
  return renderConsentPage({ accounts, installed, request, ticket, problem });
}

const browserCookie = 'hubspot_sandbox_browser';

interface Ticket {
  readonly request: AuthorizeRequest;
  readonly browser: string;
  readonly nowEpochMs: number;
}
