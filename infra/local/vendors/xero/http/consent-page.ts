import { html } from 'hono/html';
import { type Markup, renderControlPage } from '../../common/control-page.ts';
import type { Book } from '../core/book.ts';

/** People who can sign in to the simulated Xero; tokens belong to them, so one person's token sees all their connections. */
export const sampleUsers: readonly { readonly id: string; readonly label: string }[] = [
  { id: 'f1a00000-0000-4000-8000-00000000000a', label: 'Fran Accountant (all organisations)' },
  { id: 'f1a00000-0000-4000-8000-00000000000b', label: 'Amira, bookkeeper at Acorn' },
  { id: 'f1a00000-0000-4000-8000-00000000000c', label: 'Hugh, bookkeeper at Harbour' },
];

/** The consent page: who signs in, which organisations, allow or cancel. */
export function renderConsentPage(consent: {
  readonly scopes: readonly string[];
  readonly books: readonly Book[];
  readonly ticket: string;
}): Markup {
  return renderControlPage({
    title: 'Xero sandbox (simulation)',
    body: html`<h1>The app wants access to your organisation data</h1>
<p>Permissions: ${consent.scopes.join(', ')}</p>
<form method="post" action="/identity/connect/authorize" class="action">
<input type="hidden" name="ticket" value="${consent.ticket}">
<p class="field"><label for="user">Signed in as</label>
<select id="user" name="user">${sampleUsers.map((user) => html`<option value="${user.id}">${user.label}</option>`)}</select></p>
<fieldset><legend>Organisations to connect</legend>
${consent.books.map((book) => renderChoice(book))}
</fieldset>
<p><button type="submit" name="decision" value="approve">Allow access</button>
<button type="submit" name="decision" value="deny" class="quiet">Cancel</button></p>
</form>`,
  });
}

/** An error of the authorize request, shown to the person instead of a redirect. */
export function renderAuthorizeError(message: string): Markup {
  return renderControlPage({
    title: 'Xero sandbox (simulation)',
    body: html`<h1>Sorry, something went wrong</h1><p class="problem" role="alert">Error: ${message}</p>`,
  });
}

function renderChoice(book: Book): Markup {
  const id = `organisation-${book.slug}`;
  return html`<p><label for="${id}"><input type="checkbox" id="${id}" name="organisation" value="${book.slug}" style="width:auto"> ${book.organisation.name}</label></p>`;
}
