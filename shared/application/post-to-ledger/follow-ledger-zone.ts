import { followsLedgerZone, inLedgerZone } from '../../domain/settings/follow-zone.ts';
import { openOf } from '../apply-changes/stages.ts';
import type { Unit } from '../apply-changes/unit.ts';
import type { LedgerBatch } from './ledger-batch.ts';

/**
 * Takes the organisation's time zone as it is now, before any day is decided on. The settings are read
 * once more before they are stored: a person may have changed another one meanwhile.
 */
export async function followLedgerZone(units: Unit[], batch: LedgerBatch): Promise<void> {
  if (!followsLedgerZone(batch.settings) || !needsDay(units)) return;
  const catalogue = await batch.ledger.catalogue.read();
  if (inLedgerZone(batch.settings, catalogue) === undefined) return;
  const { activities, clock, crypto } = batch.ports;
  const stored = (await batch.settingsStore.get(batch.operatorId, batch.target)) ?? batch.settings;
  const followed = inLedgerZone(stored, catalogue);
  batch.settings = followed ?? stored;
  if (followed === undefined) return;
  await batch.settingsStore.change(stored, followed);
  await activities.append({
    operatorId: batch.operatorId,
    activityId: crypto.uuid(),
    at: new Date(clock.nowEpochMs()).toISOString(),
    type: 'settings.changed',
    actor: 'rollerdoor',
    detail: { field: 'timeZone' },
  });
}

/** Drafts have no day yet; contacts never have one. */
function needsDay(units: Unit[]): boolean {
  const invoices = openOf(units, 'invoice').filter(
    ({ record }) => record.record.status !== 'draft',
  );
  return invoices.length + openOf(units, 'credit_note').length > 0;
}
