/**
 * Doorkeeper 5.5's comparison: an extra query is tolerated, the port of a loopback address is free
 * (RFC 8252), everything else must be equal; fragments never match.
 */
export function isRedirectUriMatching(candidate: string, registered: string): boolean {
  const url = parseUrl(candidate);
  const expected = parseUrl(registered);
  if (url === null || expected === null || candidate.includes('#')) return false;
  if (expected.search !== '' && url.search !== expected.search) return false;
  if (isLoopback(url) && isLoopback(expected)) url.port = expected.port;
  url.search = '';
  expected.search = '';
  return url.href === expected.href;
}

/** Adds parameters form-encoded, keeping a query that is already there. */
export function addQuery(uri: string, params: Readonly<Record<string, string>>): string {
  const added = new URLSearchParams(params).toString();
  return `${uri}${uri.includes('?') ? '&' : '?'}${added}`;
}

function parseUrl(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function isLoopback(url: URL): boolean {
  return /^127\.\d+\.\d+\.\d+$/.test(url.hostname) || url.hostname === '[::1]';
}
