import { describe, expect, it } from 'vitest';
import { bookUnit } from '../../../infra/local/vendors/stora/billing/booking-actions.ts';
import { payInvoice } from '../../../infra/local/vendors/stora/billing/invoice-actions.ts';
import { HandMadeRun, operatorId } from './hand-made-run.ts';
import { converge } from './i01-converge.ts';

const minutesMs = 60_000;

interface Told {
  /** When the invoice comes about. */
  issued: 'while both were connected' | 'in a gap';
  isKnown?: boolean;
}

/** Events of payments have unknown names, and nothing is posted; one part is paid after the gap. */
function differences({ issued, isKnown = false }: Told): string {
  const run = new HandMadeRun();
  run.connect();
  run.stora.settings.absent = { ...run.stora.settings.absent, eventTypes: ['invoice.updated'] };
  const turn = { operatorId, provider: 'stora' } as const;
  if (issued === 'in a gap') run.add({ kind: 'disconnected', ...turn, epoch: 1 }, 'person');
  run.nowEpochMs += minutesMs;
  const { world } = run.stora;
  const { invoice } = bookUnit(world, run.operator, {
    contact: { email: 'jo@example.com', full_name: 'Jo Doe' },
    withProtection: false,
  });
  run.nowEpochMs += minutesMs;
  if (issued === 'in a gap') run.add({ kind: 'connected', ...turn, epoch: 2 }, 'person');
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

  it('has not when it came about in a gap', () => {
    expect(differences({ issued: 'in a gap' })).toBe('');
  });

  it('has to when it was judged before the gap', () => {
    expect(differences({ issued: 'in a gap', isKnown: true })).toMatch(/invoice inv_.* missing/);
  });
});
