import type { Context, Hono } from 'hono';
import * as z from 'zod/mini';
import { recordId, recordKind, target as targetSchema } from '../../contracts/ids.ts';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import { causeHref } from '../../domain/portal/issue-groups.ts';
import {
  type NoticeKind,
  type NoticeView,
  noticeOf,
  ownPage,
  withNotice,
} from '../../domain/portal/issue-notices.ts';
import { ageChoices, type CauseKey, type IssueFilter } from '../../domain/portal/issue-views.ts';
import { CausePage } from './cause-page.tsx';
import { ChoosePage } from './choose-page.tsx';
import type { IssueDeps } from './issue-deps.ts';
import { IssuesPage } from './issues-page.tsx';
import type { Frame } from './layout.tsx';
import { field } from './own-forms.ts';
import { placeAsked } from './place-asked.ts';
import { refuse } from './refusals.tsx';
import type { FormDeps } from './visit-deps.ts';
import { framedVisitOf, visitOfForm } from './visits.ts';

type IssueRouteDeps = IssueDeps & FormDeps;

/** Records that need a person: `/issues`, a page for each cause, and what is pressed there. */
export function addIssueRoutes(app: Hono, deps: IssueRouteDeps): void {
  app.get('/issues', (context) => showIssues(context, deps));
  app.get('/issues/:target/:cause', (context) => showCause(context, deps));
  app.get('/issues/:target/:cause/choose', (context) => showChoose(context, deps));
  app.post('/issues/retry', (context) => onRecord(context, deps, retry));
  app.post('/issues/accept', (context) => onRecord(context, deps, accept));
  app.post('/issues/reopen', (context) => onRecord(context, deps, reopen));
  app.post('/issues/retry-cause', (context) => retryCause(context, deps));
  app.post('/issues/accept-cause', (context) => acceptCause(context, deps));
  app.post('/issues/:target/:cause/choose', (context) => choose(context, deps));
}

async function showIssues(context: Context, deps: IssueRouteDeps) {
  const visit = await framedVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const view = await deps.loadIssues(visit.session, filterAsked(context));
  if (view === undefined) return refuse(context, deps, 'visitOver');
  return context.html(<IssuesPage view={view} {...(await shownWith(context, deps, visit))} />);
}

async function showCause(context: Context, deps: IssueRouteDeps) {
  const key = causeKey.safeParse(context.req.param());
  const after = placeAsked(context);
  if (!key.success || after === 'unreadable') return refuse(context, deps, 'notFound');
  const visit = await framedVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const filter = filterAsked(context);
  const view = await deps.loadCause(visit.session, { key: key.data, filter, after });
  // Nothing waits for it any more: what became of the press is told on the list.
  if (view === undefined) return context.redirect(listAfter(context), 303);
  return context.html(<CausePage view={view} {...(await shownWith(context, deps, visit))} />);
}

async function showChoose(context: Context, deps: IssueRouteDeps) {
  const key = causeKey.safeParse(context.req.param());
  if (!key.success) return refuse(context, deps, 'notFound');
  const visit = await framedVisitOf(context, deps);
  if (visit instanceof Response) return visit;
  const view = await deps.loadChoose(visit.session, key.data);
  const page = pageOf(key.data);
  if (view === 'busy') return context.redirect(withNotice(page, 'ledger_busy'), 303);
  if (view === 'not_connected')
    return context.redirect(withNotice(page, 'ledger_not_connected'), 303);
  if (view === undefined) return context.redirect(withNotice('/issues', 'no_such_issue'), 303);
  return context.html(<ChoosePage view={view} {...(await shownWith(context, deps, visit))} />);
}

interface Visit {
  session: SessionClaims;
  frame: Frame;
}

/** What every page of issues has beside its view. */
async function shownWith(
  context: Context,
  deps: IssueRouteDeps,
  { session, frame }: Visit,
): Promise<{ frame: Frame; formToken: string; notice: NoticeView | undefined }> {
  const notice = noticeOf(context.req.query('done'), context.req.query('n'));
  return { frame, formToken: await deps.formToken(session), notice };
}

interface Pressed {
  deps: IssueDeps;
  session: SessionClaims;
  record: z.infer<typeof recordReference>;
}

