import { html, raw } from 'hono/html';
import type { HtmlEscapedString } from 'hono/utils/html';

/** Escaped HTML as the `html` tag of hono gives it. */
export type Markup = HtmlEscapedString | Promise<HtmlEscapedString>;

export interface ControlPageOptions {
  readonly title: string;
  /** Shown in the bar on top; the current one is marked by equality of `href` and `currentHref`. */
  readonly links?: readonly { readonly href: string; readonly label: string }[];
  readonly currentHref?: string;
  /** Result of the last action, announced to screen readers. */
  readonly notice?: string;
  readonly body: Markup | readonly Markup[];
  /** Rules of a sandbox's own, after those that all have. */
  readonly styles?: string;
}

/** The whole HTML document of a sandbox control page: works without JavaScript and at phone width. */
export function renderControlPage(options: ControlPageOptions): Markup {
  const links = options.links ?? [];
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${options.title}</title>
<style>${raw(styles + (options.styles ?? ''))}</style>
</head>
<body>
<header><p class="title">${options.title}</p>
<nav aria-label="Pages">${links.map((link) => renderLink(link, options.currentHref))}</nav></header>
<main>
${options.notice ? html`<p class="notice" role="status">${options.notice}</p>` : ''}
${options.body}
</main>
</body>
</html>`;
}

/** A table with a caption; scrolls sideways inside its own box on narrow screens. */
export function renderTable(
  caption: string,
  headings: readonly string[],
  rows: readonly (readonly (string | number | Markup)[])[],
): Markup {
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${caption}"><table>
<caption>${caption} (${rows.length})</caption>
<thead><tr>${headings.map((heading) => html`<th scope="col">${heading}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody>
</table></div>`;
}

export interface ControlField {
  readonly name: string;
  readonly label: string;
  readonly type?: 'text' | 'number' | 'email' | 'hidden' | 'lines';
  readonly value?: string | number;
  readonly min?: number;
  readonly max?: number;
  /** Any numeric step, e.g. "any" for rates. */
  readonly step?: string;
  /** Present: a drop-down of value and label. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
}

/** A form with one button that posts its fields; each field has its own label. */
export function renderActionForm(
  action: string,
  buttonLabel: string,
  fields: readonly ControlField[] = [],
): Markup {
  return html`<form method="post" action="${action}" class="action">
${fields.map((field) => renderField(field, `${action}-${field.name}`.replace(/[^a-z0-9-]+/gi, '-')))}
<button type="submit">${buttonLabel}</button>
</form>`;
}

function renderLink(
  link: { readonly href: string; readonly label: string },
  currentHref: string | undefined,
): Markup {
  return link.href === currentHref
    ? html`<a href="${link.href}" aria-current="page">${link.label}</a> `
    : html`<a href="${link.href}">${link.label}</a> `;
}

function renderField(field: ControlField, id: string): Markup {
  if (field.type === 'hidden') {
    return html`<input type="hidden" name="${field.name}" value="${field.value ?? ''}">`;
  }
  const control = field.options ? renderSelect(field, id) : renderTyped(field, id);
  return html`<p class="field"><label for="${id}">${field.label}</label> ${control}</p>`;
}

function renderSelect(field: ControlField, id: string): Markup {
  const selected = String(field.value ?? '');
  return html`<select id="${id}" name="${field.name}">${(field.options ?? []).map((option) =>
    option.value === selected
      ? html`<option value="${option.value}" selected>${option.label}</option>`
      : html`<option value="${option.value}">${option.label}</option>`,
  )}</select>`;
}

function renderTyped(field: ControlField, id: string): Markup {
  return field.type === 'lines'
    ? html`<textarea id="${id}" name="${field.name}" rows="4">${field.value ?? ''}</textarea>`
    : renderInput(field, id);
}

function renderInput(field: ControlField, id: string): Markup {
  const bound = (name: string, value: number | string | undefined): Markup | string =>
    value === undefined ? '' : html` ${raw(name)}="${value}"`;
  return html`<input id="${id}" name="${field.name}" type="${field.type ?? 'text'}" value="${field.value ?? ''}"${bound('min', field.min)}${bound('max', field.max)}${bound('step', field.step)}>`;
}

const styles = `
:root{color-scheme:light;font-family:system-ui,sans-serif;line-height:1.45}
*{box-sizing:border-box}
body{margin:0;background:#f6f7f8;color:#1b1f24}
header{background:#22313f;color:#fff;padding:.6rem max(1rem,calc((100% - 70rem)/2))}
header .title{margin:0 0 .3rem;font-weight:600}
header a{color:#d6e6f5;display:inline-block;margin:.2rem .9rem .2rem 0}
header a[aria-current]{color:#fff;font-weight:600}
main{max-width:72rem;margin:0 auto;padding:1rem}
h1{font-size:1.4rem;margin:.4rem 0 1rem}
h2{font-size:1.1rem;margin:1.4rem 0 .5rem}
.notice{background:#e2f3e6;border-left:4px solid #2a7b3f;padding:.6rem .8rem;margin:0 0 1rem}
.problem{background:#fbe6e4;border-left:4px solid #a3281c;padding:.6rem .8rem}
.cards{display:grid;grid-template-columns:repeat(auto-fill,minmax(16rem,1fr));gap:.8rem;align-items:start}
form.action{background:#fff;border:1px solid #d5dade;border-radius:6px;padding:.8rem;margin:0 0 .8rem}
.cards form.action{margin:0}
fieldset{border:1px solid #d5dade;border-radius:4px;margin:0 0 .8rem;padding:.2rem .8rem .6rem}
fieldset p{margin:.5rem 0 0}
.action>:last-child{margin-bottom:0}
.field{margin:0 0 .6rem}
.field label{display:block;font-size:.9rem;margin-bottom:.15rem}
input,select,textarea{width:100%;font:inherit;padding:.4rem;border:1px solid #7c8790;border-radius:4px;background:#fff}
button{font:inherit;padding:.45rem .9rem;border:0;border-radius:4px;background:#1f5f99;color:#fff;cursor:pointer}
button.quiet{background:#5b6670}
:focus-visible{outline:3px solid #e39a2d;outline-offset:2px}
.scroll{overflow:auto;max-height:75vh;background:#fff;border:1px solid #d5dade;border-radius:6px;margin:0 0 1rem}
table{border-collapse:collapse;width:100%;font-size:.88rem}
caption{text-align:left;padding:.5rem .6rem;font-weight:600}
th,td{text-align:left;padding:.35rem .6rem;border-top:1px solid #e4e8eb;vertical-align:top}
td{overflow-wrap:break-word;max-width:24rem}
td:first-child{white-space:nowrap}
.sheet{background:#fff;border:1px solid #d5dade;table-layout:fixed}
.sheet td,.sheet td:first-child{max-width:none;white-space:normal;overflow-wrap:anywhere}
main ul.contents a{display:inline-block;padding:.25rem 0}
dt{font-weight:600}
dd{margin:0 0 .4rem 1rem}
a{color:#1a5b93}
`;
