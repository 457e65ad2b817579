import { describe, expect, it } from 'vitest';
import { judgedMonth } from '../../../shared/domain/month-report/judged-month.ts';
import { mismatchesView } from '../../../shared/domain/portal/mismatches-view.ts';
import { monthPageView } from '../../../shared/domain/portal/month-page-view.ts';
import { monthsView } from '../../../shared/domain/portal/months-view.ts';
import { nightView } from '../../../shared/domain/portal/night-view.ts';
import { nightsView } from '../../../shared/domain/portal/nights-view.ts';
import { reconcileNotice } from '../../../shared/domain/portal/reconcile-notices.ts';
import { nightLines, statementLines } from '../../../shared/domain/portal/report-lines.ts';
import { statementView } from '../../../shared/domain/portal/statement-view.ts';
import {
  aCurrencyProof,
  aDoneNight,
  aMismatch,
  anEvenMonth,
  anUnevenMonth,
} from '../../builders/a-compared-month.ts';

const here = { timeZone: 'America/New_York', nowEpochMs: Date.parse('2026-12-01T12:00:00Z') };
const books = { operatorName: 'Acorn Self Storage', target: 'xero' as const };

function pageOf(proof = anEvenMonth()) {
  const judged = judgedMonth(proof, []);
  return monthPageView({ ...books, month: proof.month, judged, isUnderWay: false }, here);
}

function statementOf(proof = anEvenMonth(), given = {}) {
  return statementView(
    {
      operatorName: 'Acorn Self Storage',
      companyName: 'Acorn Ltd',
      judged: judgedMonth(proof, []),
      openings: [{ currency: 'GBP', sourceMinor: 5_000, ledgerMinor: 5_000 }],
      openingSeenAt: '2026-11-12T02:00:00.000Z',
      ...given,
    },
    here,
  );
}

describe('the page of a month', () => {
  it('says that it is in step to the penny, with the day where the operator is', () => {
    expect(pageOf().band).toEqual({
      tone: 'ok',
      title: 'November 2026 is in step to the penny',
      lines: ['Compared on 29 Nov 2026, 21:14: 290 documents in Stora, 290 in Xero.'],
    });
  });

  it('says how many mismatches there are and over how much, also where they cancel out', () => {
    const up = aMismatch({ sourceId: 'inv_2', differenceMinor: 1_800 });
    const view = pageOf(anUnevenMonth([aMismatch(), up]));

    expect(view.band).toMatchObject({
      tone: 'warn',
      title: 'November 2026: 2 mismatches over £36.00',
    });
    expect(view.currencies[0]?.figures[2]).toMatchObject({ figure: '£0.00' });
  });

  it('is red where nothing explains the difference', () => {
    const red = anEvenMonth({ currencies: [aCurrencyProof({ unexplainedMinor: -50 }, -50)] });

    expect(pageOf(red).band).toMatchObject({
      tone: 'bad',
      title: 'November 2026 differs by £0.50 that nothing explains',
    });
    expect(statementOf(red).answer).toEqual({
      tone: 'bad',
      words: '£0.50 that nothing explains',
    });
  });

  it('counts the mismatches for which the list has no room', () => {
    const proof = { ...anUnevenMonth([aMismatch()]), found: { amount: 700 } };

    expect(pageOf(proof).classes[0]).toMatchObject({ count: 700, repairable: 1 });
    expect(mismatchesView(proof, { class: 'amount', page: 1 })).toMatchObject({ untold: 699 });
  });

  it('promises no repair of what came about before anybody was told', () => {
    const earlier = aMismatch({ class: 'missing', fix: 'repair' });
    const lost = aMismatch({ class: 'missing', fix: 'repairs_itself', sourceId: 'inv_2' });
    const remedyOf = (...mismatches: Array<typeof lost>) =>
      mismatchesView(anUnevenMonth(mismatches), { class: 'missing', page: 1 })?.remedy;

    expect(remedyOf(lost)).toBe('It is posted tonight without anybody’s click.');
    expect(remedyOf(earlier)).toMatch(/^It came about before Stora was connected.*“Repair”/);
    expect(remedyOf(earlier, lost)).toMatch(/^It is posted tonight.* But some wait for you\./);
  });

  it('says what is in no sum', () => {
    const { outside } = pageOf(anEvenMonth({ others: { documents: 2, grossMinor: 123_456 } }));

    expect(outside[0]).toContain(
      '2 documents over £1,234.56 in Xero have nothing to do with Stora',
    );
    expect(outside.join(' ')).toContain('Refunds made directly at the payment provider');
  });

  it('does not call it in step to the penny where a sum was accepted', () => {
    const accepted = anEvenMonth({ accepted: [aMismatch()] });

    expect(pageOf(accepted).band).toMatchObject({
      tone: 'ok',
      title: 'November 2026 is in step, but for £18.00 accepted',
    });
    expect(statementOf(accepted).answer.words).toBe('In step, but for £18.00 accepted');
  });

  it('keeps the sums of several currencies apart', () => {
    const yen = aCurrencyProof({ currency: 'JPY', bySite: [] });
    const view = pageOf(anEvenMonth({ currencies: [aCurrencyProof(), yen] }));

    expect(view.currencies.map(({ figures }) => figures[2]?.figure)).toEqual(['£0.00', 'JPY 0']);
  });

  it('is empty where nobody has compared it', () => {
    const view = monthPageView(
      { ...books, month: '2026-12', judged: undefined, isUnderWay: false },
      here,
    );

    expect(view).toMatchObject({ band: undefined, title: 'December 2026 so far', classes: [] });
  });
});

