import type { Connection } from '../../shared/contracts/connection-item.ts';
import { anOperatorId } from './an-operator.ts';

/** A live connection to Xero, first authorization, first token pair. */
export function aConnection(overrides: Partial<Connection> = {}): Connection {
  return {
    operatorId: anOperatorId,
    provider: 'xero',
    status: 'connected',
    sealedTokens: 'c2VhbGVk',
    tokenVersion: 1,
    epoch: 1,
    expiresAtEpochMs: Date.parse('2026-11-30T09:30:00.000Z'),
    scopes: 'accounting.transactions accounting.contacts offline_access',
    account: {
      id: '7d2c3c4e-0d52-4f0a-9a55-0d8f3f9f1c11',
      name: 'Harbour Storage Ltd',
      connectionId: 'e1eede29-f875-4a5d-8470-17f6a29a88b1',
    },
    connectedAt: '2026-11-30T08:00:00.000Z',
    ...overrides,
  };
}
