import type { Context } from 'hono';
import type { ProblemWords } from '../../domain/portal/authorization-result.ts';
import type { LinkProblem } from '../../domain/portal/link-problem.ts';
import { AskForLink, BackToStatus, MessagePage } from './message-page.tsx';
import { readSessionCookie } from './session-cookie.ts';
import type { FrameDeps, VisitDeps } from './visit-deps.ts';

/** Why somebody does not get the page, or the change, that they asked for. */
export type Refusal = LinkProblem | 'notFound' | 'elsewhere' | 'visitOver' | 'tooLarge';

export const refusals = {
  unreadable: {
    status: 404,
    title: 'This link is not valid',
    message: 'Perhaps it was cut when it was copied. Open it from the e-mail itself.',
  },
  expired: {
    status: 410,
    title: 'This link has expired',
    message: 'For your safety links are good for a few days only.',
  },
  revoked: {
    status: 410,
    title: 'This link was withdrawn',
    message: 'Only the link was withdrawn: connections are as they were.',
  },
  notFound: {
    status: 404,
    title: 'Page not found',
    message: 'This address does not exist.',
  },
  elsewhere: {
    status: 403,
    title: 'Please press the button once more',
    message:
      'The form was not sent from your current visit, so nothing was changed. Go back and try again.',
  },
  visitOver: {
    status: 401,
    title: 'Your visit has ended',
    message: 'Your connections are as you left them, and what is under way goes on.',
  },
  tooLarge: {
    status: 413,
    title: 'That was too much',
    message: 'The form was larger than any of ours. Nothing was changed.',
  },
} as const satisfies Record<Refusal, ProblemWords>;

/** Whoever still has a visit goes on with it; everybody else is told where their page opens. */
export async function refuse(
  context: Context,
  deps: Pick<VisitDeps, 'readSession'> & FrameDeps,
  refusal: Refusal,
): Promise<Response> {
  const { status, title, message } = refusals[refusal];
  const session =
    refusal === 'visitOver' ? undefined : await deps.readSession(readSessionCookie(context));
  const frame = session && (await deps.loadFrame(session));
  return context.html(
    <MessagePage title={title} message={message} frame={frame}>
      {session === undefined ? <AskForLink /> : <BackToStatus />}
    </MessagePage>,
    status,
  );
}
