import { type SessionClaims, sessionClaims } from '../../contracts/portal-tokens.ts';
import { findLinkProblem, type LinkProblem } from '../../domain/portal/link-problem.ts';
import { auditRefusal } from '../audit/audit-refusal.ts';
import { type HostedLinkDeps, type LinkOpening, openHostedLink } from './hosted-links.ts';
import { readSignedText, signText } from './signed-text.ts';

export interface StartedSession {
  kind: 'started';
  cookieValue: string;
  maxAgeSeconds: number;
}

/** A working day: longer than any visit, short enough for a shared computer. */
const sessionMs = 8 * 3_600_000;

/** Starts a visit from a hosted link; it never outlives the link. */
export async function startSession(
  deps: HostedLinkDeps,
  linkToken: string,
  visitorName = '',
): Promise<StartedSession | { kind: 'closed'; problem: LinkProblem }> {
  const opening = await openHostedLink(deps, linkToken);
  if (opening.kind === 'closed') {
    await auditClosedLink(deps, opening);
    return { kind: 'closed', problem: opening.problem };
  }
  const nowEpochMs = deps.clock.nowEpochMs();
  const expiresAtEpochMs = Math.min(nowEpochMs + sessionMs, opening.claims.expiresAtEpochMs);
  const claims: SessionClaims = {
    operatorId: opening.claims.operatorId,
    linkId: opening.claims.linkId,
    sessionId: deps.signer.crypto.randomToken(16),
    expiresAtEpochMs,
    ...(visitorName === '' ? {} : { visitorName }),
  };
  await deps.activities.append({
    operatorId: claims.operatorId,
    activityId: deps.signer.crypto.uuid(),
    at: new Date(nowEpochMs).toISOString(),
    type: 'visit.started',
    actor: 'operator',
    detail: { linkId: claims.linkId },
  });
  return {
    kind: 'started',
    cookieValue: await signText(deps.signer, 'session', claims),
    maxAgeSeconds: Math.floor((expiresAtEpochMs - nowEpochMs) / 1000),
  };
}

/** A link that we never signed names nobody, so there is nobody to tell. */
async function auditClosedLink(
  deps: HostedLinkDeps,
  { problem, claims }: Extract<LinkOpening, { kind: 'closed' }>,
): Promise<void> {
  if (claims === undefined) return;
  const { operatorId, linkId } = claims;
  const attempt = { operatorId, type: 'link.refused', detail: { linkId, reason: problem } };
  await auditRefusal({ ...deps, crypto: deps.signer.crypto }, attempt);
}

/** Returns the visit a cookie stands for; undefined when it is not ours, over, or its link revoked. */
export async function readSession(
  deps: HostedLinkDeps,
  cookieValue: string | undefined,
): Promise<SessionClaims | undefined> {
  if (cookieValue === undefined) return undefined;
  const parsed = sessionClaims.safeParse(await readSignedText(deps.signer, 'session', cookieValue));
  if (!parsed.success) return undefined;
  const session = parsed.data;
  const link = await deps.hostedLinks.get(session.operatorId, session.linkId);
  const problem = findLinkProblem(link, session.expiresAtEpochMs, deps.clock.nowEpochMs());
  return problem === undefined ? session : undefined;
}

/** Returns the value that every form of this visit carries, so that no other site can submit one. */
export function formToken(deps: HostedLinkDeps, session: SessionClaims): Promise<string> {
  return signText(deps.signer, 'form', { sessionId: session.sessionId });
}

/** Tells whether a form was made for this very visit; one that was not is noted. */
export async function isOwnForm(
  deps: HostedLinkDeps,
  session: SessionClaims,
  token: string,
): Promise<boolean> {
  const claims = await readSignedText(deps.signer, 'form', token);
  const isOwn =
    typeof claims === 'object' &&
    claims !== null &&
    'sessionId' in claims &&
    claims.sessionId === session.sessionId;
  if (!isOwn) {
    const { operatorId, linkId } = session;
    const attempt = { operatorId, type: 'form.refused', detail: { linkId } };
    await auditRefusal({ ...deps, crypto: deps.signer.crypto }, attempt);
  }
  return isOwn;
}
