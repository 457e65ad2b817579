import type { Context, Hono } from 'hono';
import type { Target } from '../../contracts/ids.ts';
import type { PreviewPurpose } from '../../contracts/preview.ts';
import { isCalendarDay } from '../../domain/calendar-day.ts';
import { adoptionView } from '../../domain/portal/adoption-view.ts';
import type { ProblemWords } from '../../domain/portal/authorization-result.ts';
import { previewView } from '../../domain/portal/preview-view.ts';
import { adoptionCsv, previewCsv } from '../../domain/preview/preview-csv.ts';
import { targets } from '../../targets/registry.ts';
import { AdoptionPage } from './adoption-page.tsx';
import { field } from './own-forms.ts';
import { ConfirmPage } from './parts/confirm-page.tsx';
import { PreviewPage } from './preview-page.tsx';
import type { AskedPreview, PreviewSteps } from './preview-steps.ts';
import { tell } from './result-page.tsx';
import type { FormDeps } from './visit-deps.ts';
import { ledgerVisitOf, ledgerVisitOfForm, toFirstLedger } from './visits.ts';

export interface PreviewRouteDeps extends FormDeps, PreviewSteps {}

/** The preview, what is in the ledger already, and the switch. */
export function addPreviewRoutes(app: Hono, deps: PreviewRouteDeps): void {
  for (const purpose of ['preview', 'adoption'] as const) {
    app.get(`/${purpose}`, (context) => toFirstLedger(context, deps, `/${purpose}`));
    app.get(`/${purpose}/:target`, (context) => show(context, deps, purpose));
    app.get(`/${purpose}/:target/csv`, (context) => download(context, deps, purpose));
    app.post(`/${purpose}/:target/again`, (context) => readAgain(context, deps, purpose));
  }
  app.post('/preview/:target/switch-on', (context) => switchOn(context, deps));
  app.get('/switch-off/:target', (context) => askSwitchOff(context, deps));
  app.post('/switch-off/:target', (context) => switchOff(context, deps));
}

async function show(context: Context, deps: PreviewRouteDeps, purpose: PreviewPurpose) {
  const visit = await ledgerVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const facts = await deps.loadPreview(visit.session, askedOf(context, visit.target, purpose));
  if (facts === undefined) return tell(context, notConnected(visit.target), true);
  const formToken = await deps.formToken(visit.session);
  const around = (await deps.loadFrame(visit.session)) ?? { operatorName: facts.operatorName };
  const frame = { ...around, target: visit.target };
  // No script: the browser asks again by itself.
  if (facts.retryAfterSeconds !== undefined)
    context.header('refresh', String(Math.max(2, facts.retryAfterSeconds)));
  if (purpose === 'adoption')
    return context.html(
      <AdoptionPage view={adoptionView(facts)} frame={frame} formToken={formToken} />,
    );
  const page = Math.max(1, Number.parseInt(context.req.query('page') ?? '1', 10) || 1);
  const notice = noticeOf(context, visit.target);
  return context.html(
    <PreviewPage
      view={previewView(facts, page)}
      frame={frame}
      formToken={formToken}
      notice={notice}
    />,
  );
}

async function download(context: Context, deps: PreviewRouteDeps, purpose: PreviewPurpose) {
  const visit = await ledgerVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const asked = askedOf(context, visit.target, purpose);
  const facts = await deps.loadPreview(visit.session, asked);
  if (facts === undefined) return tell(context, notConnected(visit.target), true);
  // Half a table would be taken for the whole one.
  if (facts.retryAfterSeconds !== undefined)
    return context.redirect(`/${purpose}/${visit.target}${queryOf(asked)}`, 303);
  const { preview } = facts;
  const lines = purpose === 'adoption' ? adoptionCsv(preview) : previewCsv(preview);
  const name = `${purpose}-${preview.from}-${preview.to}.csv`;
  return context.body(`${lines.join('\r\n')}\r\n`, 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${name}"`,
  });
}

async function readAgain(context: Context, deps: PreviewRouteDeps, purpose: PreviewPurpose) {
  const visit = await ledgerVisitOfForm(context, deps);
  if (visit instanceof Response) return visit;
  const from = dayOf(await field(context, 'from'));
  const to = dayOf(await field(context, 'to'));
  const asked = { target: visit.target, purpose, from, to };
  await deps.loadPreview(visit.session, { ...asked, isFresh: true });
  return context.redirect(`/${purpose}/${visit.target}${queryOf(asked)}`, 303);
}

async function switchOn(context: Context, deps: PreviewRouteDeps) {
  const visit = await ledgerVisitOfForm(context, deps);
  if (visit instanceof Response) return visit;
  const accountId = await field(context, 'account');
  const version = Number.parseInt(await field(context, 'version'), 10);
  const { session, target } = visit;
  const seen = { version, ...(accountId === '' ? {} : { accountId }) };
  const end = await deps.switchPosting(session, { target, isOn: true, seen });
  if (end === 'not_connected') return tell(context, notConnected(target), true);
  const query = end === 'done' ? 'switched=on' : 'changed=yes';
  return context.redirect(`/preview/${target}?${query}`, 303);
}

async function askSwitchOff(context: Context, deps: PreviewRouteDeps) {
  const visit = await ledgerVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const { name } = targets[visit.target];
  const frame = await deps.loadFrame(visit.session);
  return context.html(
    <ConfirmPage
      frame={frame && { ...frame, current: 'preview', target: visit.target }}
      title={`Stop sending to ${name}?`}
      action={`/switch-off/${visit.target}`}
      formToken={await deps.formToken(visit.session)}
      keep={{ href: '/status', words: 'Keep sending' }}
      confirmWords="Switch off"
    >
      <p>
        Nothing more goes to {name} until you switch on again. What comes meanwhile waits in its
        order, and nothing is lost. What is in {name} stays as it is.
      </p>
    </ConfirmPage>,
  );
}

async function switchOff(context: Context, deps: PreviewRouteDeps) {
  const visit = await ledgerVisitOfForm(context, deps);
  if (visit instanceof Response) return visit;
  const { session, target } = visit;
  const end = await deps.switchPosting(session, { target, isOn: false });
  if (end === 'not_connected') return tell(context, notConnected(target), true);
  return context.redirect(`/preview/${target}?switched=off`, 303);
}

function askedOf(context: Context, target: Target, purpose: PreviewPurpose): AskedPreview {
  const from = dayOf(context.req.query('from') ?? '');
  const to = dayOf(context.req.query('to') ?? '');
  return { target, purpose, from, to };
}

/** What is no day is as good as none: then the usual span is shown. */
function dayOf(text: string): string | undefined {
  return isCalendarDay(text) ? text : undefined;
}

function queryOf({ from, to }: AskedPreview): string {
  const days = Object.entries({ from, to }).flatMap(([name, day]) =>
    day ? [`${name}=${day}`] : [],
  );
  return days.length === 0 ? '' : `?${days.join('&')}`;
}

function noticeOf(context: Context, target: Target): string | undefined {
  const { name } = targets[target];
  if (context.req.query('switched') === 'on')
    return `Switched on: documents go to ${name} from now on, and what waited goes first.`;
  if (context.req.query('switched') === 'off')
    return `Switched off: nothing more goes to ${name} until you switch on again.`;
  return context.req.query('changed') === undefined
    ? undefined
    : 'The settings were changed since you looked, so nothing was switched. This is how it is now: look again, then switch on.';
}

function notConnected(target: Target): ProblemWords {
  const { name } = targets[target];
  return {
    status: 404,
    title: `${name} is not connected`,
    message: `Connect ${name} first; then you see here what would go there.`,
  };
}
