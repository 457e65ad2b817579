import { html } from 'hono/html';
import { type Markup, renderControlPage } from '../../common/control-page.ts';
import type { Book } from '../core/book.ts';

/** People who can sign in to the simulated Xero; tokens belong to them, so one person's token sees all their connections. */
export const sampleUsers: readonly SampleUser[] = [
  { id: 'f1a00000-0000-4000-8000-00000000000a', label: 'Fran Accountant (all organisations)' },
  { id: 'f1a00000-0000-4000-8000-00000000000b', label: 'Amira, bookkeeper at Acorn' },
  { id: 'f1a00000-0000-4000-8000-00000000000c', label: 'Hugh, bookkeeper at Harbour' },
];

/** The person with this id; without one, the first. */
export function userOf(userId: string | undefined): SampleUser {
  const [first] = sampleUsers;
  const known = sampleUsers.find((user) => user.id === userId) ?? first;
  if (known === undefined) throw new Error('Nobody can sign in.');
  return known;
}

interface SampleUser {
  readonly id: string;
  readonly label: string;
}

interface Choice {
  readonly book: Book;
  /** Connected by this person before: shown, but not to be ticked again. */
  readonly isConnected: boolean;
}

/**
 * The consent page: who signs in, which organisations, allow or cancel. What the person connected before is greyed out,
 * and one presses "Continue with 1 organisation" (laravel-xero-oauth2#65).
 */
export function renderConsentPage(consent: {
  readonly scopes: readonly string[];
  readonly choices: readonly Choice[];
  readonly ticket: string;
  readonly user: SampleUser;
  /** Of the authorize URL, for a link to the same page as somebody else. */
  readonly query: string;
  readonly problem: string | undefined;
}): Markup {
  const { choices, user, problem } = consent;
  const count = choices.filter(({ isConnected }) => isConnected).length;
  return renderControlPage({
    title: 'Xero sandbox (simulation)',
    body: html`<h1>The app wants access to your organisation data</h1>
${problem === undefined ? '' : html`<p class="problem" role="alert">${problem}</p>`}
<p>Permissions: ${consent.scopes.join(', ')}</p>
<form method="post" action="/identity/connect/authorize" class="action">
<input type="hidden" name="ticket" value="${consent.ticket}">
<input type="hidden" name="user" value="${user.id}">
<p>Signed in as <strong>${user.label}</strong></p>
<fieldset><legend>Organisations to connect</legend>
${choices.map((choice) => renderChoice(choice))}
</fieldset>
<p><button type="submit" name="decision" value="approve">${allowWords(count)}</button>
<button type="submit" name="decision" value="deny" class="quiet">Cancel</button></p>
</form>
<p>Sign in as ${sampleUsers.filter(({ id }) => id !== user.id).map((other) => renderOther(other, consent.query))}</p>`,
  });
}

function allowWords(connected: number): string {
  if (connected === 0) return 'Allow access';
  return `Continue with ${connected} ${connected === 1 ? 'organisation' : 'organisations'}`;
}

function renderOther(other: SampleUser, query: string): Markup {
  const parameters = new URLSearchParams(query);
  parameters.set('user', other.id);
  return html`<a href="/identity/connect/authorize?${parameters.toString()}">${other.label}</a> `;
}

/** An error of the authorize request, shown to the person instead of a redirect. */
export function renderAuthorizeError(message: string): Markup {
  return renderControlPage({
    title: 'Xero sandbox (simulation)',
    body: html`<h1>Sorry, something went wrong</h1><p class="problem" role="alert">Error: ${message}</p>`,
  });
}

function renderChoice({ book, isConnected }: Choice): Markup {
  const id = `organisation-${book.slug}`;
  const label = html`<label for="${id}"><input type="checkbox" id="${id}" name="organisation" value="${book.slug}" style="width:auto"${isConnected ? html` disabled` : ''}> ${book.organisation.name}</label>`;
  return html`<p>${label}${isConnected ? ' (connected before)' : ''}</p>`;
}
