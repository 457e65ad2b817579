import type { HostedLink, LinkPurpose } from '../../contracts/hosted-link-item.ts';
import { type HostedLinkDeps, linkUrl } from '../connect/hosted-links.ts';

/**
 * Makes the link that a mail hands out good, when it leaves; one that never leaves opens nothing.
 * Doing it twice is the same link.
 */
export async function openMailedLink(
  deps: HostedLinkDeps,
  operatorId: string,
  content: { linkId: string; expiresAtEpochMs: number; personId: string; purpose?: LinkPurpose },
): Promise<string> {
  const { linkId, expiresAtEpochMs, personId, purpose = 'connect' } = content;
  const known = await deps.hostedLinks.get(operatorId, linkId);
  const createdAt = new Date(deps.clock.nowEpochMs()).toISOString();
  const fresh = { operatorId, linkId, purpose, personId, createdAt, expiresAtEpochMs };
  const link: HostedLink = known ?? fresh;
  if (known === undefined) {
    await deps.hostedLinks.put(link);
    await deps.activities.append({
      operatorId,
      activityId: deps.signer.crypto.uuid5(`link.created ${operatorId} ${linkId}`),
      at: createdAt,
      type: 'link.created',
      actor: 'rollerdoor',
      detail: { linkId, mailed: true },
    });
  }
  return linkUrl(deps, link);
}
