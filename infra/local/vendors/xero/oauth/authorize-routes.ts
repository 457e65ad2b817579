import type { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { ConsentTickets, textOf } from '../../common/consent-tickets.ts';
import type { Markup } from '../../common/control-page.ts';
import type { XeroWorld } from '../core/world.ts';
import { type AuthorizeRequest, readAuthorizeRequest, redirectBack } from './authorize-request.ts';
import { renderAuthorizeError, renderConsentPage, userOf } from './consent-page.ts';

/** The consent page and its form. */
export function addAuthorizeRoutes(app: Hono, world: XeroWorld): void {
  const tickets = new ConsentTickets<Ticket>();

  app.get('/identity/connect/authorize', (context) => {
    const query = new URL(context.req.url).searchParams;
    const read = readAuthorizeRequest(query, world.settings.client);
    if (!read.ok) return context.html(renderAuthorizeError(read.message), 400);
    const browser = getCookie(context, browserCookie) ?? world.settings.random.urlSafe(32);
    setCookie(context, browserCookie, browser, {
      httpOnly: true,
      sameSite: 'Lax',
      path: '/identity',
    });
    const shown = { request: read.request, query: query.toString(), browser };
    return context.html(showConsent(world, tickets, { ...shown, userId: query.get('user') }));
  });

  app.post('/identity/connect/authorize', async (context) => {
    const form = await context.req.formData();
    const browser = getCookie(context, browserCookie);
    const ticket = tickets.take(textOf(form, 'ticket'), browser, world.nowEpochMs);
    if (ticket === undefined) {
      const message = 'This form is no longer valid. Go back to the app and connect again.';
      return context.html(renderAuthorizeError(message), 400);
    }
    const { request } = ticket;
    if (textOf(form, 'decision') !== 'approve') {
      return context.redirect(redirectBack(request, { error: 'access_denied' }), 302);
    }
    const slugs = form.getAll('organisation').map(String);
    const userId = textOf(form, 'user');
    const location = approveRequest(world, request, { slugs, userId });
    if (location !== undefined) return context.redirect(location, 302);
    // The same page once more, with what is missing: from an error page nothing leads back to the app.
    const again = {
      ...ticket,
      userId: userId ?? null,
      problem: 'Choose at least one organisation.',
    };
    return context.html(showConsent(world, tickets, again), 400);
  });
}

interface Shown {
  readonly request: AuthorizeRequest;
  readonly query: string;
  readonly browser: string;
  readonly userId: string | null;
  readonly problem?: string;
}

function showConsent(world: XeroWorld, tickets: ConsentTickets<Ticket>, shown: Shown): Markup {
  const { request, query, browser } = shown;
  const { books, random } = world.settings;
  const ticket = random.urlSafe(32);
  tickets.add(ticket, { request, query, browser, nowEpochMs: world.nowEpochMs });
  const user = userOf(shown.userId ?? undefined);
  const connected = new Set(world.grants.connectionsOf(user.id).map(({ tenantId }) => tenantId));
  return renderConsentPage({
    scopes: request.scopes,
    ticket,
    user,
    query,
    problem: shown.problem,
    choices: books.map((book) => ({ book, isConnected: connected.has(book.tenantId) })),
  });
}

/**
 * Approves an authorize request as a user: connects the organisations and gives the URL to redirect to. What the user
 * connected before cannot be ticked again; with at least one such, nothing need be ticked.
 */
export function approveRequest(
  world: XeroWorld,
  request: AuthorizeRequest,
  choice: { readonly slugs: readonly string[]; readonly userId: string | undefined },
): string | undefined {
  const tenantIds = world.settings.books
    .filter((book) => choice.slugs.includes(book.slug))
    .map((book) => book.tenantId);
  const user = userOf(choice.userId);
  const hasAny = tenantIds.length > 0 || world.grants.connectionsOf(user.id).length > 0;
  if (!hasAny) return undefined;
  const { clientId } = world.settings.client;
  const { redirectUri, scopes, codeChallenge } = request;
  const consent = { clientId, redirectUri, scopes, codeChallenge, tenantIds, userId: user.id };
  return redirectBack(request, { code: world.grants.approve(consent, world.nowEpochMs) });
}

const browserCookie = 'xero_sandbox_browser';

interface Ticket {
  readonly request: AuthorizeRequest;
  readonly query: string;
  readonly browser: string;
  readonly nowEpochMs: number;
}
