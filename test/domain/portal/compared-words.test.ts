import { describe, expect, it } from 'vitest';
import { judgedMonth } from '../../../shared/domain/month-report/judged-month.ts';
import { comparedLine } from '../../../shared/domain/portal/compared-words.ts';
import {
  aCurrencyProof,
  aDoneNight,
  aMismatch,
  anEvenMonth,
  anUnevenMonth,
} from '../../builders/a-compared-month.ts';

const here = { timeZone: 'Europe/London', nowEpochMs: Date.parse('2026-11-30T09:00:00Z') };
const target = 'xero' as const;

describe('the line of the overview about the last comparison', () => {
  it('says that both sides are in step to the penny as of last night', () => {
    expect(comparedLine({ target, night: aDoneNight(), months: [] }, here)).toEqual({
      ...{ tone: 'ok', words: 'In step to the penny', when: 'as of last night' },
      href: '/months/xero',
    });
  });

  it('says when it was asked for by day', () => {
    const night = aDoneNight({ reason: 'asked', startedAt: '2026-11-30T08:10:00.000Z' });

    expect(comparedLine({ target, night, months: [] }, here).when).toBe('as of 08:10');
  });

  it('says how many mismatches there are and over how much, and leads to their month', () => {
    const night = aDoneNight({ day: '2026-11-29', found: { amount: 1 }, differenceMinor: -1_800 });
    const months = [judgedMonth(anUnevenMonth([aMismatch()]), [])];

    expect(comparedLine({ target, night, months }, here)).toEqual({
      ...{ tone: 'warn', words: '1 mismatch over £18.00', when: 'as of the night before last' },
      href: '/months/xero/2026-11',
    });
  });

  it('counts a customer that no month shows, and leads to the night', () => {
    const gone = aMismatch({ class: 'deleted_contact', kind: 'contact', fix: 'in_ledger' });
    const mismatches = [gone, aMismatch({ class: 'webhook_lost', fix: 'repairs_itself' })];
    const night = aDoneNight({ day: '2026-11-20', found: { deleted_contact: 1 }, mismatches });

    expect(comparedLine({ target, night, months: [] }, here)).toMatchObject({
      words: '1 mismatch',
      when: 'as of the night of 20 Nov 2026',
      href: '/nights/xero/2026-11-20',
    });
  });

  it('is red where nothing explains a difference', () => {
    const currencies = [aCurrencyProof({ unexplainedMinor: 50 }, 50)];
    const night = aDoneNight({ unexplainedMinor: 50, differenceMinor: 50 });
    const months = [judgedMonth(anEvenMonth({ currencies }), [])];

    expect(comparedLine({ target, night, months }, here)).toMatchObject({
      tone: 'bad',
      words: '£0.50 unexplained',
    });
  });

  it('does not call an accepted difference a penny-exact step', () => {
    const night = aDoneNight({ differenceMinor: -1_800 });

    expect(comparedLine({ target, night, months: [] }, here).words).toBe(
      'In step, but for what was accepted',
    );
  });
});
