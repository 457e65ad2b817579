import type { MiddlewareHandler } from 'hono';

/** Two years, the length that browsers' preload lists ask for. */
const hstsSeconds = 63_072_000;

/**
 * Sets the headers that every page of ours has, an error page too. Addresses here hold links and
 * codes, hence no referrer and no caching.
 */
export function securityHeaders(formOrigins: string[]): MiddlewareHandler {
  const headers = securityHeaderValues(formOrigins);
  return async (context, next) => {
    await next();
    for (const [name, value] of Object.entries(headers)) {
      if (!context.res.headers.has(name)) context.res.headers.set(name, value);
    }
  };
}

/** The same, for a response made outside of the app. */
export function securityHeaderValues(formOrigins: string[]): Record<string, string> {
  // Browsers check form-action against redirects too, hence the origins that our forms lead on to.
  const formAction = ["'self'", ...formOrigins].join(' ');
  return {
    'content-security-policy': `default-src 'none'; style-src 'self'; form-action ${formAction}; frame-ancestors 'none'; base-uri 'none'`,
    'strict-transport-security': `max-age=${hstsSeconds}; includeSubDomains`,
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'cross-origin-opener-policy': 'same-origin',
    'permissions-policy': 'camera=(), geolocation=(), microphone=()',
  };
}
