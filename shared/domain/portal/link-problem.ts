import type { HostedLink } from '../../contracts/hosted-link-item.ts';

export type LinkProblem = 'unreadable' | 'expired' | 'revoked';

/** Decides why a hosted link may not be used; undefined when it may. */
export function findLinkProblem(
  stored: HostedLink | undefined,
  expiresAtEpochMs: number,
  nowEpochMs: number,
): LinkProblem | undefined {
  if (expiresAtEpochMs <= nowEpochMs) return 'expired';
  if (stored === undefined) return 'unreadable';
  return stored.revokedAt === undefined ? undefined : 'revoked';
}
