import type { Context } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Hono } from 'hono/tiny';
import { provider as providerSchema } from '../../contracts/ids.ts';
import type { LinkProblem } from '../../domain/portal/link-problem.ts';
import { addBackfillRoutes } from './backfill-routes.tsx';
import { addChoiceRoutes } from './choice-routes.tsx';
import { DisconnectPage } from './disconnect-page.tsx';
import { addExplainRoutes } from './explain-routes.tsx';
import { addIssueRoutes } from './issue-routes.tsx';
import { LinkPage } from './link-page.tsx';
import { AskForLink, MessagePage } from './message-page.tsx';
import { NewLinkForm } from './new-link-form.tsx';
import { field, formBytesAt, isFromElsewhere } from './own-forms.ts';
import { PartsPage } from './parts-page.tsx';
import { portalCss } from './portal-css.ts';
import type { PortalDeps } from './portal-deps.ts';
import { addPreviewRoutes } from './preview-routes.tsx';
import { addQuietRoutes } from './quiet-routes.tsx';
import { addReadingRoutes } from './reading-routes.tsx';
import { addReconcileRoutes } from './reconcile-routes.tsx';
import { refusals, refuse } from './refusals.tsx';
import { securityHeaders } from './security-headers.ts';
import { readSessionCookie, writeSessionCookie } from './session-cookie.ts';
import { addSettingsRoutes } from './settings/settings-routes.tsx';
import { visitOf, visitOfForm } from './visits.ts';

/** The operator's pages. Reading any of them changes nothing; everything that does is a form. */
export function portalApp(deps: PortalDeps): Hono {
  const app = new Hono();
  app.use(securityHeaders(deps.formOrigins));
  app.use((context, next) => {
    const maxSize = formBytesAt(context.req.path);
    return bodyLimit({ maxSize, onError: () => refuse(context, deps, 'tooLarge') })(context, next);
  });
  app.get('/', (context) => home(context, deps));
  app.get('/link/:token', (context) => showLink(context, deps));
  app.post('/session', (context) => startVisit(context, deps));
  addReadingRoutes(app, deps);
  addQuietRoutes(app, deps);
  app.post('/connect/:provider', (context) => startConnecting(context, deps));
  addChoiceRoutes(app, deps);
  if (deps.preview) addPreviewRoutes(app, { ...deps, ...deps.preview });
  if (deps.backfill) addBackfillRoutes(app, { ...deps, ...deps.backfill });
  if (deps.reconcile) addReconcileRoutes(app, { ...deps, ...deps.reconcile });
  if (deps.explain) addExplainRoutes(app, { ...deps, ...deps.explain });
  addIssueRoutes(app, deps);
  addSettingsRoutes(app, deps);
  app.get('/disconnect/:provider', (context) => showDisconnect(context, deps));
  app.post('/disconnect/:provider', (context) => startDisconnecting(context, deps));
  app.get('/assets/portal.css', stylesheet);
  if (deps.showsParts) app.get('/parts', (context) => context.html(<PartsPage />));
  app.notFound((context) => refuse(context, deps, 'notFound'));
  // The runtime around the app logs the error and answers with the request's id.
  app.onError((error) => {
    throw error;
  });
  return app;
}

async function home(context: Context, deps: PortalDeps) {
  const session = await deps.readSession(readSessionCookie(context));
  if (session !== undefined) return context.redirect('/status', 303);
  return context.html(
    <MessagePage
      title="Welcome"
      message="Rollerdoor keeps your storage business and your books in step."
    >
      <AskForLink />
    </MessagePage>,
  );
}

async function showLink(context: Context, deps: PortalDeps) {
  const linkToken = context.req.param('token') ?? '';
  const opening = await deps.openLink(linkToken);
  if (opening.kind === 'closed') return closedLink(context, deps, { ...opening, linkToken });
  return context.html(<LinkPage operatorName={opening.operator.name} linkToken={linkToken} />);
}

/** One that is over may be asked for anew: it goes by mail, to stored addresses only. */
async function closedLink(
  context: Context,
  deps: PortalDeps,
  { problem, linkToken }: { problem: LinkProblem; linkToken: string },
) {
  if (problem !== 'expired' || !deps.sendsMail) return refuse(context, deps, problem);
  const { status, title, message } = refusals.expired;
  return context.html(
    <MessagePage title={title} message={message}>
      <NewLinkForm link={linkToken} />
    </MessagePage>,
    status,
  );
}

/** It stands in the cookie, too. */
const nameCharactersAtMost = 60;

async function startVisit(context: Context, deps: PortalDeps) {
  // Another site could else put its own link into this browser and have us connect to its operator.
  if (isFromElsewhere(context)) return refuse(context, deps, 'elsewhere');
  const linkToken = await field(context, 'link');
  const name = (await field(context, 'name')).trim().slice(0, nameCharactersAtMost);
  const started = await deps.startSession(linkToken, name);
  if (started.kind === 'closed') return closedLink(context, deps, { ...started, linkToken });
  writeSessionCookie(context, started.cookieValue, started.maxAgeSeconds);
  return context.redirect('/status', 303);
}

async function startConnecting(context: Context, deps: PortalDeps) {
  const provider = providerSchema.safeParse(context.req.param('provider'));
  if (!provider.success) return refuse(context, deps, 'notFound');
  const session = await visitOfForm(context, deps);
  if (session instanceof Response) return session;
  const mayBeOtherAccount = (await field(context, 'switch')) === 'yes';
  const isForFewerScopes = (await field(context, 'scopes')) === 'fewer';
  const fewer = isForFewerScopes ? { isForFewerScopes } : {};
  const start = { session, provider: provider.data, mayBeOtherAccount, ...fewer };
  return context.redirect(await deps.startAuthorization(start), 303);
}

async function showDisconnect(context: Context, deps: PortalDeps) {
  const provider = providerSchema.safeParse(context.req.param('provider'));
  if (!provider.success) return refuse(context, deps, 'notFound');
  const session = await visitOf(context, deps);
  if (session instanceof Response) return session;
  const view = await deps.loadDisconnect(session, provider.data);
  if (view === undefined) return refuse(context, deps, 'visitOver');
  const [frame, formToken] = await Promise.all([deps.loadFrame(session), deps.formToken(session)]);
  return context.html(<DisconnectPage {...{ view, frame, formToken }} />);
}

async function startDisconnecting(context: Context, deps: PortalDeps) {
  const provider = providerSchema.safeParse(context.req.param('provider'));
  if (!provider.success) return refuse(context, deps, 'notFound');
  const session = await visitOfForm(context, deps);
  if (session instanceof Response) return session;
  await deps.disconnect(session, provider.data);
  return context.redirect(`/disconnect/${provider.data}`, 303);
}

function stylesheet(context: Context) {
  return context.body(portalCss, 200, {
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=3600',
  });
}
