import type { Context, Hono } from 'hono';
import * as z from 'zod/mini';
import { target as targetSchema } from '../../contracts/ids.ts';
import { mismatchClass } from '../../contracts/mismatch.ts';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import { isCalendarDay } from '../../domain/calendar-day.ts';
import { monthNamed } from '../../domain/portal/month-words.ts';
import { type ReconcileAnswer, reconcileNotice } from '../../domain/portal/reconcile-notices.ts';
import type { Frame } from './layout.tsx';
import { MismatchesPage } from './mismatches-page.tsx';
import { MonthPage } from './month-page.tsx';
import { MonthsPage } from './months-page.tsx';
import { NightPage } from './night-page.tsx';
import { NightsPage } from './nights-page.tsx';
import { field } from './own-forms.ts';
import type { AskedMonth, ReconcileSteps } from './reconcile-steps.ts';
import { refuse } from './refusals.tsx';
import { statementCss } from './statement-css.ts';
import { StatementPage } from './statement-page.tsx';
import type { FormDeps } from './visit-deps.ts';
import { ledgerVisitOf, ledgerVisitOfForm } from './visits.ts';

export interface ReconcileRouteDeps extends FormDeps, ReconcileSteps {}

/** So often a page whose comparison is under way asks again by itself. */
const refreshSeconds = 5;

/** Both sides compared, by night and by month: `/nights/{target}`, `/months/{target}`. */
export function addReconcileRoutes(app: Hono, deps: ReconcileRouteDeps): void {
  const [first] = targetSchema.options;
  for (const list of ['nights', 'months'])
    app.get(`/${list}`, (context) => context.redirect(`/${list}/${first}`, 303));
  app.get('/nights/:target', (context) => showNights(context, deps));
  app.post('/nights/:target/prove', (context) => prove(context, deps, 'nights'));
  app.get('/nights/:target/:day', (context) => showNight(context, deps));
  app.get('/months/:target', (context) => showMonths(context, deps));
  app.post('/months/:target/prove', (context) => prove(context, deps, 'months'));
  app.get('/months/:target/:month', (context) => showMonth(context, deps));
  app.get('/months/:target/:month/statement', (context) => showStatement(context, deps));
  app.get('/months/:target/:month/csv', (context) => download(context, deps));
  app.get('/months/:target/:month/:class', (context) => showMismatches(context, deps));
  app.post('/months/:target/:month/prove', (context) => proveMonth(context, deps));
  app.post('/months/:target/:month/repair', (context) => repair(context, deps));
  app.post('/months/:target/:month/accept', (context) => accept(context, deps));
  app.post('/months/:target/:month/reopen', (context) => reopen(context, deps));
  app.get('/assets/statement.css', stylesheet);
}

async function showNights(context: Context, deps: ReconcileRouteDeps) {
  const visit = await ledgerVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const view = await deps.loadNights(visit.session, visit.target);
  if (view === undefined) return refuse(context, deps, 'visitOver');
  if (view.isUnderWay) context.header('refresh', String(refreshSeconds));
  const around = await aroundOf(context, deps, { ...visit, ...view });
  return context.html(<NightsPage view={view} {...around} />);
}

async function showNight(context: Context, deps: ReconcileRouteDeps) {
  const day = context.req.param('day') ?? '';
  if (!isCalendarDay(day)) return refuse(context, deps, 'notFound');
  const visit = await ledgerVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const view = await deps.loadNight(visit.session, visit.target, day);
  if (view === undefined) return refuse(context, deps, 'visitOver');
  const { frame } = await aroundOf(context, deps, { ...visit, ...view });
  return context.html(<NightPage view={view} frame={frame} />);
}

async function showMonths(context: Context, deps: ReconcileRouteDeps) {
  const visit = await ledgerVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const { session, target } = visit;
  const before = monthNamed(context.req.query('before') ?? '');
  const view = await deps.loadMonths(session, { target, before });
  if (view === undefined) return refuse(context, deps, 'visitOver');
  if (view.isUnderWay) context.header('refresh', String(refreshSeconds));
  const around = await aroundOf(context, deps, { ...visit, ...view });
  return context.html(<MonthsPage view={view} {...around} />);
}

async function showMonth(context: Context, deps: ReconcileRouteDeps) {
  const visit = await monthVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const view = await deps.loadMonth(visit.session, visit);
  if (view === undefined) return refuse(context, deps, 'visitOver');
  if (view.isUnderWay) context.header('refresh', String(refreshSeconds));
  const around = await aroundOf(context, deps, { ...visit, ...view });
  return context.html(<MonthPage view={view} {...around} />);
}

async function showMismatches(context: Context, deps: ReconcileRouteDeps) {
  const name = mismatchClass.safeParse(context.req.param('class'));
  if (!name.success) return refuse(context, deps, 'notFound');
  const visit = await monthVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const page = Math.max(1, Number.parseInt(context.req.query('page') ?? '1', 10) || 1);
  const view = await deps.loadMismatches(visit.session, { ...visit, class: name.data, page });
  // The last of them was repaired or accepted: what became of that is told where the others are.
  if (view === undefined) return context.redirect(`${pathOf(visit)}${doneQuery(context)}`, 303);
  const around = await aroundOf(context, deps, { ...visit, operatorName: '' });
  return context.html(<MismatchesPage view={view} {...around} />);
}

async function showStatement(context: Context, deps: ReconcileRouteDeps) {
  const visit = await monthVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const view = await deps.loadStatement(visit.session, visit);
  if (view === undefined) return context.redirect(pathOf(visit), 303);
  const { frame } = await aroundOf(context, deps, { ...visit, ...view });
  return context.html(<StatementPage view={view} frame={frame} />);
}

