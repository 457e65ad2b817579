import { describe, expect, it } from 'vitest';
import type { BackfillRun } from '../../../shared/contracts/backfill-run.ts';
import { progressOf } from '../../../shared/domain/backfill/expected-end.ts';
import {
  afterPage,
  cancelled,
  goingOn,
  paused,
  resumed,
  type WalkedPage,
  waiting,
  waitingForPace,
} from '../../../shared/domain/backfill/run.ts';
import { aBackfillRun, backfillStartEpochMs } from '../../builders/a-backfill-run.ts';

function page(posted: number, rest: Partial<WalkedPage> = {}): WalkedPage {
  return { found: { posted, adopted: 0, parked: 0, left: 0 }, next: undefined, total: 10, ...rest };
}

const later = (minutes: number) => backfillStartEpochMs + minutes * 60_000;

/** Pages of a hundred, one a minute. */
function walked(pages: number, total: number): BackfillRun {
  return Array.from({ length: pages }).reduce<BackfillRun>(
    (run, _, at) => afterPage(run, page(100, { next: at + 2, total }), later(at + 1)),
    aBackfillRun(),
  );
}

describe('a run', () => {
  it('walks through invoices, credit notes, and both once more', () => {
    let run = afterPage(aBackfillRun(), page(100, { next: 2 }), later(1));
    const places = [run.place];
    for (let minute = 2; run.status === 'running'; minute += 1) {
      run = afterPage(run, page(5), later(minute));
      places.push(run.place);
    }

    expect(places.map(({ pass, kind, page: at }) => `${pass} ${kind} ${at}`)).toEqual([
      '1 invoice 2',
      '1 credit_note 1',
      '2 invoice 1',
      '2 credit_note 1',
      '2 credit_note 1',
    ]);
    expect(run).toMatchObject({ status: 'done', step: 5, endedAt: '2026-11-30T09:05:00.000Z' });
    expect(run.lookAtEpochMs).toBeUndefined();
  });

  it('tells in the end what the second walk has counted', () => {
    let run = aBackfillRun();
    for (const posted of [7, 1, 9, 2]) run = afterPage(run, page(posted), later(1));

    expect(run.tally).toMatchObject({ found: 11, posted: 11 });
  });

  it('does not count the time in which it stood', () => {
    const begun = afterPage(aBackfillRun(), page(100, { next: 2 }), later(1));
    const stood = resumed(paused(begun, later(2)), later(60));
    const waited = goingOn(waiting(stood, 'connection', later(61)), later(120));

    expect(afterPage(waited, page(100), later(121)).activeMs).toBe(4 * 60_000);
  });

  it('does not count the time in which the calls of a day were used up', () => {
    const begun = afterPage(aBackfillRun(), page(100, { next: 2 }), later(1));
    const waited = goingOn(waitingForPace(begun, 23 * 3_600, later(2)), later(1_400));

    expect(waited.waits).toBeUndefined();
    expect(afterPage(waited, page(100), later(1_401)).activeMs).toBe(3 * 60_000);
  });

  it('is looked at ever more seldom while it waits for a person', () => {
    const first = waiting(aBackfillRun(), 'connection', later(0));
    const afterADay = waiting(first, 'connection', later(1_440));

    expect((first.lookAtEpochMs ?? 0) - later(0)).toBe(5 * 60_000);
    expect((afterADay.lookAtEpochMs ?? 0) - later(1_440)).toBe(60 * 60_000);
  });

  it('keeps what is known of it when it is called off', () => {
    const run = cancelled(walked(3, 1_000), later(4), 'other_company');

    expect(run).toMatchObject({ status: 'cancelled', endedBecause: 'other_company' });
    expect(run.tally.posted).toBe(300);
  });
});

describe('the expected end', () => {
  it('is not told before anything is through', () => {
    expect(progressOf(aBackfillRun(), later(0)).expectedEnd).toBeUndefined();
  });

  it('follows from the pace of the latest pages and what is left', () => {
    const { perMinute, expectedEnd } = progressOf(walked(6, 6_000), later(6));

    expect(perMinute).toBe(100);
    const minutes = (Date.parse(expectedEnd ?? '') - later(6)) / 60_000;
    expect(minutes).toBeGreaterThan(54);
    expect(minutes).toBeLessThan(57);
  });

  it('knows of the credit notes that come last, each with a call of its own', () => {
    const run = afterPage(
      aBackfillRun(),
      page(100, { next: 2, total: 1_000, creditNotes: 240 }),
      later(0.2),
    );
    const { total, expectedEnd } = progressOf(run, later(0.2));

    expect(total).toBe(1_240);
    // 72 calls for invoices, 254 for credit notes, at 48 a minute, and the second walk.
    const minutes = (Date.parse(expectedEnd ?? '') - later(0.2)) / 60_000;
    expect(minutes).toBeGreaterThan(6.8);
    expect(minutes).toBeLessThan(7.6);
  });

  it('takes new customers of the first pages for what they are', () => {
    const reckoned = (customers: number) => {
      const first = page(100, { next: 2, total: 6_000, customers });
      return Date.parse(
        progressOf(afterPage(aBackfillRun(), first, later(0.4)), later(0.4)).expectedEnd ?? '',
      );
    };

    expect(reckoned(100)).toBeLessThan(reckoned(0));
  });

  it('is a day later where the calls of a day do not suffice', () => {
    const first = page(100, { next: 2, total: 6_000, customers: 100 });
    const run = afterPage(aBackfillRun({ hasNotes: true }), first, later(2.5));

    // 6,490 calls of which 4,000 are begun in a day, the others at 48 a minute, and the second walk.
    const minutes = (Date.parse(progressOf(run, later(2.5)).expectedEnd ?? '') - later(0)) / 60_000;
    expect(minutes).toBeGreaterThan(1_440 + 48);
    expect(minutes).toBeLessThan(1_440 + 58);
  });

  it('follows history notes, each with a call of its own', () => {
    const first = page(100, { next: 2, total: 1_000 });
    const { expectedEnd } = progressOf(
      afterPage(aBackfillRun({ hasNotes: true }), first, later(2.2)),
      later(2.2),
    );

    const minutes = (Date.parse(expectedEnd ?? '') - later(2.2)) / 60_000;
    expect(minutes).toBeGreaterThan(19);
    expect(minutes).toBeLessThan(21.5);
  });

  it('is not told while the run stands', () => {
    const run = waiting(walked(6, 6_000), 'posting', later(7));

    expect(progressOf(run, later(8)).expectedEnd).toBeUndefined();
  });
});
