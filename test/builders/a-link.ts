import type { Link } from '../../shared/contracts/link-item.ts';
import { anOperatorId } from './an-operator.ts';

/** A link that was never saved: nothing posted, nothing owed. */
export function aLink(overrides: Partial<Link> = {}): Link {
  return {
    operatorId: anOperatorId,
    target: 'xero',
    kind: 'invoice',
    sourceId: 'inv_0001',
    revision: 0,
    effects: {},
    owed: [],
    ...overrides,
  };
}
