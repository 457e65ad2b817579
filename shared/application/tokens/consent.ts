import type { ListedAccount } from '../../contracts/account-items.ts';
import type { TokenPair } from '../../contracts/token-pairs.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { ConnectionKey } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Grant } from '../../ports/oauth-provider.ts';

/** A permission that a person gave for an operator, and that is not a connection yet. */
export interface Consent extends ConnectionKey {
  linkId: string;
  /** How the visitor of that link called themselves. */
  visitorName?: string | undefined;
  grant: Grant;
  /** The person said beforehand that another company is meant. */
  mayBeOtherAccount: boolean;
  /** Companies that were opened by this very consent. */
  added: ListedAccount[];
}

export function pairOf(grant: Grant): TokenPair {
  const { accessToken, refreshToken } = grant;
  return { accessToken, ...(refreshToken === undefined ? {} : { refreshToken }) };
}

/** Notes what the person did, or what became of it. */
export async function noteConsent(
  deps: { activities: Activities; clock: Clock; crypto: Crypto },
  consent: ConnectionKey & { linkId: string },
  activity: { type: string; detail: Record<string, string | number> },
): Promise<void> {
  const { operatorId, provider, linkId } = consent;
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at: new Date(deps.clock.nowEpochMs()).toISOString(),
    type: activity.type,
    actor: 'operator',
    detail: { provider, linkId, ...activity.detail },
  });
}
