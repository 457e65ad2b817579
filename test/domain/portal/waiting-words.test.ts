import { describe, expect, it } from 'vitest';
import type { RestingRow } from '../../../shared/contracts/resting-item.ts';
import type { TriesRow } from '../../../shared/contracts/tries-item.ts';
import { type WaitingFacts, waitingRows } from '../../../shared/domain/portal/waiting-words.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const nowEpochMs = Date.parse('2026-11-30T12:00:00.000Z');
const nothing = { count: 0, isMore: false, oldestEpochMs: undefined };

function facts(overrides: Partial<WaitingFacts> = {}): WaitingFacts {
  return { tries: [], resting: [], aside: [], debts: nothing, ...overrides };
}

function resting(overrides: Partial<RestingRow> = {}): RestingRow {
  return {
    operatorId: anOperatorId,
    queue: 'changes-xero',
    receiptHandles: ['one', 'two'],
    reason: 'needs_reconnect',
    hiddenAtEpochMs: Date.parse('2026-11-30T11:50:00.000Z'),
    ...overrides,
  };
}

function tries(entries: TriesRow['tries'], queue = 'changes-xero'): TriesRow {
  return { operatorId: anOperatorId, queue, revision: 1, tries: entries };
}

function textsOf(waiting: WaitingFacts, status: 'connected' | 'needs_reconnect' = 'connected') {
  const connections = [aConnection({ status })];
  return waitingRows(waiting, { connections, nowEpochMs }).map(({ text }) => text);
}

describe('waitingRows', () => {
  it('says nothing where nothing waits', () => {
    expect(textsOf(facts())).toEqual([]);
    expect(waitingRows(undefined, { connections: [], nowEpochMs })).toEqual([]);
  });

  it('says since when changes wait for a reconnect, from their first try on', () => {
    const firstAt = '2026-11-30T09:05:00.000Z';
    const begun = tries({ a: { count: 0, firstAt, rests: 11 } });

    expect(textsOf(facts({ resting: [resting()], tries: [begun] }), 'needs_reconnect')).toEqual([
      'at least 2 changes since 30 Nov 2026, 09:05 UTC (Xero has to be connected again)',
    ]);
  });

  it.each([
    ['xero_http_503', 'Xero fails; tried again by itself'],
    ['pace', 'the other side limits calls; goes on by itself'],
    ['needs_reconnect', 'goes on by itself, now that everything is connected'],
    ['whatever_comes', 'tried again by itself'],
  ])('says what those hidden for %s wait for', (reason, why) => {
    expect(textsOf(facts({ resting: [resting({ reason })] }))).toEqual([
      `at least 2 changes since 30 Nov 2026, 11:50 UTC (${why})`,
    ]);
  });

  it('tells a change that is tried again, and that the other side fails', () => {
    const firstAt = '2026-11-30T11:00:00.000Z';

    expect(textsOf(facts({ tries: [tries({ a: { count: 0, firstAt, failures: 2 } })] }))).toEqual([
      'at least 1 change since 30 Nov 2026, 11:00 UTC (the other side fails; tried again by itself)',
    ]);
  });

  it('leaves out what outlived its messages', () => {
    const old = tries({ a: { count: 1, firstAt: '2026-11-16T11:59:59.000Z' } });
    const past = resting({ hiddenAtEpochMs: nowEpochMs - 13 * 3_600_000 });

    expect(textsOf(facts({ tries: [old], resting: [past] }))).toEqual([]);
  });

  it('counts what is owed to Stora by its records, and tells why once', () => {
    const oldestEpochMs = Date.parse('2026-11-29T10:00:00.000Z');
    const debts = { count: 1_000, isMore: true, oldestEpochMs };
    const held = resting({ queue: 'write-backs', reason: 'stora_http_503' });

    expect(textsOf(facts({ debts, resting: [held] }))).toEqual([
      'notes to Stora for over 1000 records since 29 Nov 2026, 10:00 UTC (Stora fails; tried again by itself)',
    ]);
    expect(textsOf(facts({ debts: { ...debts, count: 1, isMore: false } }))).toEqual([
      'notes to Stora for 1 record since 29 Nov 2026, 10:00 UTC (written one after the other)',
    ]);
  });

  it('says about how many changes stand aside, and nothing else of their queue', () => {
    const sinceEpochMs = Date.parse('2026-10-01T08:00:00.000Z');
    const mark = { operatorId: anOperatorId, queue: 'changes-xero', revision: 3, sinceEpochMs };
    const aside = [{ ...mark, count: 612 }];

    expect(textsOf(facts({ aside, resting: [resting()] }), 'needs_reconnect')).toEqual([
      'about 612 changes since 1 Oct 2026, 08:00 UTC (Xero has to be connected again)',
    ]);
    expect(textsOf(facts({ aside: [{ ...mark, count: 1 }] }))).toEqual([
      'about 1 change since 1 Oct 2026, 08:00 UTC (goes on by itself, now that everything is connected)',
    ]);
  });

  it.each([
    [{ status: 'disconnected' }, {}, 'Xero was disconnected; no longer sent'],
    [{}, { status: 'disconnecting' }, 'Stora was disconnected; no longer sent'],
    [
      { clientRefusedSince: '2026-11-30T08:00:00Z' },
      {},
      'the other side does not let us in at the moment; we are on it',
    ],
    [
      { status: 'needs_reconnect' },
      { status: 'needs_reconnect' },
      'Xero and Stora have to be connected again',
    ],
  ] as const)('says what becomes of them where Xero is %o and Stora %o', (xero, stora, why) => {
    const aside = [
      { operatorId: anOperatorId, queue: 'changes-xero', revision: 3, sinceEpochMs: nowEpochMs },
    ];
    const connections = [
      aConnection({ provider: 'xero', ...xero }),
      aConnection({ provider: 'stora', ...stora }),
    ];

    const rows = waitingRows(facts({ aside }), { connections, nowEpochMs });

    expect(rows.map((row) => row.why)).toEqual([why]);
  });

  it.each([
    [{ status: 'connected' }, 'posting is not switched on yet'],
    [{ status: 'needs_reconnect' }, 'Xero has to be connected again'],
  ] as const)('says that posting is off, unless Xero is %o', (xero, why) => {
    const aside = [
      { operatorId: anOperatorId, queue: 'changes-xero', revision: 3, sinceEpochMs: nowEpochMs },
    ];
    const connections = [aConnection({ provider: 'xero', ...xero }), aConnection()];
    const settings = [ledgerSettings({ posting: { isOn: false } })];

    const rows = waitingRows(facts({ aside }), { connections, settings, nowEpochMs });

    expect(rows.map((row) => row.why)).toEqual([why]);
  });

  it('says for whom debts wait whose messages were let go', () => {
    const sinceEpochMs = Date.parse('2026-10-01T08:00:00.000Z');
    const mark = { operatorId: anOperatorId, queue: 'write-backs', revision: 1, sinceEpochMs };
    const debts = { count: 4, isMore: false, oldestEpochMs: sinceEpochMs };
    const source = [aConnection({ provider: 'stora', status: 'needs_reconnect' })];

    const rows = waitingRows(facts({ aside: [mark], debts }), { connections: source, nowEpochMs });

    expect(rows.map(({ text }) => text)).toEqual([
      'notes to Stora for 4 records since 1 Oct 2026, 08:00 UTC (Stora has to be connected again)',
    ]);
  });
});
