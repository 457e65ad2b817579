import { describe, expect, it } from 'vitest';
import type { Night } from '../../../shared/contracts/night-item.ts';
import { afterStep, isTooLong, type StepDone } from '../../../shared/domain/nights/night.ts';
import { aNight, nightStartEpochMs } from '../../builders/a-night.ts';

const now = nightStartEpochMs + 1_000;

/** Each place of a night until it ends; `pages`: how many a list has. */
function courseOf(night: Night, pages: (place: Night['place']) => number = () => 1): string[] {
  const course: string[] = [];
  let current = night;
  while (current.status === 'running') {
    const { step, month = '', kind, page } = current.place;
    course.push([step, month, kind, page].join(' '));
    const next = page < pages(current.place) ? { next: page + 1 } : {};
    current = afterStep(current, next, now);
  }
  return course;
}

describe('the course of a night', () => {
  it('goes through what is unpaid, each month on both sides, and the customers', () => {
    expect(courseOf(aNight())).toEqual([
      'open  invoice 1',
      'closed  invoice 1',
      'source 2026-11 invoice 1',
      'source 2026-11 credit_note 1',
      'ledger 2026-11 invoice 1',
      'ledger 2026-11 credit_note 1',
      'payments 2026-11 invoice 1',
      'prove 2026-11 invoice 1',
      'source 2026-10 invoice 1',
      'source 2026-10 credit_note 1',
      'ledger 2026-10 invoice 1',
      'ledger 2026-10 credit_note 1',
      'payments 2026-10 invoice 1',
      'prove 2026-10 invoice 1',
      'contacts  contact 1',
    ]);
  });

  it('is of the asked months only where somebody asks for them', () => {
    const place = { step: 'source', month: '2026-10', kind: 'invoice', page: 1 } as const;
    const course = courseOf(aNight({ months: ['2026-10'], isOfMonths: true, place }));

    expect(course).toHaveLength(6);
    expect(course.at(-1)).toBe('prove 2026-10 invoice 1');
  });

  it('reads each page of a list before the next list', () => {
    const course = courseOf(aNight(), ({ step }) => (step === 'ledger' ? 3 : 1));

    expect(course.filter((one) => one.startsWith('ledger 2026-11 invoice'))).toEqual([
      'ledger 2026-11 invoice 1',
      'ledger 2026-11 invoice 2',
      'ledger 2026-11 invoice 3',
    ]);
  });
});

describe('the figures of a night', () => {
  it('are summed over its steps, and kept when it ends', () => {
    const step: StepDone = {
      pages: { source: 1 },
      calls: { source: 1, ledger: 2 },
      found: { missing: 2 },
      repaired: 1,
      differenceMinor: -500,
    };
    const place = { step: 'contacts', kind: 'contact', page: 1 } as const;
    const over = afterStep(afterStep(aNight({ place }), { ...step, next: 2 }, now), step, now);

    expect(over).toMatchObject({
      status: 'done',
      step: 2,
      pages: { source: 2, ledger: 0 },
      calls: { source: 2, ledger: 4 },
      found: { missing: 4 },
      repaired: 2,
      differenceMinor: -1_000,
      endedAt: new Date(now).toISOString(),
    });
    expect(over).not.toHaveProperty('lookAtEpochMs');
  });

  it('name each month that is through', () => {
    const place = { step: 'prove', month: '2026-11', kind: 'invoice', page: 1 } as const;

    expect(afterStep(aNight({ place }), {}, now).proved).toEqual(['2026-11']);
  });
});

describe('a night that stands still', () => {
  it('gives way before the next one', () => {
    expect(isTooLong(aNight(), nightStartEpochMs + 19 * 3_600_000)).toBe(false);
    expect(isTooLong(aNight(), nightStartEpochMs + 21 * 3_600_000)).toBe(true);
  });
});
