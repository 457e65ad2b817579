import type { Connection } from '../../contracts/connection-item.ts';
import type { SourceState } from '../../contracts/source-state.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import type { SourceStates } from '../../ports/source-states.ts';

const savesAtMost = 5;

type Owner = Pick<Connection, 'operatorId' | 'account'>;

/** What is known of the connected company's source; of another company nothing is. */
export async function sourceStateOf(states: SourceStates, owner: Owner): Promise<SourceState> {
  const { operatorId, account } = owner;
  const stored = await states.get(operatorId);
  if (stored?.accountId === account.id) return stored;
  return { operatorId, accountId: account.id, revision: stored?.revision ?? 0 };
}

/**
 * Changes the state in the store; made again on what another worker left there meanwhile.
 * @throws DeferredError when others keep saving.
 */
export async function changeSourceState(
  states: SourceStates,
  owner: Owner,
  change: (state: SourceState) => SourceState,
): Promise<SourceState> {
  for (let tries = 0; tries < savesAtMost; tries += 1) {
    const saved = await states.save(change(await sourceStateOf(states, owner)));
    if (saved !== 'conflict') return saved;
  }
  throw new DeferredError('source_state_contended', 2);
}
