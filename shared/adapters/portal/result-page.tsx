import type { Context } from 'hono';
import { provider as providerSchema } from '../../contracts/ids.ts';
import { accountWords } from '../../domain/portal/account-words.ts';
import {
  type AuthorizationProblem,
  type AuthorizationResult,
  type ProblemWords,
  problemWords,
} from '../../domain/portal/authorization-result.ts';
import { AskForLink, BackToStatus, MessagePage } from './message-page.tsx';
import { OtherAccountPage } from './other-account-page.tsx';

/** Answers with how connecting ended; the form token is absent when the visit is over. */
export function showResult(
  context: Context,
  result: AuthorizationResult,
  formToken: string | undefined,
) {
  const isVisiting = formToken !== undefined;
  switch (result.kind) {
    // Away from an address that holds a code, so that a reload does no harm.
    case 'choose_account':
      return context.redirect(`/choose/${result.provider}`, 303);
    case 'connected':
      if (result.givenBack === undefined)
        return context.redirect(`/status?connected=${result.provider}`, 303);
      return tell(context, accountWords(result), isVisiting);
    case 'none_chosen':
    case 'account_taken':
      return tell(context, accountWords(result), isVisiting);
    case 'other_account':
      return context.html(<OtherAccountPage account={result} formToken={formToken} />, 409);
    default:
      return tell(context, wordsOf(result), isVisiting);
  }
}

/** One thing to say, and the way back for whoever still has a visit. */
export function tell(
  context: Context,
  words: ProblemWords & { more?: string[] },
  isVisiting: boolean,
) {
  const { status, title, message, more = [] } = words;
  return context.html(
    <MessagePage title={title} message={message}>
      {more.map((paragraph) => (
        <p>{paragraph}</p>
      ))}
      {isVisiting ? <BackToStatus /> : <AskForLink />}
    </MessagePage>,
    status,
  );
}

interface ProblemResult {
  kind: AuthorizationProblem;
  provider?: unknown;
  words?: AuthorizationProblem;
}

function wordsOf({ kind, provider, words = kind }: ProblemResult): ProblemWords {
  return problemWords(words, providerSchema.safeParse(provider).data);
}
