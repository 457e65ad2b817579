import type { Context, Hono } from 'hono';
import { renderSimulationPage, simulationHref } from '../../common/simulation-page.ts';
import type { Account } from '../core/account.ts';
import type { HubspotWorld } from '../core/world.ts';
import { hubspotSimulation } from '../simulates.ts';
import type { WebhookSender } from '../webhooks/webhook-sender.ts';
import { renderAccountPage } from './account-page.ts';
import { renderContactPage } from './contact-page.ts';
import { runControlAction } from './control-actions.ts';
import { accountState } from './control-state.ts';
import { controlLinks, title } from './page-parts.ts';

/** The control page with its forms, and the same as JSON under /control/api. */
export function addControlRoutes(
  app: Hono,
  world: HubspotWorld,
  webhooks: WebhookSender | undefined,
): void {
  const [first] = world.settings.accounts;
  app.use('/control/*', async (context, next) =>
    isForeignForm(context) ? context.text('Send the form from this page.', 403) : next(),
  );
  app.get('/', (context) => context.redirect('/control'));
  app.get('/control', (context) => context.redirect(`/control/${first?.facts.slug ?? ''}`));
  app.get(simulationHref, (context) =>
    context.html(renderSimulationPage(hubspotSimulation, { title, links: controlLinks(world) })),
  );
  addJsonRoutes(app, world, webhooks);
  addPageRoutes(app, world, webhooks);
}

function addJsonRoutes(app: Hono, world: HubspotWorld, webhooks: WebhookSender | undefined): void {
  app.get('/control/api/:slug/state', (context) => {
    const account = world.account(context.req.param('slug'));
    return account === undefined
      ? context.json({ message: 'No such account' }, 404)
      : context.json(accountState(world, account, webhooks));
  });
  app.post('/control/api/:slug/:action', async (context) => {
    const account = world.account(context.req.param('slug'));
    if (account === undefined) return context.json({ message: 'No such account' }, 404);
    const action = context.req.param('action');
    const fields = await readJsonFields(context);
    const result = runControlAction({ world, account, webhooks }, { action, fields });
    return context.json(result, result.ok ? 200 : 400);
  });
}

function addPageRoutes(app: Hono, world: HubspotWorld, webhooks: WebhookSender | undefined): void {
  app.get('/control/:slug', (context) => {
    const account = world.account(context.req.param('slug'));
    if (account === undefined) return context.text('No such account', 404);
    const parts = { world, account, webhooks, notice: context.req.query('notice') };
    return context.html(renderAccountPage(parts, context.req.query('q') ?? ''));
  });
  app.get('/control/:slug/contacts/:id', (context) => {
    const account = world.account(context.req.param('slug'));
    const contact = account?.store.find('contact', context.req.param('id'));
    if (account === undefined || contact === undefined) return context.text('No such contact', 404);
    const parts = { world, account, webhooks, notice: context.req.query('notice') };
    return context.html(renderContactPage(parts, contact));
  });
  app.post('/control/:slug/:action', async (context) => {
    const account = world.account(context.req.param('slug'));
    if (account === undefined) return context.text('No such account', 404);
    const fields = Object.fromEntries(await context.req.formData());
    const action = context.req.param('action');
    const result = runControlAction({ world, account, webhooks }, { action, fields });
    const notice = new URLSearchParams({ notice: result.message });
    return context.redirect(`${pageOf(context, account)}?${notice}`, 303);
  });
}

// Back to the contact's page where the form stood there, unless the contact is gone.
function pageOf(context: Context, { facts, store }: Account): string {
  const from = URL.parse(context.req.header('referer') ?? '')?.pathname ?? '';
  const page = `/control/${facts.slug}`;
  const [before, id = ''] = from.split('/contacts/');
  const contact = before === page ? store.find('contact', id) : undefined;
  if (contact === undefined || contact.archivedEpochMs !== undefined) return page;
  return `${page}/contacts/${contact.id}`;
}

// Another site's page in the same browser must not press the buttons.
function isForeignForm(context: Context): boolean {
  const origin = context.req.header('origin');
  return (
    context.req.method === 'POST' &&
    origin !== undefined &&
    URL.parse(origin)?.host !== new URL(context.req.url).host
  );
}

async function readJsonFields(context: Context): Promise<unknown> {
  const text = await context.req.text();
  try {
    return text === '' ? {} : JSON.parse(text);
  } catch {
    // No JSON: the action's schema says what is missing.
    return undefined;
  }
}
