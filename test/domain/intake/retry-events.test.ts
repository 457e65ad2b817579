import { describe, expect, it } from 'vitest';
import { isDailyTurn } from '../../../shared/domain/intake/daily-turn.ts';
import { eventsToTry, restsWithoutEndpoint } from '../../../shared/domain/intake/retry-events.ts';

const at = '2026-11-30T12:00:00.000Z';
const events = {
  endpointId: 'endpoint-1',
  asked: ['invoice.paid', 'invoice.voided'],
  accepted: ['invoice.paid'],
  refused: ['invoice.voided'],
  open: [] as string[],
  at,
  since: at,
};
const soon = Date.parse(at) + 86_400_000 - 1;

describe('eventsToTry', () => {
  it('leaves a refused name alone for a day', () => {
    expect(eventsToTry(events, events.asked, soon)).toBeUndefined();
    expect(eventsToTry(events, events.asked, soon + 1)).toMatchObject({
      accepted: ['invoice.paid'],
      open: [{ names: ['invoice.voided'] }],
    });
  });

  it('tries at once what is new in the configuration, or was left open', () => {
    const wanted = [...events.asked, 'invoice.finalized'];

    expect(eventsToTry(events, wanted, soon)?.open).toMatchObject([
      { names: ['invoice.finalized'] },
    ]);
  });

  it('forgets a refused name that nobody wants any more', () => {
    expect(eventsToTry(events, ['invoice.paid'], soon + 1)).toBeUndefined();
  });
});

describe('restsWithoutEndpoint', () => {
  const none = { ...events, accepted: [], refused: events.asked };
  const connectedAt = '2026-11-30T11:00:00.000Z';

  it('rests for a day when nothing was taken', () => {
    expect(restsWithoutEndpoint(none, { connectedAt, nowEpochMs: soon })).toBe(true);
    expect(restsWithoutEndpoint(none, { connectedAt, nowEpochMs: soon + 1 })).toBe(false);
  });

  it('does not rest after a new authorization, or with names that were not tried', () => {
    const later = '2026-11-30T13:00:00.000Z';

    expect(restsWithoutEndpoint(none, { connectedAt: later, nowEpochMs: soon })).toBe(false);
    const cutOff = { ...none, open: ['invoice.paid'] };
    expect(restsWithoutEndpoint(cutOff, { connectedAt, nowEpochMs: soon })).toBe(false);
  });
});

describe('isDailyTurn', () => {
  it('comes once a day for each operator, and not for all at once', () => {
    const tickMs = 300_000;
    const ticks = Array.from({ length: 288 }, (_, tick) => Date.parse(at) + tick * tickMs);
    const turnOf = (operatorId: string) =>
      ticks.filter((now) => isDailyTurn(operatorId, now, tickMs));

    expect(turnOf('acorn')).toHaveLength(1);
    expect(turnOf('harbour')).not.toEqual(turnOf('acorn'));
  });
});
