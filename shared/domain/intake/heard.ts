import type { Activity } from '../../contracts/activity-item.ts';

/**
 * When the source was heard, as far as these activities tell: whenever a document was applied, unless only a
 * night has found it. A customer comes along with a document, and tells of nothing.
 */
export function heardEpochMs(
  activities: ReadonlyArray<Pick<Activity, 'type' | 'at' | 'detail'>>,
): number[] {
  const found = new Set(
    activities.filter(({ type }) => type === 'night.repaired').map(({ detail }) => nameOf(detail)),
  );
  return activities
    .filter(
      ({ type, detail }) =>
        type === 'record.applied' && detail.kind !== 'contact' && !found.has(nameOf(detail)),
    )
    .map(({ at }) => Date.parse(at));
}

function nameOf({ kind = '', sourceId = '' }: Activity['detail']): string {
  return `${kind} ${sourceId}`;
}
