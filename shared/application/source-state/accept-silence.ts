import { withAcceptedSilence } from '../../domain/intake/silence.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { SourceStates } from '../../ports/source-states.ts';
import { sourceName } from '../../source/source-name.ts';
import { changeSourceState, sourceStateOf } from './change-source-state.ts';

export interface AcceptSilenceDeps {
  connections: Pick<Connections, 'get'>;
  sourceStates: SourceStates;
  activities: Activities;
  clock: Clock;
  crypto: Crypto;
}

export interface SilenceWish {
  operatorId: string;
  /** When the source was heard last, as the person saw it; absent: whatever stands there. */
  heardAt?: string | undefined;
  actor: string;
  reason: string;
}

/** `heard_again`: there is no silence, or another one than was seen. */
export type SilenceAnswer = 'accepted' | 'heard_again';

/**
 * Takes down that a person knows why nothing is heard of the source. Nobody is told of this silence any more; the
 * next one, after something was heard, is a new one.
 */
export async function acceptSilence(
  deps: AcceptSilenceDeps,
  { operatorId, heardAt, actor, reason }: SilenceWish,
): Promise<SilenceAnswer> {
  const connection = await deps.connections.get({ operatorId, provider: sourceName });
  if (connection === undefined) return 'heard_again';
  const { silence } = await sourceStateOf(deps.sourceStates, connection);
  if (silence === undefined || (heardAt ?? silence.heardAt) !== silence.heardAt)
    return 'heard_again';
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  // Said before it is done: nothing is accepted without anybody knowing by whom.
  await deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at,
    type: 'silence.accepted',
    actor,
    detail: { heardAt: silence.heardAt, reason },
  });
  await changeSourceState(deps.sourceStates, connection, (state) =>
    state.silence?.heardAt === silence.heardAt
      ? withAcceptedSilence(state, { at, by: actor, reason })
      : state,
  );
  return 'accepted';
}
