import type { ChangeMessage, WriteBackMessage } from '../../shared/contracts/messages.ts';
import { aStoraInvoice } from './a-stora-invoice.ts';
import { anOperatorId } from './an-operator.ts';

/** A finalized invoice, as intake puts it on the queue. */
export function aChangeMessage(overrides: Partial<ChangeMessage> = {}): ChangeMessage {
  return {
    schemaVersion: 1,
    operatorId: anOperatorId,
    target: 'xero',
    kind: 'invoice',
    sourceId: 'inv_0001',
    epoch: 1,
    eventId: 'evt_0001',
    eventType: 'invoice.finalized',
    occurredAt: '2026-11-30T09:00:00.000Z',
    receivedAt: '2026-11-30T09:00:01.000Z',
    resource: aStoraInvoice(),
    ...overrides,
  };
}

export function aWriteBackMessage(overrides: Partial<WriteBackMessage> = {}): WriteBackMessage {
  return {
    schemaVersion: 1,
    operatorId: anOperatorId,
    target: 'xero',
    kind: 'invoice',
    sourceId: 'inv_0001',
    epoch: 1,
    ...overrides,
  };
}
