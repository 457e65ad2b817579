import { type LinkClaims, linkClaims } from '../../contracts/portal-tokens.ts';
import type { Operator } from '../../contracts/stored-items.ts';
import { findLinkProblem, type LinkProblem } from '../../domain/portal/link-problem.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { HostedLinks } from '../../ports/hosted-links.ts';
import type { Operators } from '../../ports/operators.ts';
import { readSignedText, type Signer, signText } from './signed-text.ts';

export interface HostedLinkDeps {
  signer: Signer;
  hostedLinks: HostedLinks;
  operators: Operators;
  activities: Activities;
  clock: Clock;
  portalBaseUrl: string;
}

export type LinkOpening =
  | { kind: 'open'; operator: Operator; claims: LinkClaims }
  | { kind: 'closed'; problem: LinkProblem };

const dayMs = 24 * 3_600_000;

/** A link that lies in a mailbox for longer is one that somebody else finds. */
export const linkDaysAtMost = 7;

/**
 * Creates a link for an operator and returns its address.
 * @throws Error when the operator does not exist or the days are not 1 to 7.
 */
export async function createHostedLink(
  deps: HostedLinkDeps,
  wish: { operatorId: string; days: number; actor: string },
): Promise<{ url: string; linkId: string; expiresAt: string }> {
  if (!Number.isInteger(wish.days) || wish.days < 1 || wish.days > linkDaysAtMost) {
    throw new Error(`A link is good for 1 to ${linkDaysAtMost} whole days.`);
  }
  const operator = await deps.operators.get(wish.operatorId);
  if (operator === undefined) throw new Error(unknownOperator(wish.operatorId));
  const nowEpochMs = deps.clock.nowEpochMs();
  const claims: LinkClaims = {
    operatorId: wish.operatorId,
    purpose: 'connect',
    linkId: deps.signer.crypto.randomToken(16),
    expiresAtEpochMs: nowEpochMs + wish.days * dayMs,
  };
  const createdAt = new Date(nowEpochMs).toISOString();
  await deps.hostedLinks.put({ ...claims, createdAt });
  await deps.activities.append({
    operatorId: wish.operatorId,
    activityId: deps.signer.crypto.uuid(),
    at: createdAt,
    type: 'link.created',
    actor: wish.actor,
    detail: { linkId: claims.linkId, days: wish.days },
  });
  return {
    url: `${deps.portalBaseUrl}/link/${await signText(deps.signer, 'hosted-link', claims)}`,
    linkId: claims.linkId,
    expiresAt: new Date(claims.expiresAtEpochMs).toISOString(),
  };
}

/** Looks at a link without changing anything: mail scanners open links too. */
export async function openHostedLink(deps: HostedLinkDeps, token: string): Promise<LinkOpening> {
  const parsed = linkClaims.safeParse(await readSignedText(deps.signer, 'hosted-link', token));
  if (!parsed.success) return { kind: 'closed', problem: 'unreadable' };
  const claims = parsed.data;
  const stored = await deps.hostedLinks.get(claims.operatorId, claims.linkId);
  const problem = findLinkProblem(stored, claims.expiresAtEpochMs, deps.clock.nowEpochMs());
  if (problem !== undefined) return { kind: 'closed', problem };
  const operator = await deps.operators.get(claims.operatorId);
  return operator === undefined
    ? { kind: 'closed', problem: 'unreadable' }
    : { kind: 'open', operator, claims };
}

/** Tells how to create what is missing. */
export function unknownOperator(operatorId: string): string {
  return `There is no operator "${operatorId}". Create it with: rollerdoor operator add ${operatorId} "<name>"`;
}
