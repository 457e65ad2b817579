import { html } from 'hono/html';
import { type Markup, renderControlPage } from '../../common/control-page.ts';
import type { Account } from '../core/account.ts';
import type { AuthorizeRequest } from './authorize-request.ts';

const title = 'HubSpot sandbox (simulation)';

/** First the account, then what the app wants in it, in one form. */
export function renderConsentPage(consent: {
  readonly accounts: readonly Account[];
  readonly installed: (hubId: number) => boolean;
  readonly request: AuthorizeRequest;
  readonly ticket: string;
  readonly problem: string | undefined;
}): Markup {
  const { accounts, installed, request, ticket, problem } = consent;
  return renderControlPage({
    title,
    body: html`<h1>Choose an account and connect the app</h1>
${problem === undefined ? '' : html`<p class="problem" role="alert">${problem}</p>`}
<form method="post" action="/oauth/authorize" class="action">
<input type="hidden" name="ticket" value="${ticket}">
<fieldset><legend>Account</legend>
${accounts.map((account) => renderAccount(account, installed(account.facts.hubId)))}
</fieldset>
<p>The app will be able to:</p>
<ul>${request.scopes.map((scope) => html`<li>${scope}</li>`)}</ul>
${renderOptional(request.optionalScopes)}
<p><button type="submit" name="decision" value="approve">Connect app</button>
<button type="submit" name="decision" value="deny" class="quiet">Cancel</button></p>
</form>`,
  });
}

/** An error of the authorize request, shown to the person instead of a redirect. */
export function renderAuthorizeError(message: string): Markup {
  return renderControlPage({
    title,
    body: html`<h1>Couldn’t complete the connection</h1><p class="problem" role="alert">${message}</p>`,
  });
}

function renderAccount({ facts }: Account, isInstalled: boolean): Markup {
  const id = `account-${facts.slug}`;
  return html`<p><label for="${id}"><input type="radio" id="${id}" name="account" value="${facts.slug}" style="width:auto"> ${facts.name} (${facts.hubId})${isInstalled ? ', connected' : ''}</label></p>`;
}

function renderOptional(scopes: readonly string[]): Markup | string {
  if (scopes.length === 0) return '';
  return html`<p>And, where the account allows it:</p><ul>${scopes.map((scope) => html`<li>${scope}</li>`)}</ul>`;
}
