import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';

/** With its prefix `__Host-rollerdoor`: bound to this host, to `/` and to TLS by the browser itself. */
const cookieName = 'rollerdoor';

/** Returns the cookie's value as it came, unchecked. */
export function readSessionCookie(context: Context): string | undefined {
  return getCookie(context, cookieName, 'host') || undefined;
}

/** Lax, not Strict: the browser comes back from the provider by a link of another site. */
export function writeSessionCookie(context: Context, value: string, maxAgeSeconds: number): void {
  setCookie(context, cookieName, value, {
    prefix: 'host',
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: maxAgeSeconds,
  });
}