/** A press on one record: the person stays on the page where it was, and reads there what became of it. */
async function onRecord(
  context: Context,
  deps: IssueRouteDeps,
  act: (context: Context, pressed: Pressed) => Promise<NoticeKind>,
) {
  const session = await visitOfForm(context, deps);
  if (session instanceof Response) return session;
  const record = recordReference.safeParse(await context.req.parseBody());
  if (!record.success) return refuse(context, deps, 'notFound');
  const kind = await act(context, { deps, session, record: record.data });
  return context.redirect(withNotice(ownPage(await field(context, 'back')), kind), 303);
}

function retry(_context: Context, { deps, session, record }: Pressed): Promise<NoticeKind> {
  return deps.retryIssue(session, record);
}

async function accept(context: Context, { deps, session, record }: Pressed): Promise<NoticeKind> {
  const reason = await field(context, 'reason');
  const seen = await field(context, 'seen');
  return deps.acceptIssue(session, { record, reason, seen: seen === '' ? undefined : seen });
}

function reopen(_context: Context, { deps, session, record }: Pressed): Promise<NoticeKind> {
  return deps.reopenIssue(session, record);
}

function retryCause(context: Context, deps: IssueRouteDeps) {
  return onCause(context, deps, (session, key) => deps.retryCause(session, key));
}

function acceptCause(context: Context, deps: IssueRouteDeps) {
  return onCause(context, deps, async (session, key) => {
    const reason = await field(context, 'reason');
    const seenAt = await field(context, 'seenAt');
    return deps.acceptCause(session, {
      ...key,
      reason,
      seenAt: seenAt === '' ? undefined : seenAt,
    });
  });
}

/** A press on all records of a cause. */
async function onCause(
  context: Context,
  deps: IssueRouteDeps,
  act: (session: SessionClaims, key: CauseKey) => Promise<{ answer: NoticeKind; records: number }>,
) {
  const session = await visitOfForm(context, deps);
  if (session instanceof Response) return session;
  const wish = causeKey.safeParse(await context.req.parseBody());
  if (!wish.success) return refuse(context, deps, 'notFound');
  const { answer, records } = await act(session, wish.data);
  const back = ownPage(await field(context, 'back'));
  return context.redirect(withNotice(back, answer, records), 303);
}

async function choose(context: Context, deps: IssueRouteDeps) {
  const session = await visitOfForm(context, deps);
  if (session instanceof Response) return session;
  const key = causeKey.safeParse(context.req.param());
  const chosen = choice.safeParse(await context.req.parseBody());
  if (!key.success || !chosen.success) return refuse(context, deps, 'notFound');
  const answer = await deps.postDifferently(session, { ...key.data, ...chosen.data });
  const page = pageOf(key.data);
  switch (answer.kind) {
    case 'saved': {
      const kind = answer.isConnected ? 'posted_differently' : 'saved_unconnected';
      return context.redirect(withNotice(page, kind, answer.records), 303);
    }
    case 'no_such_choice':
      return context.redirect(withNotice(`${page}/choose`, 'no_such_choice'), 303);
    case 'no_such_issue':
      return context.redirect(withNotice('/issues', 'no_such_issue'), 303);
    case 'not_connected':
      return context.redirect(withNotice(page, 'ledger_not_connected'), 303);
    case 'busy':
      return context.redirect(withNotice(page, 'ledger_busy'), 303);
  }
}

function pageOf({ target, cause }: CauseKey): string {
  return causeHref(target, cause);
}

function listAfter(context: Context): string {
  const { done, n } = context.req.query();
  return done === undefined ? '/issues' : `/issues?${new URLSearchParams({ done, n: n ?? '1' })}`;
}

/** What is no filter of ours is none. */
function filterAsked(context: Context): IssueFilter {
  const site = context.req.query('site');
  const age = ageChoices.find((days) => String(days) === context.req.query('age'));
  return {
    ...(site === undefined || site === '' || site.length > 200 ? {} : { site }),
    ...(age === undefined ? {} : { olderThanDays: age }),
  };
}

const recordReference = z.object({ target: targetSchema, kind: recordKind, sourceId: recordId });

const causeKey = z.object({
  target: targetSchema,
  cause: z.string().check(z.regex(/^[a-z_]{1,64}$/)),
});

const choice = z.object({
  code: z.string().check(z.maxLength(200)),
  value: z.string().check(z.minLength(1), z.maxLength(200)),
});
