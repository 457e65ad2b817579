import { beforeEach, expect, it } from 'vitest';
import type { SourceState } from '../../shared/contracts/source-state.ts';
import type { SourceStates } from '../../shared/ports/source-states.ts';
import { anOperatorId } from '../builders/an-operator.ts';

const at = '2026-11-30T09:00:00.000Z';

function aState(overrides: Partial<SourceState> = {}): SourceState {
  return {
    operatorId: anOperatorId,
    revision: 0,
    accountId: 'harbour.stora.co',
    events: {
      endpointId: 'endpoint-1',
      asked: ['invoice.paid', 'invoice.voided'],
      accepted: ['invoice.paid'],
      refused: ['invoice.voided'],
      open: [],
      at,
      since: at,
    },
    lacks: { timeline_source: at },
    reading: { startedAt: at, kind: 'invoice', page: 3, backTo: at },
    gaps: [{ from: at, until: at, pagesRead: 1, invoices: 2, sumsMinor: { GBP: 240_00 } }],
    noted: ['stora 2'],
    ...overrides,
  };
}

/** What every store of the states of sources does. */
export function sourceStatesSuite(make: () => Promise<SourceStates>): void {
  let states: SourceStates;
  beforeEach(async () => {
    states = await make();
  });

  it('returns nothing before the first save', async () => {
    expect(await states.get(anOperatorId)).toBeUndefined();
  });

  it('returns a state as it was saved, one revision on, for its own operator only', async () => {
    const saved = await states.save(aState());

    expect(saved).toEqual(aState({ revision: 1 }));
    expect(await states.get(anOperatorId)).toEqual(saved);
    expect(await states.get('somebody-else')).toBeUndefined();
  });

  it('returns a state of which nothing but the company is known', async () => {
    const bare = { operatorId: anOperatorId, revision: 0, accountId: 'a' };
    await states.save(bare);

    expect(await states.get(anOperatorId)).toEqual({ ...bare, revision: 1 });
  });

  it('answers conflict to a save of an old revision', async () => {
    await states.save(aState());
    await states.save(aState({ revision: 1, noted: [] }));

    expect(await states.save(aState())).toBe('conflict');
    expect(await states.save(aState({ revision: 1 }))).toBe('conflict');
    expect(await states.get(anOperatorId)).toEqual(aState({ revision: 2, noted: [] }));
  });
}
