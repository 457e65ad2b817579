import type { Operator } from '../../shared/contracts/operator-item.ts';

/** The operator that every builder refers to. */
export const anOperatorId = 'harbour-storage';

export function anOperator(overrides: Partial<Operator> = {}): Operator {
  return {
    operatorId: anOperatorId,
    name: 'Harbour Storage',
    createdAt: '2026-11-01T08:00:00.000Z',
    ...overrides,
  };
}
