import type { Context, Hono } from 'hono';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import { type DocumentWish, documentStates } from '../../domain/documents/document-search.ts';
import { activityTopics } from '../../domain/portal/activity-topics.ts';
import { placeOfCursor } from '../../domain/portal/page-cursor.ts';
import { ConnectionsPage } from './connections-page.tsx';
import { DocumentsPage } from './documents-page.tsx';
import type { Frame } from './layout.tsx';
import { ActivityPage } from './list-pages.tsx';
import { OverviewPage } from './overview-page.tsx';
import type { ReadingDeps } from './reading-deps.ts';
import { readSessionCookie } from './session-cookie.ts';

/** Answers a visit that cannot be served: it is over, or the address is none of ours. */
type Refuse = (context: Context, refusal: 'visitOver' | 'notFound') => Response | Promise<Response>;

/** Work under way is looked at again so often; a link stops it. */
const refreshSeconds = 15;
/** Longer is nothing that anybody looks for. */
const searchCharactersAtMost = 100;

/** The pages that only show: `/status`, `/documents`, `/connections`, `/activity`. */
export function addReadingRoutes(app: Hono, deps: ReadingDeps, refuse: Refuse): void {
  const parts = { deps, refuse };
  app.get('/status', (context) => showOverview(context, parts));
  app.get('/documents', (context) => showDocuments(context, parts));
  app.get('/connections', (context) => showConnections(context, parts));
  app.get('/activity', (context) => showActivities(context, parts));
}

interface Parts {
  deps: ReadingDeps;
  refuse: Refuse;
}

async function showOverview(context: Context, { deps, refuse }: Parts) {
  const session = await deps.readSession(readSessionCookie(context));
  const view = session && (await deps.loadOverview(session));
  if (session === undefined || view === undefined) return refuse(context, 'visitOver');
  const isStill = context.req.query('refresh') === 'off';
  // A header, so that a reader's own machine decides; the page has a link that stops it.
  if (view.isUnderWay && !isStill) context.header('refresh', String(refreshSeconds));
  const formToken = await deps.formToken(session);
  const connected = context.req.query('connected');
  const told = view.cards.find(({ provider, state }) => provider === connected && state === 'good');
  return context.html(
    <OverviewPage view={view} formToken={formToken} isStill={isStill} connected={told} />,
  );
}

async function showConnections(context: Context, parts: Parts) {
  const visit = await visitOf(context, parts);
  if (visit instanceof Response) return visit;
  const { session, frame } = visit;
  const view = await parts.deps.loadConnections(session);
  if (view === undefined) return parts.refuse(context, 'visitOver');
  const formToken = await parts.deps.formToken(session);
  return context.html(<ConnectionsPage view={view} frame={frame} formToken={formToken} />);
}

async function showDocuments(context: Context, parts: Parts) {
  const place = placeAsked(context);
  if (place === 'unreadable') return parts.refuse(context, 'notFound');
  const visit = await visitOf(context, parts);
  if (visit instanceof Response) return visit;
  const view = await parts.deps.findDocuments(visit.session, wishOf(context), place);
  if (view === undefined) return parts.refuse(context, 'visitOver');
  return context.html(<DocumentsPage view={view} frame={visit.frame} />);
}

async function showActivities(context: Context, parts: Parts) {
  const place = placeAsked(context);
  if (place === 'unreadable') return parts.refuse(context, 'notFound');
  const visit = await visitOf(context, parts);
  if (visit instanceof Response) return visit;
  const asked = context.req.query('about');
  const topic = activityTopics.find((one) => one === asked);
  const isEach = context.req.query('each') === 'yes';
  const list = await parts.deps.loadActivities(visit.session, { after: place, topic, isEach });
  if (list === undefined) return parts.refuse(context, 'visitOver');
  return context.html(<ActivityPage list={list} frame={visit.frame} />);
}

async function visitOf(
  context: Context,
  { deps, refuse }: Parts,
): Promise<{ session: SessionClaims; frame: Frame } | Response> {
  const session = await deps.readSession(readSessionCookie(context));
  const frame = session && (await deps.loadFrame(session));
  if (session === undefined || frame === undefined) return refuse(context, 'visitOver');
  return { session, frame };
}

function wishOf(context: Context): DocumentWish {
  const text = (context.req.query('q') ?? '').slice(0, searchCharactersAtMost).trim();
  const asked = context.req.query('state');
  return { text, state: documentStates.find((state) => state === asked) };
}

/** Where a list is to go on; undefined: at its beginning. */
function placeAsked(context: Context): string | 'unreadable' | undefined {
  const text = context.req.query('after');
  return text === undefined ? undefined : (placeOfCursor(text) ?? 'unreadable');
}
