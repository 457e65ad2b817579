// Takes the place of @aws-sdk/credential-provider-node, the SDK's chain of SSO, STS, IMDS, container, web
// identity, process and ini files: Lambda puts a role's credentials into the environment and nowhere else.

interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  /** How the SDK's own provider says in the user agent where credentials came from. */
  readonly $source: { readonly CREDENTIALS_ENV_VARS: 'g' };
}

/**
 * Returns what the SDK asks before each request; nothing is remembered, so that other credentials put into
 * the environment are used from the next request on.
 * @throws Error of the asking when a variable is missing; retrying would not help.
 */
export function defaultProvider(): () => Promise<Credentials> {
  return async () => {
    const { AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN } = process.env;
    if (!AWS_ACCESS_KEY_ID) throw missing('AWS_ACCESS_KEY_ID');
    if (!AWS_SECRET_ACCESS_KEY) throw missing('AWS_SECRET_ACCESS_KEY');
    return {
      accessKeyId: AWS_ACCESS_KEY_ID,
      secretAccessKey: AWS_SECRET_ACCESS_KEY,
      ...(AWS_SESSION_TOKEN ? { sessionToken: AWS_SESSION_TOKEN } : {}),
      $source: { CREDENTIALS_ENV_VARS: 'g' },
    };
  };
}

function missing(variable: string): Error {
  const error = new Error(
    `${variable} is not set. Functions take their AWS credentials from the environment only.`,
  );
  error.name = 'CredentialsProviderError';
  return error;
}
