import type { ProofRow } from '../../contracts/month-proof.ts';
import { isServed } from '../../domain/intake/is-news.ts';
import type { NightPorts, Scene } from './night-ports.ts';

/** Whether a document came about while changes reached us, so that it should be in the ledger unasked. */
export async function servedRows(
  { night, connection }: Scene,
  { sourceStates }: Pick<NightPorts, 'sourceStates'>,
): Promise<(row: ProofRow) => boolean> {
  const state = await sourceStates.get(night.operatorId);
  const gaps = state?.accountId === night.accounts.source ? (state.gaps ?? []) : [];
  const since = connection.sinceAt ?? connection.connectedAt;
  return ({ issuedAt = '' }) => isServed(issuedAt, { gaps, since });
}
