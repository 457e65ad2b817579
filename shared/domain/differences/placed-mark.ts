/** So many bits that one edit in sixteen million goes unseen; each character is paid for with every save. */
const markLength = 4;

/** On which day and for whom a document stands: four characters each, for a link to keep. */
export function placedMark({
  day,
  contactTargetId,
}: {
  day: string | undefined;
  contactTargetId: string;
}): { placed: string } {
  return { placed: markOf(day ?? '') + markOf(contactTargetId) };
}

/** What of two marks differs; a mark that is absent says nothing. */
export function movedIn(
  before: string | undefined,
  now: string,
): { isDayMoved: boolean; isContactMoved: boolean } {
  if (before === undefined) return { isDayMoved: false, isContactMoved: false };
  return {
    isDayMoved: before.slice(0, markLength) !== now.slice(0, markLength),
    isContactMoved: before.slice(markLength) !== now.slice(markLength),
  };
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The upper 24 bits of a mixed FNV-1a: nobody has a reason to look for two texts of one mark. */
function markOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const character of text)
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  const mixed = Math.imul(hash ^ (hash >>> 16), 0x45d9f3b) >>> 0;
  return [26, 20, 14, 8].map((shift) => alphabet[(mixed >>> shift) & 63] ?? '').join('');
}
