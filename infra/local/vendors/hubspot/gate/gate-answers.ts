import { type ApiAnswer, errorAnswer } from '../api/answers.ts';
import { isoTime } from '../core/hubspot-dates.ts';
import type { AccessToken } from '../oauth/grants.ts';

/** 401 for a token that was never given, or ended. */
export function unknownToken(correlationId: string): ApiAnswer {
  const message =
    'Authentication credentials not found. This API supports OAuth 2.0 authentication and you can find more details at https://developers.hubspot.com/docs/methods/auth/oauth-overview';
  return errorAnswer({ status: 401, category: 'INVALID_AUTHENTICATION', message }, correlationId);
}

/** 401 for a token whose half hour is over. */
export function expiredToken(
  lateMs: number,
  about: { readonly access: AccessToken; readonly uuid: string },
): ApiAnswer {
  const seconds = Math.floor(lateMs / 1_000);
  return errorAnswer(
    {
      status: 401,
      category: 'EXPIRED_AUTHENTICATION',
      message: `The OAuth token used to make this call expired ${seconds} second(s) ago.`,
      context: { 'expire time': [isoTime(about.access.expiresAtEpochMs)] },
    },
    about.uuid,
  );
}

/** What calls get after an administrator took the app away. */
export function uninstalled(status: 401 | 403, correlationId: string): ApiAnswer {
  if (status === 401) return unknownToken(correlationId);
  const message = 'This app is not installed in the account.';
  return errorAnswer({ status: 403, category: 'BANNED', message }, correlationId);
}

/** 403 with the scopes of which one is needed. */
export function missingScopes(scopes: readonly string[], correlationId: string): ApiAnswer {
  return errorAnswer(
    {
      status: 403,
      category: 'MISSING_SCOPES',
      message:
        "This app hasn't been granted all required scopes to make this call. Read more about required scopes here: https://developers.hubspot.com/scopes.",
      errors: [
        {
          message: 'One or more of the following scopes are required.',
          context: { requiredGranularScopes: scopes },
        },
      ],
    },
    correlationId,
  );
}

/** 429 in the words of the policy. */
export function limited(
  policyName: 'TEN_SECONDLY_ROLLING' | 'SECONDLY' | 'DAILY',
  id: string,
): ApiAnswer {
  return {
    status: 429,
    body: {
      status: 'error',
      message: `You have reached your ${policyName.toLowerCase()} limit.`,
      errorType: 'RATE_LIMIT',
      correlationId: id,
      policyName,
      requestId: id,
    },
  };
}

/** A page of whoever stands in front of the application. */
export function proxyError(status: 502 | 503 | 504): ApiAnswer {
  const words = {
    502: 'Bad Gateway',
    503: 'Service Temporarily Unavailable',
    504: 'Gateway Time-out',
  };
  const body = `<html><head><title>${status} ${words[status]}</title></head><body><center><h1>${status} ${words[status]}</h1></center><hr><center>cloudflare</center></body></html>`;
  return { status, body };
}
