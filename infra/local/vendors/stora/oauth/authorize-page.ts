import { html } from 'hono/html';
import type { Markup } from '../../common/control-page.ts';
import { renderControlPage } from '../../common/control-page.ts';
import type { Operator } from '../core/world.ts';
import type { AuthorizeRequest } from './authorize-request.ts';

export interface ConsentPageInput {
  readonly request: AuthorizeRequest;
  readonly params: URLSearchParams;
  readonly authenticityToken: string;
  readonly operators: readonly Operator[];
  readonly signedInSlug: string | null;
}

/** The page on which staff of a sample operator approve or deny; two forms, as Doorkeeper has. */
export function renderConsentPage(input: ConsentPageInput): Markup {
  const { request } = input;
  return renderControlPage({
    title: 'Stora sandbox (simulation)',
    body: html`<h1>Authorize ${request.application.name}?</h1>
<p>${request.application.name} asks for access to your account:</p>
<ul>${request.scopes.map((scope) => html`<li>${scope}</li>`)}</ul>
<form method="post" action="/oauth2/authorize" class="action">
${hiddenFields(input)}
<p class="field"><label for="operator">Operator who signs in</label>
<select id="operator" name="operator">${input.operators.map((operator) => operatorOption(operator, input.signedInSlug))}</select></p>
<button type="submit">Authorize</button>
</form>
<form method="post" action="/oauth2/authorize" class="action">
<input type="hidden" name="_method" value="delete">
${hiddenFields(input)}
<button type="submit" class="quiet">Deny</button>
</form>`,
  });
}

/** An authorization that cannot go on; it never returns to the client. */
export function renderOauthProblemPage(problem: string): Markup {
  return renderControlPage({
    title: 'Stora sandbox (simulation)',
    body: html`<h1>An error has occurred</h1><p class="problem">${problem}</p>`,
  });
}

const repeatedParams = [
  'client_id',
  'redirect_uri',
  'state',
  'response_type',
  'scope',
  'code_challenge',
  'code_challenge_method',
];

function hiddenFields(input: ConsentPageInput): Markup {
  const fields = repeatedParams.flatMap((name) => {
    const value = input.params.get(name);
    return value === null ? [] : [html`<input type="hidden" name="${name}" value="${value}">`];
  });
  return html`<input type="hidden" name="authenticity_token" value="${input.authenticityToken}">${fields}`;
}

function operatorOption(operator: Operator, signedInSlug: string | null): Markup {
  return operator.slug === signedInSlug
    ? html`<option value="${operator.slug}" selected>${operator.name}</option>`
    : html`<option value="${operator.slug}">${operator.name}</option>`;
}
