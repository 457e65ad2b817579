import type { Connection } from '../../contracts/connection-item.ts';
import type { SourceState } from '../../contracts/source-state.ts';
import { isOfOtherSide, ProviderError } from '../../domain/errors/errors.ts';
import { EventsRefusedError } from '../../domain/intake/events-refused-error.ts';
import {
  beginSearch,
  type EventSearch,
  eventsRefused,
  eventsTaken,
  nextEvents,
  openEvents,
  resumeSearch,
} from '../../domain/intake/narrow-events.ts';
import { eventsToTry } from '../../domain/intake/retry-events.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { Source } from '../../ports/source.ts';
import type { SourceStates } from '../../ports/source-states.ts';
import { changeSourceState, sourceStateOf } from '../source-state/change-source-state.ts';

export interface SubscribeDeps {
  sourceStates: SourceStates;
  clock: Clock;
  log: Log;
  metrics: Metrics;
}

type Created = Awaited<ReturnType<Source['createWebhookEndpoint']>>;

/** Beyond twice the names that we can think of; what is left then is tried by the next sweep. */
const callsAtMost = 40;

/**
 * Creates an endpoint for as many event types as the source knows. The first that stands is returned,
 * with what is still to be found out; undefined when it knows none of them.
 */
export async function createNarrowed(
  deps: SubscribeDeps,
  connection: Connection,
  create: (eventTypes: string[] | undefined) => Promise<Created>,
): Promise<{ created: Created; search: EventSearch } | undefined> {
  // A search that was cut off goes on; else the source says itself what we would like to hear.
  let search = await cutOffSearch(deps, connection);
  for (let calls = 0; calls < callsAtMost; calls += 1) {
    const eventTypes = search && nextEvents(search);
    if (search !== undefined && eventTypes === undefined) break;
    try {
      const created = await create(eventTypes);
      return { created, search: eventsTaken(search ?? beginSearch(created.eventTypes)) };
    } catch (error) {
      if (!(error instanceof EventsRefusedError)) {
        // Recovery: the sweep's; it goes on where this one came to, or rests where that is of no use.
        const known = isRefusal(error) ? nothingTaken : search;
        if (known !== undefined) await rememberEvents(deps, connection, { search: known });
        throw error;
      }
      search = eventsRefused(search ?? beginSearch(error.sent), error.hints);
    }
  }
  if (search !== undefined) await rememberEvents(deps, connection, { search });
  return undefined;
}

/** Not for its event types: as refused as it can be, and lists are read until it is otherwise. */
const nothingTaken: EventSearch = { accepted: [], refused: [], open: [] };

function isRefusal(error: unknown): boolean {
  return error instanceof ProviderError && !error.failure.canRetryHelp;
}

async function cutOffSearch(
  deps: SubscribeDeps,
  connection: Connection,
): Promise<EventSearch | undefined> {
  const { events } = await sourceStateOf(deps.sourceStates, connection);
  const isOurs =
    events !== undefined && Date.parse(events.at) >= Date.parse(connection.connectedAt);
  if (!isOurs || events.endpointId !== undefined || events.open.length === 0) return undefined;
  return { ...resumeSearch([], events.open), refused: events.refused };
}

/**
 * Finds out which of the names that are still open an endpoint takes, too, and has it deliver them.
 * Whatever keeps it from going on leaves the endpoint as it is, and the rest to the next sweep.
 */
export async function widen(
  deps: SubscribeDeps,
  source: Source,
  given: { connection: Connection; sourceEndpointId: string; search: EventSearch },
): Promise<EventSearch> {
  let { search } = given;
  for (let calls = 0; calls < callsAtMost; calls += 1) {
    const eventTypes = nextEvents(search);
    if (eventTypes === undefined) break;
    try {
      await source.setWebhookEvents(given.sourceEndpointId, eventTypes);
      search = eventsTaken(search);
    } catch (error) {
      if (error instanceof EventsRefusedError) {
        search = eventsRefused(search, error.hints);
        continue;
      }
      if (!isOfOtherSide(error)) throw error;
      // Recovery: what is open stays so, and is read from lists until it was found out.
      const { operatorId } = given.connection;
      deps.log.warn('events.not_widened', { operatorId, reason: error.message });
      break;
    }
  }
  return search;
}

/** Keeps what was found out, so that nobody asks again before it may have changed; news are told once. */
export async function rememberEvents(
  deps: SubscribeDeps,
  connection: Connection,
  { search, endpointId }: { search: EventSearch; endpointId?: string },
): Promise<void> {
  const { operatorId } = connection;
  const { accepted, refused } = search;
  const open = openEvents(search);
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  const asked = [...accepted, ...refused, ...open];
  const place = endpointId === undefined ? {} : { endpointId };
  let told: string[] = [];
  await changeSourceState(deps.sourceStates, connection, (state) => {
    told = state.events?.told ?? [];
    const isSame = state.events !== undefined && state.events.endpointId === endpointId;
    const since = isSame ? (state.events?.since ?? at) : at;
    return {
      ...state,
      events: {
        ...place,
        asked,
        accepted,
        refused,
        open,
        at,
        since,
        told: [...new Set([...told, ...refused])],
      },
    };
  });
  const news = refused.filter((name) => !told.includes(name));
  if (news.length === 0) return;
  deps.metrics.count('EventTypeRefused', news.length);
  deps.log.warn('events.refused', { operatorId, names: news.join(' ') });
}

/** Tries again, when it is time, what the endpoint does not deliver yet. */
export async function retryEvents(
  deps: SubscribeDeps,
  source: Source,
  given: {
    connection: Connection;
    state: SourceState;
    wanted: readonly string[];
    sourceEndpointId: string;
  },
): Promise<void> {
  const { connection, state, wanted, sourceEndpointId } = given;
  const begun = eventsToTry(state.events, wanted, deps.clock.nowEpochMs());
  if (begun === undefined) return;
  const search = await widen(deps, source, { connection, sourceEndpointId, search: begun });
  const decided = new Set([...search.accepted, ...search.refused, ...openEvents(search)]);
  // Nothing was found out, and nothing was known: what it delivers, it delivers.
  if (state.events === undefined && search.accepted.length + search.refused.length === 0) return;
  // What was not due stays refused.
  const kept = (state.events?.refused ?? []).filter(
    (name) => !decided.has(name) && wanted.includes(name),
  );
  const { endpointId } = connection;
  await rememberEvents(deps, connection, {
    search: { ...search, refused: [...search.refused, ...kept] },
    ...(endpointId === undefined ? {} : { endpointId }),
  });
}
