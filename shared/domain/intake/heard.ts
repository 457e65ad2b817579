import type { Activity } from '../../contracts/activity-item.ts';

/** What a night asks for is applied within the hours of that night; what comes later was told. */
const ofANightMs = 6 * 3_600_000;

/**
 * When the source was heard, as far as these activities tell: whenever a document was applied, unless only a
 * night has found what was applied then. A customer comes along with a document, and tells of nothing.
 */
export function heardEpochMs(
  activities: ReadonlyArray<Pick<Activity, 'type' | 'at' | 'detail'>>,
): number[] {
  const found = Map.groupBy(
    activities.filter(({ type }) => type === 'night.repaired'),
    ({ detail }) => nameOf(detail),
  );
  const isFound = (detail: Activity['detail'], atEpochMs: number) =>
    found.get(nameOf(detail))?.some(({ at }) => {
      const sinceMs = atEpochMs - Date.parse(at);
      return sinceMs >= 0 && sinceMs < ofANightMs;
    }) === true;
  return activities.flatMap(({ type, at, detail }) => {
    const atEpochMs = Date.parse(at);
    const isTold = type === 'record.applied' && detail.kind !== 'contact';
    return isTold && !isFound(detail, atEpochMs) ? [atEpochMs] : [];
  });
}

function nameOf({ kind = '', sourceId = '' }: Activity['detail']): string {
  return `${kind} ${sourceId}`;
}
