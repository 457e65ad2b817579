import type { Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { XeroWorld } from '../core/world.ts';
import { type AuthorizeRequest, readAuthorizeRequest, redirectBack } from './authorize-request.ts';
import { renderAuthorizeError, renderConsentPage, sampleUsers } from './consent-page.ts';

/** The consent page and its form. */
export function addAuthorizeRoutes(app: Hono, world: XeroWorld): void {
  const tickets = new Tickets();

  app.get('/identity/connect/authorize', (context) => {
    const { client, books, random } = world.settings;
    const read = readAuthorizeRequest(new URL(context.req.url).searchParams, client);
    if (!read.ok) return context.html(renderAuthorizeError(read.message), 400);
    const ticket = random.urlSafe(32);
    const browser = getCookie(context, browserCookie) ?? random.urlSafe(32);
    tickets.add(ticket, { request: read.request, browser, nowEpochMs: world.nowEpochMs });
    setCookie(context, browserCookie, browser, {
      httpOnly: true,
      sameSite: 'Lax',
      path: '/identity',
    });
    return context.html(renderConsentPage({ scopes: read.request.scopes, books, ticket }));
  });

  app.post('/identity/connect/authorize', async (context) => {
    const form = await context.req.formData();
    const browser = getCookie(context, browserCookie);
    const request = tickets.take(textOf(form, 'ticket'), browser, world.nowEpochMs);
    if (request === undefined) {
      const message = 'This form is no longer valid. Go back to the app and connect again.';
      return context.html(renderAuthorizeError(message), 400);
    }
    if (textOf(form, 'decision') !== 'approve') {
      return context.redirect(redirectBack(request, { error: 'access_denied' }), 302);
    }
    const slugs = form.getAll('organisation').map(String);
    const location = approveRequest(world, request, { slugs, userId: textOf(form, 'user') });
    return location === undefined
      ? context.html(renderAuthorizeError('Choose at least one organisation.'), 400)
      : context.redirect(location, 302);
  });
}

/** Approves an authorize request as a user: connects the organisations and gives the URL to redirect to. */
export function approveRequest(
  world: XeroWorld,
  request: AuthorizeRequest,
  choice: { readonly slugs: readonly string[]; readonly userId: string | undefined },
): string | undefined {
  const tenantIds = world.settings.books
    .filter((book) => choice.slugs.includes(book.slug))
    .map((book) => book.tenantId);
  const user = sampleUsers.find((each) => each.id === choice.userId) ?? sampleUsers[0];
  if (tenantIds.length === 0 || user === undefined) return undefined;
  const { clientId } = world.settings.client;
  const { redirectUri, scopes, codeChallenge } = request;
  const consent = { clientId, redirectUri, scopes, codeChallenge, tenantIds, userId: user.id };
  return redirectBack(request, { code: world.grants.approve(consent, world.nowEpochMs) });
}

const browserCookie = 'xero_sandbox_browser';
const ticketLifeMs = 600_000;

interface Ticket {
  readonly request: AuthorizeRequest;
  readonly browser: string;
  readonly nowEpochMs: number;
}

// Forged forms: a ticket is good once, for ten minutes, and only from the browser that was shown the page.
class Tickets {
  readonly #open = new Map<string, Ticket>();

  add(name: string, ticket: Ticket): void {
    for (const [known, each] of this.#open) {
      if (ticket.nowEpochMs - each.nowEpochMs > ticketLifeMs) this.#open.delete(known);
    }
    this.#open.set(name, ticket);
  }

  take(
    name: string | undefined,
    browser: string | undefined,
    nowEpochMs: number,
  ): AuthorizeRequest | undefined {
    const ticket = name === undefined ? undefined : this.#open.get(name);
    if (ticket === undefined || name === undefined || ticket.browser !== browser) return undefined;
    this.#open.delete(name);
    return nowEpochMs - ticket.nowEpochMs > ticketLifeMs ? undefined : ticket.request;
  }
}

function textOf(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' ? value : undefined;
}
