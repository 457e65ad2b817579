import type { Context, Hono } from 'hono';
import * as z from 'zod/mini';
import { recordId, recordKind, target as targetSchema } from '../../contracts/ids.ts';
import { explainHref } from '../../domain/portal/explain-href.ts';
import { noticeOf, withNotice } from '../../domain/portal/issue-notices.ts';
import { CalledPage, ExplainPage } from './explain-page.tsx';
import type { ExplainSteps } from './explain-steps.ts';
import { refuse } from './refusals.tsx';
import type { FormDeps } from './visit-deps.ts';
import { framedVisitOf, visitOfForm } from './visits.ts';

type ExplainDeps = ExplainSteps & FormDeps;

/** Numbers and ids are shorter. */
const calledCharactersAtMost = 255;

/** One record: `/explain`, by its id or, where that is not known, by its number. */
export function addExplainRoutes(app: Hono, deps: ExplainDeps): void {
  app.get('/explain', (context) => show(context, deps));
  app.post('/explain/again', (context) => sendAgain(context, deps));
}

async function show(context: Context, deps: ExplainDeps) {
  const { target, kind, id } = context.req.query();
  if (id === undefined) return showCalled(context, deps);
  const record = reference.safeParse({ target, kind, sourceId: id });
  if (!record.success) return refuse(context, deps, 'notFound');
  const visit = await framedVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const { session, frame } = visit;
  const [view, formToken] = await Promise.all([
    deps.loadExplained(session, record.data),
    deps.formToken(session),
  ]);
  if (view === undefined) return refuse(context, deps, 'visitOver');
  const notice = noticeOf(context.req.query('done'), undefined);
  return context.html(<ExplainPage {...{ view, frame, formToken, notice }} />);
}

async function showCalled(context: Context, deps: ExplainDeps) {
  const text = (context.req.query('number') ?? '').slice(0, calledCharactersAtMost).trim();
  const visit = await framedVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const found = text === '' ? [] : await deps.findCalled(visit.session, text);
  if (found === undefined) return refuse(context, deps, 'visitOver');
  const [only, ...others] = found;
  if (only !== undefined && others.length === 0)
    return context.redirect(explainHref(only.reference), 303);
  return context.html(<CalledPage text={text} found={found} frame={visit.frame} />);
}

async function sendAgain(context: Context, deps: ExplainDeps) {
  const session = await visitOfForm(context, deps);
  if (session instanceof Response) return session;
  const record = reference.safeParse(await context.req.parseBody());
  if (!record.success) return refuse(context, deps, 'notFound');
  const kind = await deps.sendAgain(session, record.data);
  return context.redirect(withNotice(explainHref(record.data), kind), 303);
}

const reference = z.object({ target: targetSchema, kind: recordKind, sourceId: recordId });
