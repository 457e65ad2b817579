/** Zones are up to 14 h ahead of UTC. */
const zoneAheadMs = 14 * 3_600_000;

/** The earliest instant of a day, in whichever zone; settings from before days were checked may name none. */
export function startOfDays(startDate: string): string {
  const startEpochMs = Date.parse(`${startDate}T00:00:00.000Z`) - zoneAheadMs;
  return Number.isNaN(startEpochMs) ? startDate : new Date(startEpochMs).toISOString();
}
