import { describe, expect, it } from 'vitest';
import { statusView } from '../../../shared/domain/portal/status-view.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperator } from '../../builders/an-operator.ts';

const empty = {
  operator: anOperator(),
  connections: [],
  issues: [],
  activities: [],
  rates: [],
  linkCounts: {},
  nowEpochMs: Date.parse('2026-11-30T12:00:00.000Z'),
};

describe('statusView', () => {
  it('offers both connections to an operator who has none, the source first', () => {
    const { cards } = statusView(empty);

    expect(cards.map(({ providerName, statusWords }) => [providerName, statusWords])).toEqual([
      ['Stora', 'Not connected'],
      ['Xero', 'Not connected'],
    ]);
    expect(cards[0]?.buttonWords).toBe('Connect Stora');
  });

  it('says since when, by whom and for which company', () => {
    const connections = [aConnection({ connectedBy: 'link-1' })];
    const { cards } = statusView({ ...empty, connections });

    expect(cards[1]).toMatchObject({
      statusWords: 'Connected',
      accountName: 'Harbour Storage Ltd',
      since: '30 Nov 2026, 08:00 UTC',
      by: 'The visitor with hosted link link-1',
      buttonWords: 'Reconnect Xero',
      advice: undefined,
    });
  });

  it('calls whoever connected by the name that they gave', () => {
    const named = aConnection({ connectedBy: 'link-1', connectedByName: 'Jo' });

    const [, card] = statusView({ ...empty, connections: [named] }).cards;
    expect(card).toMatchObject({ by: 'Jo', byName: 'Jo' });
  });

  it('asks for a reconnect when the grant is dead, and says that nothing is lost', () => {
    const connections = [aConnection({ status: 'needs_reconnect' })];
    const { cards } = statusView({ ...empty, connections });

    expect(cards[1]).toMatchObject({ statusWords: 'Reconnect needed', state: 'attention' });
    expect(cards[1]?.advice).toContain('Nothing is lost');
  });

  it('takes refused credentials upon us, and offers to reconnect only when it lasts', () => {
    const cardAfter = (hours: number) => {
      const clientRefusedSince = new Date(empty.nowEpochMs - hours * 3_600_000).toISOString();
      return statusView({ ...empty, connections: [aConnection({ clientRefusedSince })] }).cards[1];
    };

    expect(cardAfter(23)).toMatchObject({ statusWords: 'Interrupted', canConnect: false });
    expect(cardAfter(23)?.advice).toContain('we are on it');
    expect(cardAfter(25)).toMatchObject({ statusWords: 'Interrupted', canConnect: true });
    expect(cardAfter(25)?.advice).toContain('reconnecting may help');
  });

  it('asks for a reconnect of a dead grant, whatever became of our credentials before', () => {
    const clientRefusedSince = '2026-11-30T11:00:00.000Z';
    const connections = [aConnection({ status: 'needs_reconnect', clientRefusedSince })];

    expect(statusView({ ...empty, connections }).cards[1]).toMatchObject({
      statusWords: 'Reconnect needed',
      canConnect: true,
    });
  });

  it('shows nothing of a connection that was ended', () => {
    const connections = [aConnection({ status: 'disconnected' })];
    const { cards } = statusView({ ...empty, connections });

    expect(cards[1]).toMatchObject({ statusWords: 'Not connected', accountName: undefined });
  });

  it('gathers issues by cause, and says of each only what differs', () => {
    const causes = (issues: Parameters<typeof anIssue>[0][]) =>
      statusView({ ...empty, issues: issues.map(anIssue) }).causes.map(
        ({ cause, message, issues: rows }) => ({ cause, message, records: rows.length }),
      );
    const archived = { cause: 'account_archived' };

    expect(
      causes([
        { ...archived, message: 'The account 200 is archived.' },
        { message: 'No number.', cause: 'number_missing', lastSeenAt: '2026-12-01T10:00:00Z' },
        { ...archived, message: 'The account 201 is archived.' },
      ]),
    ).toEqual([
      { cause: 'number_missing', message: 'No number.', records: 1 },
      { cause: 'account_archived', message: 'The account is archived.', records: 2 },
    ]);
  });

  it('names a record without a number by its day, and only then by its id', () => {
    const what = (issue: Parameters<typeof anIssue>[0]) => {
      const { label: _label, ...unlabelled } = anIssue(issue);
      return statusView({ ...empty, issues: [unlabelled] }).issues[0]?.what;
    };

    expect(what({ day: '2026-11-30' })).toBe('Invoice of 30 Nov 2026 (inv_0001)');
    expect(what({})).toBe('Invoice inv_0001');
  });

  it('puts the latest issue first and counts only what there is', () => {
    const issues = [
      anIssue({ label: 'INV-1', lastSeenAt: '2026-11-29T10:00:00Z' }),
      anIssue({ label: 'INV-2', lastSeenAt: '2026-11-30T10:00:00Z' }),
    ];
    const view = statusView({ ...empty, issues, linkCounts: { invoice: 2, contact: 0 } });

    expect(view.issues.map(({ what }) => what)).toEqual(['Invoice INV-2', 'Invoice INV-1']);
    expect(view.counts).toEqual([{ what: 'Invoices', count: 2 }]);
  });
});
