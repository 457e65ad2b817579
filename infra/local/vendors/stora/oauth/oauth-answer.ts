import type { Json } from '../core/resources.ts';

/** An OAuth error with the texts of Doorkeeper 5.5 (unchanged up to 6). */
export class OauthError extends Error {
  readonly status: number;
  readonly error: string;
  readonly extraBody: Readonly<Record<string, Json>>;

  constructor(
    error: string,
    description: string,
    answer: { readonly status: number; readonly extraBody?: Readonly<Record<string, Json>> },
  ) {
    super(description);
    this.error = error;
    this.status = answer.status;
    this.extraBody = answer.extraBody ?? {};
  }
}

/** The request could not be parsed: the framework answers, not the OAuth code. */
export class FrameworkError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`framework answers ${status}`);
    this.status = status;
  }
}

export const oauthErrors = {
  invalidGrant: () =>
    new OauthError(
      'invalid_grant',
      'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
      { status: 400 },
    ),
  invalidClient: () =>
    new OauthError(
      'invalid_client',
      'Client authentication failed due to unknown client, no client authentication included, or unsupported authentication method.',
      { status: 401 },
    ),
  missingParameter: (name: string) =>
    new OauthError('invalid_request', `Missing required parameter: ${name}.`, { status: 400 }),
  notAuthorized: () =>
    new OauthError(
      'invalid_request',
      'Request need to be authorized. Required parameter for authorizing request is missing or invalid.',
      { status: 400 },
    ),
  invalidScope: () =>
    new OauthError('invalid_scope', 'The requested scope is invalid, unknown, or malformed.', {
      status: 400,
    }),
  unsupportedGrantType: () =>
    new OauthError(
      'unsupported_grant_type',
      'The authorization grant type is not supported by the authorization server.',
      { status: 400 },
    ),
  /** The odd `state` member is Doorkeeper's. */
  invalidToken: (reason: TokenProblem) =>
    new OauthError('invalid_token', tokenProblemTexts[reason], {
      status: 401,
      extraBody: { state: 'unauthorized' },
    }),
};

export type TokenProblem = 'unknown' | 'expired' | 'revoked';

/** Descriptions of a token that does not open the door. */
export const tokenProblemTexts: Readonly<Record<TokenProblem, string>> = {
  unknown: 'The access token is invalid',
  expired: 'The access token expired',
  revoked: 'The access token was revoked',
};

/** `WWW-Authenticate` value as Doorkeeper writes it. */
export function bearerChallenge(error: string, description: string): string {
  return `Bearer realm="Doorkeeper", error="${error}", error_description="${description}"`;
}

/** Runs an OAuth endpoint and turns its errors into their HTTP form. */
export async function answerOauth(run: () => Promise<Response>): Promise<Response> {
  try {
    return await run();
  } catch (error) {
    // Expected refusals become answers; anything else is a bug of the sandbox and goes up.
    if (error instanceof OauthError) return renderOauthError(error);
    if (error instanceof FrameworkError) return renderFrameworkError(error.status);
    throw error;
  }
}

/** The web framework's own error body, which also has a member called `error`. */
export function renderFrameworkError(status: number): Response {
  if (status === 500) return new Response(null, { status });
  const texts: Readonly<Record<number, string>> = { 400: 'Bad Request', 404: 'Not Found' };
  return Response.json({ status, error: texts[status] ?? 'Error' }, { status });
}

function renderOauthError(error: OauthError): Response {
  const body = { error: error.error, error_description: error.message, ...error.extraBody };
  return Response.json(body, {
    status: error.status,
    headers: {
      'Cache-Control': 'no-store',
      Pragma: 'no-cache',
      'WWW-Authenticate': bearerChallenge(error.error, error.message),
    },
  });
}
