import type { Activity } from '../../contracts/activity-item.ts';
import type { Connection } from '../../contracts/connection-item.ts';
import type { SourceState } from '../../contracts/source-state.ts';
import { heardEpochMs } from './heard.ts';

type Silence = NonNullable<SourceState['silence']>;

/** What a night found, taken down; what a person said of this very silence stays. */
export function withSilence(
  state: SourceState,
  found: Pick<Silence, 'heardAt' | 'usualGapMs'> | undefined,
  at: string,
): SourceState {
  const { silence, ...rest } = state;
  if (found === undefined) return rest;
  if (silence?.heardAt === found.heardAt) return state;
  return { ...rest, silence: { ...found, noticedAt: at } };
}

/** A person knows why nothing is heard. It holds until the source is heard again. */
export function withAcceptedSilence(
  state: SourceState,
  accepted: NonNullable<Silence['accepted']>,
): SourceState {
  if (state.silence === undefined) return state;
  return { ...state, silence: { ...state.silence, accepted } };
}

/**
 * The silence that an operator has to know of; undefined: there is none, it was heard again since, it is of
 * another company or of before the latest authorization, or a person knows why.
 */
export function openSilence(
  connection: Connection | undefined,
  state: SourceState | undefined,
  activities: ReadonlyArray<Pick<Activity, 'type' | 'at' | 'detail'>> = [],
): Silence | undefined {
  const silence = standingSilence(connection, state);
  if (silence === undefined || silence.accepted !== undefined) return undefined;
  const heardAtEpochMs = Date.parse(silence.heardAt);
  return heardEpochMs(activities).some((at) => at > heardAtEpochMs) ? undefined : silence;
}

/** The same, whoever knows of it. */
export function standingSilence(
  connection: Connection | undefined,
  state: SourceState | undefined,
): Silence | undefined {
  if (connection?.status !== 'connected') return undefined;
  if (state?.silence === undefined || state.accountId !== connection.account.id) return undefined;
  const isOfNow = Date.parse(state.silence.noticedAt) >= Date.parse(connection.connectedAt);
  return isOfNow ? state.silence : undefined;
}
