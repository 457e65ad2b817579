import type { Context, Hono } from 'hono';
import { renderSimulationPage, simulationHref } from '../../common/simulation-page.ts';
import type { XeroWorld } from '../core/world.ts';
import type { EventSender } from '../events/event-sender.ts';
import { xeroSimulation } from '../simulates.ts';
import { runControlAction } from './control-actions.ts';
import { controlLinks, renderOrganisationPage, title } from './control-page.ts';
import { organisationState } from './control-state.ts';

/** The control page with its forms, and the same as JSON under /control/api. */
export function addControlRoutes(
  app: Hono,
  world: XeroWorld,
  events: EventSender | undefined,
): void {
  const [first] = world.settings.books;
  app.use('/control/*', async (context, next) =>
    isForeignForm(context) ? context.text('Send the form from this page.', 403) : next(),
  );
  app.get('/', (context) => context.redirect('/control'));
  app.get('/control', (context) => context.redirect(`/control/${first?.slug ?? ''}`));
  app.get(simulationHref, (context) =>
    context.html(renderSimulationPage(xeroSimulation, { title, links: controlLinks(world) })),
  );
  app.get('/control/api/:slug/state', (context) => {
    const book = world.book(context.req.param('slug'));
    return book === undefined
      ? context.json({ message: 'No such organisation' }, 404)
      : context.json(organisationState(world, book));
  });
  app.post('/control/api/:slug/:action', async (context) => {
    const book = world.book(context.req.param('slug'));
    if (book === undefined) return context.json({ message: 'No such organisation' }, 404);
    const action = context.req.param('action');
    const fields = await readJsonFields(context);
    const result = runControlAction(world, book, { action, fields });
    return context.json(result, result.ok ? 200 : 400);
  });
  app.post('/control/webhooks/intent-to-receive', async (context) => {
    const notice = new URLSearchParams({ notice: await testIntent(events) });
    return context.redirect(`/control/${first?.slug ?? ''}?${notice}`, 303);
  });
  app.get('/control/:slug', (context) => {
    const book = world.book(context.req.param('slug'));
    if (book === undefined) return context.text('No such organisation', 404);
    return context.html(renderOrganisationPage(world, book, context.req.query('notice')));
  });
  app.post('/control/:slug/:action', async (context) => {
    const book = world.book(context.req.param('slug'));
    if (book === undefined) return context.text('No such organisation', 404);
    const fields = Object.fromEntries(await context.req.formData());
    const action = context.req.param('action');
    const result = runControlAction(world, book, { action, fields });
    const notice = new URLSearchParams({ notice: result.message });
    return context.redirect(`/control/${book.slug}?${notice}`, 303);
  });
}

async function testIntent(events: EventSender | undefined): Promise<string> {
  if (events === undefined) return 'No webhooks are set up.';
  return (await events.testIntent())
    ? 'The address takes what is signed well, and refuses what is not.'
    : 'The address failed the test: no webhooks would be sent there.';
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
