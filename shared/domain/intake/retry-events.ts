import type { SourceState } from '../../contracts/source-state.ts';
import { beginSearch, type EventSearch, resumeSearch } from './narrow-events.ts';

/** Stora's list of event types grows with its versions, not by the hour. */
const retryAfterMs = 86_400_000;

/**
 * Which names are to be tried (again) on an endpoint that stands: what a search that was cut off left
 * open, what is new in the configuration, and daily what was refused. Of an endpoint that was registered
 * before any of that was noted, everything. Undefined: none.
 */
export function eventsToTry(
  events: SourceState['events'],
  wanted: readonly string[],
  nowEpochMs: number,
): EventSearch | undefined {
  if (events === undefined) return beginSearch(wanted);
  const known = [...events.accepted, ...events.refused];
  const news = wanted.filter((name) => !known.includes(name));
  const isDue = nowEpochMs - Date.parse(events.at) >= retryAfterMs;
  const again = isDue ? events.refused.filter((name) => wanted.includes(name)) : [];
  if (news.length + again.length === 0) return undefined;
  return resumeSearch(events.accepted, [...news, ...again]);
}

/** Nothing that we asked for was taken: an endpoint is only tried again after a day. */
export function restsWithoutEndpoint(
  events: SourceState['events'],
  { connectedAt, nowEpochMs }: { connectedAt: string; nowEpochMs: number },
): boolean {
  if (events === undefined || events.accepted.length > 0 || events.open.length > 0) return false;
  const triedAtEpochMs = Date.parse(events.at);
  return triedAtEpochMs >= Date.parse(connectedAt) && nowEpochMs - triedAtEpochMs < retryAfterMs;
}
