import { describe, expect, it } from 'vitest';
import {
  bookUnit,
  updateContact,
} from '../../../infra/local/vendors/stora/billing/booking-actions.ts';
import { payInvoice } from '../../../infra/local/vendors/stora/billing/invoice-actions.ts';
import { HandMadeRun, operatorId } from './hand-made-run.ts';
import { converge } from './i01-converge.ts';

const minutesMs = 60_000;

interface Told {
  /** When the invoice comes about. */
  issued: 'while both were connected' | 'in a gap' | 'before our endpoint';
  isKnown?: boolean;
}

/** Events of payments have unknown names, and nothing is posted; one part is paid after the gap. */
function differences({ issued, isKnown = false }: Told): string {
  const run = new HandMadeRun();
  run.connect();
  run.stora.settings.absent = { ...run.stora.settings.absent, eventTypes: ['invoice.updated'] };
  const turn = { operatorId, provider: 'stora' } as const;
  const isInGap = issued !== 'while both were connected';
  if (isInGap) run.add({ kind: 'disconnected', ...turn, epoch: 1 }, 'person');
  if (issued === 'before our endpoint') run.add({ kind: 'connected', ...turn, epoch: 2 }, 'person');
  run.nowEpochMs += minutesMs;
  const { world } = run.stora;
  const { invoice } = bookUnit(world, run.operator, {
    contact: { email: 'jo@example.com', full_name: 'Jo Doe' },
    withProtection: false,
  });
  run.nowEpochMs += minutesMs;
  if (issued === 'in a gap') run.add({ kind: 'connected', ...turn, epoch: 2 }, 'person');
  const place = { input: [{ ...turn, epoch: 2 }, 'endpoint-2'], output: true };
  if (isInGap) run.store('connections', 'setEndpoint', place);
  run.nowEpochMs += minutesMs;
  payInvoice(world, run.operator, { invoiceId: invoice.id, amountMinor: 500 });
  const judgedVersion = { at: '2026-11-30T09:00:00.000Z', rank: 1, fingerprint: 'judged' };
  if (isKnown) run.save({ kind: 'invoice', sourceId: invoice.id, judgedVersion });
  run.add({ kind: 'phase', phase: 'quiet' }, 'sim');
  run.nowEpochMs += 90 * minutesMs;
  return converge.check(run.finish()).join();
}

describe('what only a list shows of an invoice', () => {
  it('has to be in the books when it came about while both ends were connected', () => {
    expect(differences({ issued: 'while both were connected' })).toMatch(/invoice inv_.* missing/);
  });

  it.each(['in a gap', 'before our endpoint'] as const)(
    'has not when it came about %s',
    (issued) => {
      expect(differences({ issued })).toBe('');
    },
  );

  it('has to when it was judged before the gap', () => {
    expect(differences({ issued: 'in a gap', isKnown: true })).toMatch(/invoice inv_.* missing/);
  });
});

/** Events of changes have unknown names; a customer of whom we know nothing is changed. */
function ofCustomer(when: 'before our endpoint' | 'after that'): string {
  const run = new HandMadeRun();
  run.connect();
  run.stora.settings.absent = { ...run.stora.settings.absent, eventTypes: ['contact.updated'] };
  const turn = { operatorId, provider: 'stora' } as const;
  run.add({ kind: 'disconnected', ...turn, epoch: 1 }, 'person');
  run.add({ kind: 'connected', ...turn, epoch: 2 }, 'person');
  run.nowEpochMs += minutesMs;
  const place = { input: [{ ...turn, epoch: 2 }, 'endpoint-2'], output: true };
  if (when === 'after that') run.store('connections', 'setEndpoint', place);
  run.nowEpochMs += minutesMs;
  const [contact] = run.operator.tables.contacts.values();
  if (contact === undefined) throw new Error('There is no customer.');
  updateContact(run.stora.world, run.operator, { id: contact.id, full_name: 'Jo Doe' });
  run.nowEpochMs += minutesMs;
  if (when !== 'after that') run.store('connections', 'setEndpoint', place);
  run.add({ kind: 'phase', phase: 'quiet' }, 'sim');
  run.nowEpochMs += 90 * minutesMs;
  return converge.check(run.finish()).join();
}

describe('what only a list shows of a customer', () => {
  it('has to be in the books when it came about once our endpoint was on', () => {
    expect(ofCustomer('after that')).toMatch(/contact con_.* missing/);
  });

  it('has not when it came about before', () => {
    expect(ofCustomer('before our endpoint')).toBe('');
  });
});
