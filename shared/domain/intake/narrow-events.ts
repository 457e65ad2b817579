import { sourceManifest } from '../../source/registry.ts';

/**
 * How far the search has come for the event types that the source takes. A name that it does not know
 * refuses the whole list, and the refusal may or may not tell which one it was.
 */
export interface EventSearch {
  accepted: string[];
  refused: string[];
  /** Names that nothing is known of yet, in groups that are tried one after the other. */
  open: EventGroup[];
}

interface EventGroup {
  names: string[];
  /** Said to be what is meant; believed once the others of their group are taken without them. */
  suspects: string[];
  /** The words of refusals were misread here once. */
  isWithoutHints: boolean;
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
  const names = confirmedFirst(wanted);
  return { accepted: [], refused: [], open: names.length === 0 ? [] : [groupOf(names)] };
}

/** Goes on where a list is accepted already, with names that are to be tried (again). */
export function resumeSearch(accepted: readonly string[], names: readonly string[]): EventSearch {
  return { ...beginSearch(names), accepted: [...accepted] };
}

/** The list to send next; undefined when nothing is open any more. */
export function nextEvents({ accepted, open }: EventSearch): string[] | undefined {
  const [group] = open;
  return group === undefined ? undefined : [...accepted, ...group.names];
}

/** Names that nothing is known of yet. */
export function openEvents({ open }: EventSearch): string[] {
  return open.flatMap(({ names, suspects }) => [...names, ...suspects]);
}

/** The list that was sent is taken. */
export function eventsTaken(search: EventSearch): EventSearch {
  const [group, ...open] = search.open;
  if (group === undefined) return search;
  const accepted = [...search.accepted, ...group.names];
  return { accepted, refused: [...search.refused, ...group.suspects], open };
}

/**
 * The list that was sent is refused: what it points at goes, what it only mentions is left out to see;
 * else the group is halved, with confirmed names by themselves. Ends after some two tries a name.
 */
export function eventsRefused(search: EventSearch, hints: EventHints): EventSearch {
  const [group, ...open] = search.open;
  if (group === undefined) return search;
  const { names, suspects } = group;
  // Without the suspects it is no better: they were not what was meant.
  if (suspects.length > 0)
    return { ...search, open: [...halves([...names, ...suspects]), ...open] };
  const pointed = names.filter((name) => hints.pointed.includes(name));
  if (names.length === 1 || pointed.length > 0)
    return without(search, names.length === 1 ? names : pointed);
  const meant = group.isWithoutHints ? [] : mentionedIn(names, hints.mentioned);
  if (meant.length === 0) return { ...search, open: [...halves(names), ...open] };
  const others = names.filter((name) => !meant.includes(name));
  if (others.length === 0) return without(search, meant);
  return { ...search, open: [{ ...group, names: others, suspects: meant }, ...open] };
}

function without(search: EventSearch, bad: readonly string[]): EventSearch {
  const [group, ...open] = search.open;
  const names = (group?.names ?? []).filter((name) => !bad.includes(name));
  const rest = group === undefined || names.length === 0 ? [] : [{ ...group, names }];
  return { ...search, refused: [...search.refused, ...bad], open: [...rest, ...open] };
}

/**
 * Names that the words of a refusal mean. Where they mention a confirmed one, they list the names that
 * there are, and it is the others that are meant.
 */
function mentionedIn(names: readonly string[], mentioned: readonly string[]): string[] {
  const isListOfKnown = mentioned.some(isConfirmed);
  return names.filter((name) => mentioned.includes(name) !== isListOfKnown);
}

function halves(names: readonly string[]): EventGroup[] {
  const ordered = confirmedFirst(names);
  const confirmed = ordered.filter(isConfirmed).length;
  const isMixed = confirmed > 0 && confirmed < ordered.length;
  const at = isMixed ? confirmed : Math.ceil(ordered.length / 2);
  return [ordered.slice(0, at), ordered.slice(at)].map((half) => groupOf(half, true));
}

function groupOf(names: string[], isWithoutHints = false): EventGroup {
  return { names, suspects: [], isWithoutHints };
}

function confirmedFirst(names: readonly string[]): string[] {
  const distinct = [...new Set(names)];
  return [...distinct.filter(isConfirmed), ...distinct.filter((name) => !isConfirmed(name))];
}

function isConfirmed(name: string): boolean {
  return sourceManifest.confirmedEvents.includes(name);
}
