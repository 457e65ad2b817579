import { describe, expect, it } from 'vitest';
import type { SourceState } from '../../../shared/contracts/source-state.ts';
import { statusView } from '../../../shared/domain/portal/status-view.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const at = '2026-11-30T09:00:00.000Z';
const stora = aConnection({ provider: 'stora', endpointId: 'endpoint-1' });
const state: SourceState = {
  operatorId: anOperatorId,
  revision: 1,
  accountId: stora.account.id,
};
const events = {
  asked: ['invoice.paid', 'invoice.voided'],
  accepted: ['invoice.paid'],
  refused: ['invoice.voided'],
  open: [],
  at,
  since: at,
};

function view(connection = stora, sourceState: SourceState | undefined = state) {
  return statusView({
    operator: anOperator(),
    connections: [connection, aConnection()],
    issues: [],
    activities: [],
    rates: [],
    linkCounts: {},
    sourceState,
    settings: [ledgerSettings({ startDate: '2026-11-30' })],
    nowEpochMs: Date.parse('2026-11-30T12:00:00.000Z'),
  });
}

describe('what the page says of a source', () => {
  it('is nothing where it knows all that we ask for', () => {
    expect(view().cards[0]).toMatchObject({ statusWords: 'Connected', notices: [] });
  });

  it('names once the events that it refuses, and that nothing is lost', () => {
    const { notices } = view(stora, { ...state, events }).cards[0] ?? {};

    expect(notices).toHaveLength(1);
    expect(notices?.[0]).toMatch(/does not know invoice\.voided.*once an hour.*nothing is lost/);
  });

  it('does not claim that all is well while nothing is told to us', () => {
    const { endpointId: _none, ...silent } = stora;

    expect(view(silent).cards[0]).toMatchObject({
      statusWords: 'Connected, without notifications',
      state: 'attention',
      advice: expect.stringContaining('do not arrive'),
    });
    const refused = { ...events, accepted: [], refused: events.asked };
    expect(view(silent, { ...state, events: refused }).cards[0]?.advice).toContain('once an hour');
  });

  it('does not say of a Stora that takes no endpoint for now that it takes none at all', () => {
    const { endpointId: _none, ...silent } = stora;
    const before = { ...state, events: { ...events, at: '2026-11-01T00:00:00.000Z' } };

    const { advice } = view(silent, before).cards[0] ?? {};

    expect(advice).toContain('every few minutes');
    expect(advice).not.toContain('takes none');
  });

  it('gives a fresh connection time to be set up', () => {
    const { endpointId: _none, ...silent } = stora;
    const fresh = { ...silent, connectedAt: '2026-11-30T11:59:00.000Z' };

    expect(view(fresh).cards[0]).toMatchObject({ statusWords: 'Connected', state: 'good' });
  });

  it('says what its timeline lacks until it is connected anew', () => {
    const lacking = { ...state, lacks: { timeline_source: at } };

    expect(view(stora, lacking).cards[0]?.notices[0]).toContain('our notes do not appear');
    const anew = { ...stora, connectedAt: '2026-11-30T10:00:00.000Z' };
    expect(view(anew, lacking).cards[0]?.notices).toEqual([]);
  });

  it('asks for a reconnect when our notifications were switched off there', () => {
    const [card] = view(stora, { ...state, lacks: { endpoint: at } }).cards;

    expect(card).toMatchObject({ statusWords: 'Connected, without notifications' });
    expect(card?.notices[0]).toContain('Reconnect Stora');
  });

  it('names the start date, and what was missed by this company only', () => {
    const gaps = [
      { from: at, until: at, pagesRead: 1, invoices: 3, sumsMinor: { GBP: 100 }, countedAt: at },
    ];

    expect(view().cards[1]?.startDate).toBe('30 Nov 2026');
    expect(view(stora, { ...state, gaps }).missed).toHaveLength(1);
    expect(view(stora, { ...state, gaps, accountId: 'other' }).missed).toEqual([]);
  });
});
