import { describe, expect, it } from 'vitest';
import { mayServe, receiversOf } from '../../../shared/domain/intake/receivers.ts';
import { aConnection } from '../../builders/a-connection.ts';

const nowEpochMs = Date.parse('2026-11-30T09:00:00.000Z');
const source = aConnection({ provider: 'stora', epoch: 3 });
const ledger = aConnection({ provider: 'xero', epoch: 7 });
const delivered = {
  endpoint: { epoch: 3 },
  kind: 'invoice',
  occurredAt: '2026-11-30T08:59:58Z',
} as const;

describe('receivers of a change', () => {
  it('are the targets in use, under their epochs', () => {
    expect(receiversOf([source, ledger], delivered)).toEqual({
      epoch: 3,
      targets: [{ target: 'xero', epoch: 7 }],
    });
  });

  it('are nobody where no target is in use, and undefined where the source is another', () => {
    const ended = aConnection({ provider: 'xero', status: 'disconnected' });
    const anew = aConnection({ provider: 'stora', epoch: 5 });

    expect(receiversOf([source, ended], delivered)).toEqual({ epoch: 3, targets: [] });
    expect(receiversOf([anew, ledger], delivered)).toBeUndefined();
    expect(receiversOf([ledger], delivered)).toBeUndefined();
  });
});

describe('remembered rows', () => {
  it('may serve what has just happened at their own epoch', () => {
    expect(mayServe([source, ledger], delivered, nowEpochMs)).toBe(true);
  });

  it.each([
    ['that know no target', [source]],
    ['in which the target is disconnected', [source, aConnection({ status: 'disconnected' })]],
    ['in which the target is leaving', [source, aConnection({ status: 'disconnecting' })]],
    ['that know no source', [ledger]],
    [
      'in which the source is disconnected',
      [{ ...source, status: 'disconnected' as const }, ledger],
    ],
    ['of a source that was connected anew', [{ ...source, epoch: 4, sinceEpoch: 3 }, ledger]],
    ['of a source before the endpoint was made', [{ ...source, epoch: 2 }, ledger]],
  ])(
    'may not serve, %s: something would be left out, or sent under a former epoch',
    (_name, rows) => {
      expect(mayServe(rows, delivered, nowEpochMs)).toBe(false);
    },
  );

  it.each([
    ['2026-11-30T08:59:30Z', true],
    ['2026-11-30T08:59:29Z', false],
    ['some day', false],
  ])('serve no repeat: what happened at %s: %s', (occurredAt, expected) => {
    expect(mayServe([source, ledger], { ...delivered, occurredAt }, nowEpochMs)).toBe(expected);
  });

  it('may serve while an operator has to connect anew: nothing is left out', () => {
    const rows = [{ ...source, status: 'needs_reconnect' as const }, ledger];

    expect(mayServe(rows, delivered, nowEpochMs)).toBe(true);
  });
});
