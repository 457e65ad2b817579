import { shortMark, shortMarkLength } from '../short-mark.ts';

/** On which day and for whom a document stands: four characters each, for a link to keep. */
export function placedMark({
  day,
  contactTargetId,
}: {
  day: string | undefined;
  contactTargetId: string;
}): { placed: string } {
  return { placed: shortMark(day ?? '') + shortMark(contactTargetId) };
}

/** What of two marks differs; a mark that is absent says nothing. */
export function movedIn(
  before: string | undefined,
  now: string,
): { isDayMoved: boolean; isContactMoved: boolean } {
  if (before === undefined) return { isDayMoved: false, isContactMoved: false };
  return {
    isDayMoved: before.slice(0, shortMarkLength) !== now.slice(0, shortMarkLength),
    isContactMoved: before.slice(shortMarkLength) !== now.slice(shortMarkLength),
  };
}