async function download(context: Context, deps: ReconcileRouteDeps) {
  const visit = await monthVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const part = Math.max(1, Number.parseInt(context.req.query('part') ?? '1', 10) || 1);
  const file = await deps.loadMonthFile(visit.session, { ...visit, part });
  if (file === undefined) return context.redirect(pathOf(visit), 303);
  const name = `${visit.target}-${visit.month}${file.parts > 1 ? `-${part}-of-${file.parts}` : ''}`;
  return context.body(`${file.lines.join('\r\n')}\r\n`, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}.csv"`,
  });
}

async function prove(context: Context, deps: ReconcileRouteDeps, list: 'nights' | 'months') {
  const visit = await ledgerVisitOfForm(context, deps);
  if (visit instanceof Response) return visit;
  const { session, target } = visit;
  const answer = await deps.proveNow(session, { target, month: undefined });
  return context.redirect(`/${list}/${target}?done=${answer}`, 303);
}

async function proveMonth(context: Context, deps: ReconcileRouteDeps) {
  const visit = await monthVisitOfForm(context, deps);
  if (visit instanceof Response) return visit;
  const answer = await deps.proveNow(visit.session, visit);
  return back(context, visit, { answer });
}

const seenText = z.string().check(z.minLength(1), z.maxLength(2_000));
const pressed = z.object({ class: mismatchClass });
const seen = z.object({ key: seenText, standing: z.string().check(z.maxLength(2_000)) });
/** Longer is no reason but a story; issues take as much. */
const reasonCharactersAtMost = 200;

async function repair(context: Context, deps: ReconcileRouteDeps) {
  const visit = await monthVisitOfForm(context, deps);
  if (visit instanceof Response) return visit;
  const body = await context.req.parseBody();
  const asked = pressed.safeParse(body);
  if (!asked.success) return refuse(context, deps, 'notFound');
  const one = seen.safeParse(body);
  const { answer, count } = await deps.repair(visit.session, {
    ...visit,
    class: asked.data.class,
    seen: one.success ? one.data : undefined,
  });
  return back(context, visit, { answer, count, ...(one.success ? asked.data : {}) });
}

async function accept(context: Context, deps: ReconcileRouteDeps) {
  const visit = await monthVisitOfForm(context, deps);
  if (visit instanceof Response) return visit;
  const body = await context.req.parseBody();
  const asked = pressed.safeParse(body);
  const one = seen.safeParse(body);
  if (!asked.success || !one.success) return refuse(context, deps, 'notFound');
  const reason = (await field(context, 'reason')).trim().slice(0, reasonCharactersAtMost);
  if (reason === '') return back(context, visit, { answer: 'no_reason', ...asked.data });
  const answer = await deps.accept(visit.session, { ...visit, seen: one.data, reason });
  return back(context, visit, { answer, ...asked.data });
}

async function reopen(context: Context, deps: ReconcileRouteDeps) {
  const visit = await monthVisitOfForm(context, deps);
  if (visit instanceof Response) return visit;
  const key = seenText.safeParse(await field(context, 'key'));
  if (!key.success) return refuse(context, deps, 'notFound');
  return back(context, visit, { answer: await deps.reopen(visit.session, visit, key.data) });
}

interface MonthVisit extends AskedMonth {
  session: SessionClaims;
}

async function monthVisitOf(context: Context, deps: ReconcileRouteDeps) {
  return ofMonth(context, deps, () => ledgerVisitOf(context, deps));
}

async function monthVisitOfForm(context: Context, deps: ReconcileRouteDeps) {
  return ofMonth(context, deps, () => ledgerVisitOfForm(context, deps));
}

async function ofMonth(
  context: Context,
  deps: ReconcileRouteDeps,
  visiting: () => ReturnType<typeof ledgerVisitOf>,
): Promise<MonthVisit | Response> {
  const visit = await visiting();
  if (visit instanceof Response) return visit;
  const month = monthNamed(context.req.param('month') ?? '');
  return month === undefined ? refuse(context, deps, 'notFound') : { ...visit, month };
}

function pathOf({ target, month }: AskedMonth): string {
  return `/months/${target}/${month}`;
}

/** To the page where it was pressed: that of the class for one record, that of the month for all. */
function back(
  context: Context,
  visit: AskedMonth,
  done: { answer: ReconcileAnswer; count?: number; class?: string },
) {
  const query = new URLSearchParams({
    done: done.answer,
    ...(done.count === undefined ? {} : { count: String(done.count) }),
  });
  const path = pathOf(visit) + (done.class === undefined ? '' : `/${done.class}`);
  return context.redirect(`${path}?${query}`, 303);
}

/** Of the address: only what a page of ours has put there. */
function doneQuery(context: Context): string {
  const { done, count } = context.req.query();
  if (done === undefined || reconcileNotice(done, count) === undefined) return '';
  return `?${new URLSearchParams({ done, ...(count === undefined ? {} : { count }) })}`;
}

/** What every one of these pages shows around itself. */
async function aroundOf(
  context: Context,
  deps: ReconcileRouteDeps,
  { session, operatorName }: { session: SessionClaims; operatorName: string },
): Promise<{
  frame: Frame;
  formToken: string;
  notice: ReturnType<typeof reconcileNotice>;
}> {
  const [frame, formToken] = await Promise.all([deps.loadFrame(session), deps.formToken(session)]);
  const { done, count } = context.req.query();
  return {
    frame: frame ?? { operatorName },
    formToken,
    notice: reconcileNotice(done, count),
  };
}

function stylesheet(context: Context) {
  return context.body(statementCss, 200, {
    'content-type': 'text/css; charset=utf-8',
    'cache-control': 'public, max-age=3600',
  });
}
