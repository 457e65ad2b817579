import type { Connection } from '../../contracts/connection-item.ts';
import type { SourceState } from '../../contracts/source-state.ts';
import { sourceManifest } from '../../source/registry.ts';
import { sourceName } from '../../source/source-name.ts';
import { describeLacks, isLacking } from '../intake/lacks.ts';
import { dayAndTime } from './day-and-time.ts';

/** Registering takes seconds; until then nothing is wrong. */
const registeredWithinMs = 2 * 60_000;

/** Connected, but nothing that happens there is told to us. */
export function isSilent(connection: Connection, nowEpochMs: number): boolean {
  const { provider, status, endpointId, connectedAt } = connection;
  if (provider !== sourceName || status !== 'connected' || endpointId !== undefined) return false;
  return nowEpochMs - Date.parse(connectedAt) > registeredWithinMs;
}

/** The endpoint that we registered was found switched off at the source. */
export function isSwitchedOff(
  connection: Connection | undefined,
  state: SourceState | undefined,
): boolean {
  if (connection?.provider !== sourceName || connection.status !== 'connected') return false;
  if (state?.accountId !== connection.account.id) return false;
  return isLacking(state.lacks, 'endpoint', connection.connectedAt);
}

/** What the operator of a silent connection has to know. */
export function silentAdvice(
  { connectedAt }: Pick<Connection, 'connectedAt'>,
  state: SourceState | undefined,
): string {
  // Found out under an earlier authorization: of this one it is only not known yet.
  const isOfBefore =
    state?.events !== undefined && Date.parse(state.events.at) < Date.parse(connectedAt);
  if (isOfBefore)
    return `${sourceManifest.name} does not send us notifications at the moment. We try to switch them on every few minutes and read changes once an hour until then, so there is nothing for you to do. What was issued meanwhile and did not arrive is told here afterwards.`;
  return state?.events === undefined
    ? `${sourceManifest.name} does not send us notifications yet, so changes there do not arrive. We try to switch them on every few minutes, and there is nothing for you to do. What was issued meanwhile is told here afterwards.`
    : `${sourceManifest.name} takes none of the notifications that we ask for. Changes are read once an hour instead, so they arrive later; nothing is lost, and there is nothing for you to do.`;
}

/** What the operator of a source has to know that used to tell us of changes and does not any more. */
export function quietAdvice(
  { heardAt, usualGapMs }: NonNullable<SourceState['silence']>,
  timeZone: string | undefined,
): string {
  const { name } = sourceManifest;
  return `${name} has told us of nothing since ${dayAndTime(heardAt, timeZone)}, although something changed there; usually it does every ${spanWords(usualGapMs)}. Both sides are compared every night, so what is not told arrives by the next morning. Look in ${name} whether its notifications to us are switched on, or reconnect ${name}: then they are registered anew.`;
}

const hourMs = 3_600_000;

/** "20 minutes", "3 hours", "2 days" */
function spanWords(ms: number): string {
  const [count, word] =
    ms < 1.5 * hourMs
      ? [Math.max(1, Math.round(ms / 60_000)), 'minute']
      : ms < 36 * hourMs
        ? [Math.round(ms / hourMs), 'hour']
        : [Math.round(ms / (24 * hourMs)), 'day'];
  return count === 1 ? word : `${count} ${word}s`;
}

/** Things that this source does not have and that we do without; each is said once. */
export function sourceNotices(connection: Connection, state: SourceState | undefined): string[] {
  if (state === undefined || state.accountId !== connection.account.id) return [];
  const { events, lacks } = state;
  return [
    ...(events === undefined || events.accepted.length === 0 ? [] : refusedWords(events.refused)),
    ...describeLacks(lacks, connection.connectedAt),
  ];
}

function refusedWords(refused: readonly string[]): string[] {
  if (refused.length === 0) return [];
  const names = refused.join(', ');
  return [
    `${sourceManifest.name} does not notify us of everything (it does not know ${names}). What that would tell is read once an hour instead, so it arrives later; nothing is lost.`,
  ];
}
