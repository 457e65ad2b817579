import type { Context, Hono } from 'hono';
import { type DocumentWish, documentStates } from '../../domain/documents/document-search.ts';
import { activityTopics } from '../../domain/portal/activity-topics.ts';
import { ConnectionsPage } from './connections-page.tsx';
import { DocumentsPage } from './documents-page.tsx';
import { ActivityPage } from './list-pages.tsx';
import { OverviewPage } from './overview-page.tsx';
import { placeAsked } from './place-asked.ts';
import { quietNotices } from './quiet-routes.tsx';
import type { ReadingDeps } from './reading-deps.ts';
import { refuse } from './refusals.tsx';
import { framedVisitOf, visitOf } from './visits.ts';

/** Work under way is looked at again so often; a link stops it. */
const refreshSeconds = 15;
/** Longer is nothing that anybody looks for. */
const searchCharactersAtMost = 100;

/** The pages that only show: `/status`, `/documents`, `/connections`, `/activity`. */
export function addReadingRoutes(app: Hono, deps: ReadingDeps): void {
  app.get('/status', (context) => showOverview(context, deps));
  app.get('/documents', (context) => showDocuments(context, deps));
  app.get('/connections', (context) => showConnections(context, deps));
  app.get('/activity', (context) => showActivities(context, deps));
}

async function showOverview(context: Context, deps: ReadingDeps) {
  const session = await visitOf(context, deps);
  if (session instanceof Response) return session;
  const view = await deps.loadOverview(session);
  if (view === undefined) return refuse(context, deps, 'visitOver');
  const isStill = context.req.query('refresh') === 'off';
  // A header, so that a reader's own machine decides; the page has a link that stops it.
  if (view.isUnderWay && !isStill) context.header('refresh', String(refreshSeconds));
  const formToken = await deps.formToken(session);
  const connected = context.req.query('connected');
  const told = view.cards.find(({ provider, state }) => provider === connected && state === 'good');
  const notice = quietNotices[context.req.query('quiet') ?? ''];
  return context.html(<OverviewPage {...{ view, formToken, isStill, notice }} connected={told} />);
}

async function showConnections(context: Context, deps: ReadingDeps) {
  const visit = await framedVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const { session, frame } = visit;
  const view = await deps.loadConnections(session);
  if (view === undefined) return refuse(context, deps, 'visitOver');
  const formToken = await deps.formToken(session);
  return context.html(<ConnectionsPage view={view} frame={frame} formToken={formToken} />);
}

async function showDocuments(context: Context, deps: ReadingDeps) {
  const place = placeAsked(context);
  if (place === 'unreadable') return refuse(context, deps, 'notFound');
  const visit = await framedVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const view = await deps.findDocuments(visit.session, wishOf(context), place);
  if (view === undefined) return refuse(context, deps, 'visitOver');
  return context.html(<DocumentsPage view={view} frame={visit.frame} />);
}

async function showActivities(context: Context, deps: ReadingDeps) {
  const place = placeAsked(context);
  if (place === 'unreadable') return refuse(context, deps, 'notFound');
  const visit = await framedVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const asked = context.req.query('about');
  const topic = activityTopics.find((one) => one === asked);
  const isEach = context.req.query('each') === 'yes';
  const list = await deps.loadActivities(visit.session, { after: place, topic, isEach });
  if (list === undefined) return refuse(context, deps, 'visitOver');
  return context.html(<ActivityPage list={list} frame={visit.frame} />);
}

function wishOf(context: Context): DocumentWish {
  const text = (context.req.query('q') ?? '').slice(0, searchCharactersAtMost).trim();
  const asked = context.req.query('state');
  return { text, state: documentStates.find((state) => state === asked) };
}
