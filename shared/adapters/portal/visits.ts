import type { Context } from 'hono';
import { type Target, target as targetSchema } from '../../contracts/ids.ts';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import type { Frame } from './layout.tsx';
import { field, isFromElsewhere } from './own-forms.ts';
import { refuse } from './refusals.tsx';
import { readSessionCookie } from './session-cookie.ts';
import type { FormDeps, FrameDeps, VisitDeps } from './visit-deps.ts';

/*
 * How every page begins: who is visiting, and may they? Each answers with the refusal where not.
 */

type Visitors = Pick<VisitDeps, 'readSession'> & FrameDeps;

export async function visitOf(context: Context, deps: Visitors): Promise<SessionClaims | Response> {
  const session = await deps.readSession(readSessionCookie(context));
  return session ?? refuse(context, deps, 'visitOver');
}

/** Whose visit sent this form. */
export async function visitOfForm(
  context: Context,
  deps: Visitors & Pick<FormDeps, 'isOwnForm'>,
): Promise<SessionClaims | Response> {
  const session = await visitOf(context, deps);
  if (session instanceof Response) return session;
  return (await isOwnPress(context, deps, session)) ? session : refuse(context, deps, 'elsewhere');
}

/** Whether a form was sent from a page of this very visit. */
export async function isOwnPress(
  context: Context,
  deps: Pick<FormDeps, 'isOwnForm'>,
  session: SessionClaims,
): Promise<boolean> {
  const isOwn = await deps.isOwnForm(session, await field(context, 'form'));
  return isOwn && !isFromElsewhere(context);
}

/** With what the page shows around itself; an operator that is gone has no visits. */
export async function framedVisitOf(
  context: Context,
  deps: Visitors,
): Promise<{ session: SessionClaims; frame: Frame } | Response> {
  const session = await visitOf(context, deps);
  if (session instanceof Response) return session;
  const frame = await deps.loadFrame(session);
  return frame === undefined ? refuse(context, deps, 'visitOver') : { session, frame };
}

/** A page of one ledger whose address names none: that of the first which the operator has. */
export async function toFirstLedger(
  context: Context,
  deps: Visitors,
  path: string,
): Promise<Response> {
  const visit = await framedVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const [first = targetSchema.options[0]] = visit.frame.targets ?? [];
  return context.redirect(`${path}/${first}`, 303);
}

/** A visit to a page of one ledger, which its address names: `/…/{target}`. */
export interface LedgerVisit {
  session: SessionClaims;
  target: Target;
}

export async function ledgerVisitOf(
  context: Context,
  deps: Visitors,
): Promise<LedgerVisit | Response> {
  return toLedger(context, deps, () => visitOf(context, deps));
}

export async function ledgerVisitOfForm(
  context: Context,
  deps: Visitors & Pick<FormDeps, 'isOwnForm'>,
): Promise<LedgerVisit | Response> {
  return toLedger(context, deps, () => visitOfForm(context, deps));
}

async function toLedger(
  context: Context,
  deps: Visitors,
  visiting: () => Promise<SessionClaims | Response>,
): Promise<LedgerVisit | Response> {
  const target = targetSchema.safeParse(context.req.param('target'));
  if (!target.success) return refuse(context, deps, 'notFound');
  const session = await visiting();
  return session instanceof Response ? session : { session, target: target.data };
}
