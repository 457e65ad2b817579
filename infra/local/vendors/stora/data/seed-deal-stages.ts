import { isoSeconds } from '../core/iso-time.ts';
import type { Operator } from '../core/world.ts';

const names = ['New enquiry', 'Contacted', 'Visit planned', 'Quote sent'];

/** The stages of the sales pipeline, with the same ids each time: no other id moves for them. */
export function seedDealStages(operator: Operator, createdEpochMs: number): void {
  const at = isoSeconds(createdEpochMs);
  for (const [index, name] of names.entries()) {
    const id = `dstg_${operator.documentPrefix.toLowerCase()}${index + 1}`.padEnd(21, '0');
    const stage = { id, name, position: index + 1, created_at: at, updated_at: at };
    operator.tables.dealStages.set(id, stage);
  }
}
