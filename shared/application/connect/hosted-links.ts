import type { Activity } from '../../contracts/activity-item.ts';
import type { HostedLink, LinkPurpose } from '../../contracts/hosted-link-item.ts';
import type { Operator } from '../../contracts/operator-item.ts';
import { type LinkClaims, linkClaims } from '../../contracts/portal-tokens.ts';
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
  /** With what the link says, if we signed it and its operator is still with us. */
  | { kind: 'closed'; problem: LinkProblem; claims?: LinkClaims };

export interface HandedOutLink {
  url: string;
  linkId: string;
  expiresAt: string;
}

const dayMs = 24 * 3_600_000;

/** A link that lies in a mailbox for longer is one that somebody else finds. */
export const linkDaysAtMost = 7;

/**
 * Creates a link for an operator and returns its address.
 * @throws Error when the operator does not exist or the days are not 1 to 7.
 */
export async function createHostedLink(
  deps: HostedLinkDeps,
  wish: { operatorId: string; days: number; actor: string; purpose?: LinkPurpose },
): Promise<HandedOutLink> {
  if (!Number.isInteger(wish.days) || wish.days < 1 || wish.days > linkDaysAtMost) {
    throw new Error(`A link is good for 1 to ${linkDaysAtMost} whole days.`);
  }
  const operator = await deps.operators.get(wish.operatorId);
  if (operator === undefined || operator.removal !== undefined) {
    throw new Error(unknownOperator(wish.operatorId));
  }
  const nowEpochMs = deps.clock.nowEpochMs();
  const link: HostedLink = {
    operatorId: wish.operatorId,
    purpose: wish.purpose ?? 'connect',
    linkId: deps.signer.crypto.randomToken(16),
    createdAt: new Date(nowEpochMs).toISOString(),
    expiresAtEpochMs: nowEpochMs + wish.days * dayMs,
  };
  await deps.hostedLinks.put(link);
  await note(deps, link, { type: 'link.created', actor: wish.actor, detail: { days: wish.days } });
  return handedOut(deps, link);
}

/**
 * Returns the address of a link again, for somebody who lost the e-mail; its end stays.
 * @throws Error when there is no such link or it was revoked.
 */
export async function resendHostedLink(
  deps: HostedLinkDeps,
  wish: { operatorId: string; linkId: string; actor: string },
): Promise<HandedOutLink> {
  const link = await deps.hostedLinks.get(wish.operatorId, wish.linkId);
  if (link === undefined || link.revokedAt !== undefined) {
    throw new Error(`${wish.operatorId} has no such link that is still good: create a new one.`);
  }
  await note(deps, link, { type: 'link.resent', actor: wish.actor, detail: {} });
  return handedOut(deps, link);
}

/** Withdraws a link and with it every visit that it opened. Doing it twice changes nothing. */
export async function revokeHostedLink(
  deps: HostedLinkDeps,
  wish: { operatorId: string; linkId: string; actor: string },
): Promise<'revoked' | 'revoked_before' | 'no_such_link'> {
  const link = await deps.hostedLinks.get(wish.operatorId, wish.linkId);
  if (link === undefined) return 'no_such_link';
  if (link.revokedAt !== undefined) return 'revoked_before';
  const revokedAt = new Date(deps.clock.nowEpochMs()).toISOString();
  await deps.hostedLinks.put({ ...link, revokedAt });
  await note(deps, link, { type: 'link.revoked', actor: wish.actor, detail: {} });
  return 'revoked';
}

/** Looks at a link without changing anything: mail scanners open links too. */
export async function openHostedLink(deps: HostedLinkDeps, token: string): Promise<LinkOpening> {
  const parsed = linkClaims.safeParse(await readSignedText(deps.signer, 'hosted-link', token));
  if (!parsed.success) return { kind: 'closed', problem: 'unreadable' };
  const claims = parsed.data;
  const stored = await deps.hostedLinks.get(claims.operatorId, claims.linkId);
  const problem = findLinkProblem(stored, claims.expiresAtEpochMs, deps.clock.nowEpochMs());
  const operator = await deps.operators.get(claims.operatorId);
  const isGone = operator === undefined || operator.removal !== undefined;
  if (problem !== undefined) return { kind: 'closed', problem, ...(isGone ? {} : { claims }) };
  return isGone ? { kind: 'closed', problem: 'unreadable' } : { kind: 'open', operator, claims };
}

/** Tells how to create what is missing. */
export function unknownOperator(operatorId: string): string {
  return `There is no operator "${operatorId}". Create it with: rollerdoor operator add ${operatorId} "<name>"`;
}

/** The address follows from the link alone, so it need not be stored to be handed out again. */
async function handedOut(deps: HostedLinkDeps, link: HostedLink): Promise<HandedOutLink> {
  const { linkId, expiresAtEpochMs } = link;
  return {
    url: await linkUrl(deps, link),
    linkId,
    expiresAt: new Date(expiresAtEpochMs).toISOString(),
  };
}

/** Under which a link is opened. */
export async function linkUrl(
  { signer, portalBaseUrl }: Pick<HostedLinkDeps, 'signer' | 'portalBaseUrl'>,
  { operatorId, purpose, linkId, expiresAtEpochMs }: LinkClaims,
): Promise<string> {
  const claims: LinkClaims = { operatorId, purpose, linkId, expiresAtEpochMs };
  return `${portalBaseUrl}/link/${await signText(signer, 'hosted-link', claims)}`;
}

function note(
  deps: HostedLinkDeps,
  link: HostedLink,
  activity: Pick<Activity, 'type' | 'actor' | 'detail'>,
): Promise<void> {
  return deps.activities.append({
    operatorId: link.operatorId,
    activityId: deps.signer.crypto.uuid(),
    at: new Date(deps.clock.nowEpochMs()).toISOString(),
    type: activity.type,
    actor: activity.actor,
    detail: { linkId: link.linkId, ...activity.detail },
  });
}