describe('the month-end statement', () => {
  it('has opening, posted, credited, paid and open, with a difference of nought', () => {
    const [currency] = statementOf().currencies;

    expect(
      currency?.lines.map(({ name, source, difference }) => [name, source, difference]),
    ).toEqual([
      ['Opening, from earlier months', '£50.00', '£0.00'],
      ['Posted', '£33,500.65', '£0.00'],
      ['Credited', '-£148.65', '£0.00'],
      ['Paid', '-£31,442.00', '£0.00'],
      ['Open', '£1,960.00', '£0.00'],
      ['of this month alone', '£1,910.00', '£0.00'],
    ]);
  });

  it('tells where the opening comes from, and where there is none', () => {
    expect(statementOf().notes.join(' ')).toContain('compared on 11 Nov 2026, 21:00 or later');
    const unknown = statementOf(anEvenMonth(), { openings: undefined });

    expect(unknown.notes.join(' ')).toContain('nobody can say the opening');
    expect(unknown.currencies[0]?.lines[0]?.name).toBe('Posted');
  });

  it('does not call itself in step where earlier months are not', () => {
    const openings = [{ currency: 'GBP', sourceMinor: 5_000, ledgerMinor: 4_999 }];

    expect(statementOf(anEvenMonth(), { openings }).answer.tone).toBe('warn');
  });

  it('lists no more than fits on paper, and says how many more there are', () => {
    const many = Array.from({ length: 60 }, (_, at) => aMismatch({ sourceId: `inv_${at}` }));
    const { mismatches, untold } = statementOf(anUnevenMonth(many));

    expect([mismatches.length, untold]).toEqual([40, 20]);
  });

  it('stands in a terminal, too', () => {
    const lines = statementLines(statementOf(anUnevenMonth([aMismatch()])));

    expect(lines).toContain('  Invoice ABC-361, Ada Byron; Other amount; -£18.00');
    expect(lines.find((line) => line.startsWith('Posted'))).toMatch(
      /^Posted +£33,500\.65 +£33,482\.65 +-£18\.00$/,
    );
  });
});

describe('the pages of nights', () => {
  const nights = [
    aDoneNight({ day: '2026-12-01', runId: 'run-3', found: { amount: 3 }, repaired: 1 }),
    aDoneNight({ day: '2026-11-30', runId: 'run-2' }),
    aDoneNight({ day: '2026-11-28', status: 'stopped', stoppedBecause: 'not_connected' }),
  ];

  it('have a point for each of 31 days, and none where no night came to its end', () => {
    const { points, sparkTitle } = nightsView({ ...books, nights }, here);

    expect(points.map(({ found }) => found).slice(-4)).toEqual([undefined, undefined, 0, 3]);
    expect(points).toHaveLength(31);
    expect(sparkTitle).toBe(
      '2 nights of the last 31, 1 of them in step. At most 3 mismatches in one night.',
    );
  });

  it('tell result, time and calls of each', () => {
    const { lines } = nightsView({ ...books, nights }, here);

    expect(lines.map(({ standing }) => standing.words)).toEqual([
      '3 mismatches',
      'In step',
      'Not finished',
    ]);
    expect(lines[0]).toMatchObject({
      time: '21:14 to 21:16',
      months: 'Nov, Oct, Mar 2026',
      calls: { source: 11, ledger: 9 },
    });
  });

  it('are red where a night could not explain a difference', () => {
    const [line] = nightsView(
      { ...books, nights: [aDoneNight({ unexplainedMinor: 1 })] },
      here,
    ).lines;

    expect(line?.standing).toEqual({ tone: 'bad', words: 'Unexplained' });
  });

  it('tell of one day what was found, and what it took', () => {
    const view = nightView({ ...books, day: '2026-12-01', nights: nights.slice(0, 1) }, here);

    expect(view.title).toBe('Night of 1 Dec 2026');
    expect(view.runs[0]?.found).toEqual([{ title: 'Other amount', count: 3 }]);
    expect(view.runs[0]?.facts.at(-1)?.words).toBe(
      '11 calls for 10 pages at Stora, 9 calls for 9 pages at Xero',
    );
  });

  it('tell why one did not come to its end', () => {
    const view = nightView({ ...books, day: '2026-11-28', nights: nights.slice(2) }, here);

    expect(view.runs[0]?.facts).toContainEqual({
      name: 'Why it stopped',
      words: 'A side was not connected.',
    });
  });

  it('stand in a terminal, too', () => {
    const lines = nightLines(nightsView({ ...books, nights }, here));

    expect(lines[3]).toMatch(/^1 Dec 2026 +21:14 to 21:16 +3 mismatches .* 1 +11 +9$/);
    expect(nightLines(nightsView({ ...books, nights: [] }, here))).toEqual([
      'Both sides were not compared yet.',
    ]);
  });
});

describe('the list of months', () => {
  it('leads on to earlier ones', () => {
    const proofs = [anEvenMonth(), anUnevenMonth([aMismatch()], { month: '2026-10' })];
    const months = proofs.map((proof) => judgedMonth(proof, []));
    const view = monthsView({ ...books, months, hasMore: true, isUnderWay: false }, here);

    expect(view.nextHref).toBe('/months/xero?before=2026-10');
    expect(view.lines.map(({ standing }) => standing.words)).toEqual([
      'In step',
      '1 mismatch over £18.00',
    ]);
  });
});

describe('what became of a press', () => {
  it('is told with its count, and nothing that an address makes up', () => {
    expect(reconcileNotice('queued', '12')?.text).toMatch(/^12 records are being repaired/);
    expect(reconcileNotice('queued', '<b>')?.text).toMatch(/^It is being repaired/);
    expect(reconcileNotice('__proto__', '1')).toBeUndefined();
  });
});
