import type { Context, Hono } from 'hono';
import { provider as providerSchema } from '../../contracts/ids.ts';
import { type ProblemWords, problemWords } from '../../domain/portal/authorization-result.ts';
import { ChoicePage } from './choice-page.tsx';
import { field } from './own-forms.ts';
import type { ChoiceDeps } from './portal-deps.ts';
import { refuse } from './refusals.tsx';
import { showResult, tell } from './result-page.tsx';
import { readSessionCookie } from './session-cookie.ts';
import { isOwnPress } from './visits.ts';

/** The question that may follow a person's permission: `/choose/{provider}`. */
export function addChoiceRoutes(app: Hono, deps: ChoiceDeps): void {
  app.get('/choose/:provider', (context) => showChoice(context, deps));
  app.post('/choose/:provider', (context) => takeChoice(context, deps));
}

async function showChoice(context: Context, deps: ChoiceDeps) {
  const visit = await visitOf(context, deps);
  if (visit instanceof Response) return visit;
  const { session, provider } = visit;
  const choice = await deps.loadChoice(session, provider);
  if (choice === undefined) return tell(context, problemWords('choice_over', provider), true);
  const isUnanswered = context.req.query('unanswered') !== undefined;
  const formToken = await deps.formToken(session);
  return context.html(
    <ChoicePage choice={choice} formToken={formToken} isUnanswered={isUnanswered} />,
  );
}

async function takeChoice(context: Context, deps: ChoiceDeps) {
  const visit = await visitOf(context, deps);
  if (visit instanceof Response) return visit;
  const { session, provider } = visit;
  if (!(await isOwnPress(context, deps, session))) return refuse(context, deps, 'elsewhere');
  const isNone = (await field(context, 'decision')) === 'none';
  const accountId = isNone ? undefined : await field(context, 'account');
  const result = await deps.chooseAccount(session, { provider, accountId });
  if (result.kind === 'choose_account') {
    return context.redirect(`/choose/${provider}?unanswered`, 303);
  }
  return showResult(context, result, await deps.formToken(session));
}

async function visitOf(context: Context, deps: ChoiceDeps) {
  const provider = providerSchema.safeParse(context.req.param('provider'));
  if (!provider.success) return tell(context, problemWords('unknown_provider'), false);
  const session = await deps.readSession(readSessionCookie(context));
  if (session === undefined) return tell(context, visitOver, false);
  return { session, provider: provider.data };
}

/** More than elsewhere is to be said here: what becomes of the permission. */
const visitOver: ProblemWords = {
  status: 401,
  title: 'Your visit has ended',
  message:
    'Open the link from your e-mail again to go on. Nothing was connected, and access that you allowed just now is given back by itself.',
};
