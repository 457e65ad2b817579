import type { Context, Hono } from 'hono';
import type { DirectAnswer, StartAnswer } from '../../domain/backfill/answers.ts';
import { backfillView } from '../../domain/portal/backfill-view.ts';
import { BackfillPage } from './backfill-page.tsx';
import type { BackfillSteps, BackfillWish } from './backfill-steps.ts';
import { field } from './own-forms.ts';
import { refuse } from './refusals.tsx';
import type { FormDeps } from './visit-deps.ts';
import { ledgerVisitOf, ledgerVisitOfForm, toFirstLedger } from './visits.ts';

export interface BackfillRouteDeps extends FormDeps, BackfillSteps {}

const presses = ['start', 'pause', 'resume', 'cancel'] as const;
const gapPresses = ['send', 'leave'] as const;
/** So often the page of a run under way asks again by itself, in seconds. */
const refreshSeconds = 5;

/** Earlier documents of one target: `/backfill/{target}`. */
export function addBackfillRoutes(app: Hono, deps: BackfillRouteDeps): void {
  app.get('/backfill', (context) => toFirstLedger(context, deps, '/backfill'));
  app.get('/backfill/:target', (context) => show(context, deps));
  for (const what of presses)
    app.post(`/backfill/:target/${what}`, (context) => press(context, deps, { what }));
  for (const what of gapPresses)
    app.post(`/backfill/:target/${what}`, async (context) =>
      press(context, deps, { what, gap: await field(context, 'gap') }),
    );
}

async function show(context: Context, deps: BackfillRouteDeps) {
  const visit = await ledgerVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const { session, target } = visit;
  const facts = await deps.loadBackfill(session, target);
  if (facts === undefined) return refuse(context, deps, 'visitOver');
  const list = context.req.query('list');
  const missed = list === undefined ? undefined : await deps.listMissed(session, target, list);
  const view = backfillView(facts);
  const isStill = context.req.query('refresh') === 'off';
  // Without what was told of a press: it is no news any more.
  if (view.isUnderWay && !isStill)
    context.header('refresh', `${refreshSeconds}; url=/backfill/${target}`);
  return context.html(
    <BackfillPage
      target={target}
      view={view}
      frame={(await deps.loadFrame(session)) ?? { operatorName: facts.operatorName }}
      formToken={await deps.formToken(session)}
      notice={noticeOf(context.req.query('came'))}
      missed={missed}
      isStill={isStill}
    />,
  );
}

async function press(context: Context, deps: BackfillRouteDeps, wish: BackfillWish) {
  const visit = await ledgerVisitOfForm(context, deps);
  if (visit instanceof Response) return visit;
  const { session, target } = visit;
  const answer = await deps.directBackfill(session, target, wish);
  return context.redirect(`/backfill/${target}?came=${answer}`, 303);
}

const notices: Record<StartAnswer | DirectAnswer | 'left', string> = {
  started: 'It has begun.',
  under_way: 'A run is under way already. Call it off, or wait for its end.',
  not_connected: 'Connect both sides first.',
  switched_off: 'Switch sending on first.',
  paused: 'Paused.',
  resumed: 'It goes on.',
  cancelled: 'Called off.',
  not_now: 'Nothing was changed: it is over, or was paused meanwhile.',
  none: 'There is nothing to be changed.',
  left: 'Left as it is; it is not shown again.',
};

function noticeOf(came: string | undefined): string | undefined {
  return Object.entries(notices).find(([name]) => name === came)?.[1];
}
