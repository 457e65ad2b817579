import { Hono } from 'hono';
import { html } from 'hono/html';
import type { Mailbox, SentMail } from './mailbox.ts';

/** Pages on which a person reads what was sent: a list, and each mail with its headers. */
export function mailPages(mailbox: Mailbox): Hono {
  const app = new Hono();
  app.get('/', (context) => context.html(listPage(mailbox.list())));
  app.get('/mails.json', (context) => context.json(mailbox.list()));
  app.get('/mails/:id', (context) => {
    const mail = mailbox.find(context.req.param('id'));
    return mail === undefined ? context.notFound() : context.html(mailPage(mail));
  });
  app.get('/mails/:id/html', (context) => {
    const mail = mailbox.find(context.req.param('id'));
    if (mail === undefined) return context.notFound();
    // As in a reader's own program: nothing runs and nothing is fetched.
    context.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'");
    return context.html(mail.html);
  });
  return app;
}

function listPage(mails: readonly SentMail[]) {
  const rows = mails.map(
    (mail) => html`<tr><td>${mail.at}</td><td>${mail.to.join(', ')}</td>
<td><a href="/mails/${mail.id}">${mail.subject}</a></td></tr>`,
  );
  const body = html`<h1>Mails that were sent</h1>
<p>Nothing leaves this machine. Newest first.</p>
${
  mails.length === 0
    ? html`<p>None yet.</p>`
    : html`<table><thead><tr><th scope="col">When</th><th scope="col">To</th><th scope="col">Subject</th></tr></thead>
<tbody>${rows}</tbody></table>`
}`;
  return page('Mails', body);
}

function mailPage(mail: SentMail) {
  const facts = { From: mail.from, To: mail.to.join(', '), At: mail.at, ...mail.headers };
  const rows = Object.entries(facts).map(
    ([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`,
  );
  const body = html`<p><a href="/">All mails</a></p><h1>${mail.subject}</h1>
<table>${rows}</table>
<h2>As text</h2><pre>${mail.text}</pre>
<h2>As HTML</h2><iframe title="The mail as HTML" src="/mails/${mail.id}/html"></iframe>`;
  return page(mail.subject, body);
}

function page(title: string, body: ReturnType<typeof html>) {
  return html`<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;margin:1rem auto;max-width:60rem;padding:0 1rem}
table{border-collapse:collapse;width:100%}th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #ccc;overflow-wrap:anywhere}
pre{white-space:pre-wrap;overflow-wrap:anywhere}iframe{width:100%;height:40rem;border:1px solid #ccc}</style>
</head><body><main>${body}</main></body></html>`;
}
