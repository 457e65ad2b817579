import { describe, expect, it } from 'vitest';
import { newGap } from '../../../shared/domain/intake/gaps.ts';
import { type OverviewFacts, overviewView } from '../../../shared/domain/portal/overview-view.ts';
import { aBackfillRun, backfillStartEpochMs } from '../../builders/a-backfill-run.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { aDocument } from '../../builders/a-document.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { anOperator } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const nowEpochMs = Date.parse('2026-11-30T09:10:00.000Z');
const facts: OverviewFacts = {
  operator: anOperator(),
  connections: [
    aConnection({ provider: 'stora', endpointId: 'endpoint-1' }),
    aConnection({ provider: 'xero' }),
  ],
  issues: [],
  activities: [],
  rates: [],
  linkCounts: {},
  settings: [ledgerSettings({ timeZone: 'Europe/London' })],
  documents: [aDocument()],
  nowEpochMs,
};

describe('the overview', () => {
  it('says in one band that all is well, and what the month came to', () => {
    const view = overviewView(facts);

    expect(view.band).toEqual({
      tone: 'ok',
      title: 'All in step with Xero',
      lines: ['As of 09:10. Last: invoice ACORN-0001 for Ada Byron, £120.00, 9 minutes ago.'],
    });
    expect(view.zoneWords).toBe('times in London');
    expect(view.steps).toEqual([]);
    expect(view.months[0]?.figures).toEqual([
      { what: 'Raised in November', figure: '£120', detail: '1 invoice' },
      { what: 'In Xero', figure: '£120', detail: '1 of 1, to the penny' },
      { what: 'Paid', figure: '£0', detail: '0 % of what was raised' },
      { what: 'Open with customers', figure: '£120', detail: '1 invoice' },
    ]);
    expect(view.months[0]?.sites).toEqual([
      {
        site: 'Bristol Temple Meads',
        ...{ source: '£120.00', target: '£120.00', difference: '£0.00', isEven: true },
      },
    ]);
  });

  it('has steps and no band before both sides are connected', () => {
    const view = overviewView({ ...facts, connections: [], settings: [], documents: [] });

    expect(view.band).toBeUndefined();
    expect(view.steps.map(({ title, state }) => [title, state])).toEqual([
      ['Connect Stora', 'now'],
      ['Connect Xero', 'later'],
      ['Check the settings', 'later'],
      ['See what would be sent', 'later'],
      ['Switch on', 'later'],
    ]);
    expect(view.months).toEqual([]);
  });

  it('says that nothing is sent before it is switched on', () => {
    const off = ledgerSettings({ posting: { isOn: false } });

    expect(overviewView({ ...facts, settings: [off] }).band?.title).toBe(
      'Connected, and not switched on yet',
    );
  });

  it('puts a dead connection first, and then what waits for a person', () => {
    const dead = aConnection({ provider: 'xero', status: 'needs_reconnect' });
    const [stora] = facts.connections;
    const connections = stora === undefined ? [] : [stora, dead];
    const issues = [anIssue()];

    expect(overviewView({ ...facts, connections, issues }).band?.title).toBe('Xero waits for you');
    const view = overviewView({ ...facts, issues });
    expect(view.band?.title).toBe('1 document waits for you');
    expect(view.needsYou).toBe(1);
    expect(view.isUnderWay).toBe(false);
  });

  it('says how many of today are through, where the source has raised more', () => {
    const sinceEpochMs = Date.parse('2026-11-30T00:00:00.000Z');
    const view = overviewView({ ...facts, raisedToday: { raised: 200, sinceEpochMs } });

    expect(view.band).toMatchObject({
      title: 'Sending to Xero: 1 of 200',
      progress: { done: 1, of: 200 },
    });
    expect(view.isUnderWay).toBe(true);
    const through = overviewView({ ...facts, raisedToday: { raised: 1, sinceEpochMs } });
    expect(through.band?.title).toBe('All in step with Xero');
  });

  it('says of nothing that it was missed while a run brings it in', () => {
    const gap = newGap('2026-02-01T00:00:00.000Z', '2026-02-03T00:00:00.000Z');
    const [stora] = facts.connections;
    const { id: accountId = '' } = stora?.account ?? {};
    const sourceState = { operatorId: 'acorn', accountId, revision: 1, gaps: [gap] };

    expect(overviewView({ ...facts, sourceState }).missed).toHaveLength(1);
    expect(overviewView({ ...facts, sourceState, runs: [aBackfillRun()] }).missed).toEqual([]);
  });

  it('leads to the run over earlier documents, and says what of it stands', () => {
    const link = { href: '/backfill/xero', words: 'Look at earlier documents' };
    const bandWith = (changes: Parameters<typeof aBackfillRun>[0]) =>
      overviewView({ ...facts, runs: [aBackfillRun(changes)] }).band;

    // Nothing is counted before its first page is through.
    const begun = overviewView({ ...facts, runs: [aBackfillRun()] });
    expect(begun.isUnderWay).toBe(true);
    expect(begun.band).toMatchObject({ title: 'Sending to Xero', link });
    expect(begun.band?.lines[0]).toBe('Earlier documents, page by page.');
    expect(bandWith({ status: 'paused' })).toMatchObject({ title: 'All in step with Xero', link });
    expect(bandWith({ status: 'paused' })?.lines[1]).toBe('Earlier documents are paused.');
    const since = new Date(backfillStartEpochMs).toISOString();
    const until = '2026-12-01T08:00:00.000Z';
    expect(bandWith({ waits: { for: 'pace', since, until } })?.lines[1]).toBe(
      'Earlier documents go on by themselves 1 Dec 2026, 08:00: the calls of today are used up.',
    );
    expect(bandWith({ status: 'done' })).not.toHaveProperty('link');
  });

  it('looks again by itself while changes are under way', () => {
    const tries = { count: 1, firstAt: '2026-11-30T09:09:00.000Z' };
    const row = { operatorId: 'acorn', queue: 'changes-xero', revision: 1, tries: { a: tries } };
    const debts = { count: 0, isMore: false, oldestEpochMs: undefined };
    const waiting = { tries: [row], resting: [], aside: [], debts };

    const view = overviewView({ ...facts, waiting });
    expect(view.isUnderWay).toBe(true);
    expect(view.band?.title).toBe('Sending to Xero');
    expect(view.band?.lines[0]).toBe('At least 1 change under way: tried again by itself.');
  });
});
