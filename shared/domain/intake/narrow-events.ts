import { confirmedEvents } from './event-names.ts';

/**
 * How far the search has come for the event types that the source takes. A name that it does not know
 * refuses the whole list, and the refusal may or may not tell which one it was.
 */
export interface EventSearch {
  accepted: string[];
  refused: string[];
  /** Names that nothing is known of yet, in groups that are tried one after the other. */
  open: string[][];
}

/** What a refusal says, as far as it speaks of names that were sent. */
export interface EventHints {
  /** At these places of the list. */
  pointed: string[];
  /** Named in its words, as one of those that are meant or of those that there are. */
  mentioned: string[];
}

/** All at once first: mostly that is the end of it. */
export function beginSearch(wanted: readonly string[]): EventSearch {
  return { accepted: [], refused: [], open: wanted.length === 0 ? [] : [confirmedFirst(wanted)] };
}

/** Goes on where a list is accepted already, with names that are to be tried (again). */
export function resumeSearch(accepted: readonly string[], names: readonly string[]): EventSearch {
  return { ...beginSearch(names), accepted: [...accepted] };
}

/** The list to send next; undefined when nothing is open any more. */
export function nextEvents({ accepted, open }: EventSearch): string[] | undefined {
  const [group] = open;
  return group === undefined ? undefined : [...accepted, ...group];
}

/** The list that was sent is taken. */
export function eventsTaken(search: EventSearch): EventSearch {
  const [group = [], ...open] = search.open;
  return { ...search, accepted: [...search.accepted, ...group], open };
}

/**
 * The list that was sent is refused: what is named goes; where nothing is, the group is halved, with
 * confirmed names by themselves. Ends after fewer than two tries a name.
 */
export function eventsRefused(search: EventSearch, hints: EventHints): EventSearch {
  const [group = [], ...open] = search.open;
  const named = namedIn(group, hints);
  const bad = group.length === 1 ? group : named;
  if (bad.length > 0) {
    const rest = group.filter((name) => !bad.includes(name));
    const refused = [...search.refused, ...bad];
    return { ...search, refused, open: rest.length === 0 ? open : [rest, ...open] };
  }
  return { ...search, open: [...halves(group), ...open] };
}

/**
 * Names that the refusal means. Where its words mention a confirmed one, they list the names that
 * there are, and it is the others that are meant.
 */
function namedIn(group: readonly string[], { pointed, mentioned }: EventHints): string[] {
  const atPlace = group.filter((name) => pointed.includes(name));
  if (atPlace.length > 0) return atPlace;
  const inWords = group.filter((name) => mentioned.includes(name));
  const isListOfKnown = mentioned.some(isConfirmed);
  if (inWords.length === 0 && !isListOfKnown) return [];
  return isListOfKnown ? group.filter((name) => !mentioned.includes(name)) : inWords;
}

function halves(group: readonly string[]): string[][] {
  const confirmed = group.filter(isConfirmed);
  const at =
    confirmed.length > 0 && confirmed.length < group.length
      ? confirmed.length
      : Math.ceil(group.length / 2);
  return [group.slice(0, at), group.slice(at)];
}

function confirmedFirst(names: readonly string[]): string[] {
  const distinct = [...new Set(names)];
  return [...distinct.filter(isConfirmed), ...distinct.filter((name) => !isConfirmed(name))];
}

function isConfirmed(name: string): boolean {
  return confirmedEvents.includes(name);
}
