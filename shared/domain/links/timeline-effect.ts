const prefix = 'timeline:';

/** Name of the effect under which an event with these notes is journaled. */
export function timelineEffect(notes: readonly string[]): string {
  return prefix + notes.join('+');
}

/** The notes of an event, by the name of its effect; none for other effects. */
export function notesOf(effect: string): string[] {
  return effect.startsWith(prefix) ? effect.slice(prefix.length).split('+') : [];
}
