import type { Provider } from '../../contracts/ids.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';

/** How a visit to `/callback/{provider}` can end. */
export type AuthorizationResult =
  | {
      kind: 'connected';
      provider: Provider;
      /** Companies that were allowed, too, and of which we let go; with the name of ours. */
      account?: string;
      givenBack?: string[];
    }
  /** A page asks which company is meant. */
  | { kind: 'choose_account'; provider: Provider }
  | { kind: 'none_chosen'; provider: Provider; givenBack: string[] }
  /** Belongs to another operator; the name is absent where it could be several. */
  | { kind: 'account_taken'; provider: Provider; account: string | undefined; givenBack?: string[] }
  | {
      kind: 'other_account';
      provider: Provider;
      before: string;
      now: string;
      givenBack?: string[];
    }
  | {
      kind: Exclude<AuthorizationProblem, 'unknown_provider' | 'scopes_refused'>;
      provider: Provider;
      /** Said instead of what is said of the kind in general. */
      words?: AuthorizationProblem;
    }
  | { kind: 'unknown_provider' };

export type AuthorizationProblem =
  | 'unknown_provider'
  | 'state_missing'
  | 'used_or_unknown'
  | 'expired'
  | 'wrong_provider'
  | 'wrong_browser'
  | 'operator_removed'
  | 'denied'
  | 'provider_error'
  | 'scopes_refused'
  | 'code_missing'
  | 'code_refused'
  | 'our_fault'
  | 'provider_unavailable'
  | 'no_account'
  | 'choice_over';

export interface ProblemWords {
  status: 200 | 400 | 401 | 403 | 404 | 409 | 410 | 413 | 502 | 503;
  title: string;
  message: string;
}

/**
 * Returns what a person reads when connecting did not work: what happened and what to do.
 * Never a word of what the address bar holds.
 */
export function problemWords(problem: AuthorizationProblem, provider?: Provider): ProblemWords {
  const words = problems[problem];
  const name = provider === undefined ? 'the other system' : providerManifests[provider].name;
  return {
    status: words.status,
    title: words.title.replaceAll('{provider}', name),
    message: words.message.replaceAll('{provider}', name),
  };
}

const problems: Record<AuthorizationProblem, ProblemWords> = {
  unknown_provider: {
    status: 404,
    title: 'Page not found',
    message: 'This address does not exist. Open the link from your e-mail again.',
  },
  state_missing: {
    status: 400,
    title: 'This page cannot be opened directly',
    message: 'Open the link from your e-mail and press the connect button there.',
  },
  used_or_unknown: {
    status: 409,
    title: 'This step is over',
    message:
      'The answer of {provider} was used before, for example because the page was loaded twice, or it came after more than 10 minutes. Nothing was changed now. The status page shows whether {provider} is connected; if it is not, press its connect button again.',
  },
  expired: {
    status: 410,
    title: 'That took too long',
    message:
      'For your safety the permission has to be given within 10 minutes. Nothing was changed. Please press the connect button again.',
  },
  wrong_provider: {
    status: 400,
    title: 'The answer came from the wrong place',
    message: 'Nothing was changed. Please press the connect button again.',
  },
  wrong_browser: {
    status: 403,
    title: 'Please finish in the browser in which you started',
    message:
      'The connection was started in another browser, or your visit here has ended. Nothing was changed. Open the link from your e-mail again and press the connect button.',
  },
  operator_removed: {
    status: 410,
    title: 'This account was closed',
    message: 'Nothing was connected. If that is a mistake, tell who sent you the link.',
  },
  denied: {
    status: 200,
    title: 'Permission was not given',
    message:
      'You chose not to allow access in {provider}. Nothing was changed. If that was a slip, press the connect button again.',
  },
  provider_error: {
    status: 502,
    title: '{provider} could not complete the request',
    message: 'Nothing was changed. Please try again; if it fails again, tell support.',
  },
  scopes_refused: {
    status: 502,
    title: '{provider} does not know one of our permissions',
    message:
      'Nothing was changed, and our engineers were told. Go to your connections and press “Connect with fewer permissions”: your books need no more.',
  },
  code_missing: {
    status: 400,
    title: 'The answer was incomplete',
    message: 'Nothing was changed. Please press the connect button again.',
  },
  code_refused: {
    status: 400,
    title: '{provider} no longer accepted the permission',
    message: 'It was used already or is too old. Please press the connect button again.',
  },
  our_fault: {
    status: 503,
    title: 'We cannot connect at the moment',
    message:
      'The fault is on our side and our engineers were told. Nothing is wrong with your account. Please try again later.',
  },
  provider_unavailable: {
    status: 503,
    title: '{provider} does not answer at the moment',
    message: 'The connection was not made. Please try again in a few minutes.',
  },
  choice_over: {
    status: 409,
    title: 'This choice is over',
    message:
      'It was answered before, or it took more than 10 minutes. The status page shows whether {provider} is connected; if it is not, press its connect button again.',
  },
  no_account: {
    status: 400,
    title: 'No company was chosen',
    message:
      '{provider} gave access to no company. Press the connect button again and choose the company whose data is meant.',
  },
};
