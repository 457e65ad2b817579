import type { Context } from 'hono';
import type { Hono } from 'hono/tiny';
import * as z from 'zod/mini';
import { recordId, recordKind, target } from '../../contracts/ids.ts';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import type { DifferencesView } from '../../domain/portal/difference-view.ts';
import { DifferencesPage } from './differences-page.tsx';
import { placeAsked } from './place-asked.ts';
import { refuse } from './refusals.tsx';
import type { FormDeps } from './visit-deps.ts';
import { visitOf, visitOfForm } from './visits.ts';

type Answer = 'accepted' | 'changed_since' | 'no_such_difference';

export interface DifferencesDeps extends Omit<FormDeps, 'formOrigins'> {
  /** Undefined when the operator is gone. */
  loadDifferences(
    session: SessionClaims,
    after: string | undefined,
  ): Promise<DifferencesView | undefined>;
  acceptDifference(session: SessionClaims, asked: z.infer<typeof reference>): Promise<Answer>;
}

const reference = z.object({
  target,
  kind: recordKind,
  sourceId: recordId,
  standing: z.string().check(z.minLength(1), z.maxLength(200)),
});

/** What was edited in the books by hand: `/differences`. */
export function addDifferencesRoutes(app: Hono, deps: DifferencesDeps): void {
  app.get('/differences', (context) => show(context, deps));
  app.post('/differences/accept', (context) => accept(context, deps));
}

async function show(context: Context, deps: DifferencesDeps) {
  const after = placeAsked(context);
  if (after === 'unreadable') return refuse(context, deps, 'notFound');
  const session = await visitOf(context, deps);
  if (session instanceof Response) return session;
  const view = await deps.loadDifferences(session, after);
  if (view === undefined) return refuse(context, deps, 'visitOver');
  const notice = notices[context.req.query('done') ?? ''];
  const [loaded, formToken] = await Promise.all([deps.loadFrame(session), deps.formToken(session)]);
  const frame = loaded ?? { operatorName: view.operatorName };
  return context.html(<DifferencesPage {...{ view, frame, formToken, notice }} />);
}

async function accept(context: Context, deps: DifferencesDeps) {
  const session = await visitOfForm(context, deps);
  if (session instanceof Response) return session;
  const asked = reference.safeParse(await context.req.parseBody());
  if (!asked.success) return refuse(context, deps, 'elsewhere');
  const answer = await deps.acceptDifference(session, asked.data);
  return context.redirect(`/differences?done=${answer}`, 303);
}

const notices: Readonly<Record<string, string | undefined>> = {
  accepted: 'Accepted. If it is edited once more, you see it here again.',
  changed_since: 'It was edited once more meanwhile, so nothing was accepted. Have another look.',
  no_such_difference: 'It is not there any more: your books show again what was sent.',
} satisfies Record<Answer, string>;
