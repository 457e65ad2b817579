import { describe, expect, it } from 'vitest';
import { deviation, pointsOf, representative, type Step } from './points.ts';

const steps: Step[] = [
  { label: 'links.get', kind: 'port' },
  { label: 'GET xero /Invoices', kind: 'read' },
  { label: 'PATCH stora /contacts/:id', kind: 'plain_write' },
  { label: 'POST stora /timeline/events', kind: 'keyed_write' },
  { label: 'PUT xero /Payments', kind: 'keyed_write_forgets' },
];

describe('pointsOf', () => {
  it('tries a crash and an error, before and after, at every step', () => {
    for (const [step] of steps.entries()) {
      const fates = pointsOf(steps).filter((point) => point.step === step);
      expect(fates.map(({ fate }) => fate)).toEqual(
        expect.arrayContaining([
          'crash_before',
          'crash_after',
          'error_not_applied',
          'error_applied',
        ]),
      );
    }
  });

  it.each([
    [0, 4],
    [1, 6],
    [2, 8],
    [3, 10],
    [4, 11],
  ])('tries at step %i what its kind can meet: %i fates', (step, count) => {
    expect(pointsOf(steps).filter((point) => point.step === step)).toHaveLength(count);
  });

  it('names no point twice', () => {
    const names = pointsOf(steps).map(({ step, fate }) => `${step} ${fate}`);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe('representative', () => {
  it('takes before and after for the same at a read, and at nothing else', () => {
    const point = { step: 0, fate: 'crash_after' } as const;
    expect(representative(point, 'port_read').fate).toBe('crash_before');
    expect(representative({ ...point, fate: 'error_applied' }, 'read').fate).toBe(
      'error_not_applied',
    );
    expect(representative({ ...point, fate: 'limited' }, 'read').fate).toBe('limited');
    for (const kind of ['port', 'plain_write', 'keyed_write', 'keyed_write_forgets'] as const)
      expect(representative(point, kind)).toEqual(point);
  });
});

describe('deviation', () => {
  const point = { step: 1, fate: 'crash_after' } as const;

  it('is none while the replay met the same steps, whatever came after the fault', () => {
    expect(deviation(steps, steps.slice(0, 2), point)).toBeUndefined();
    expect(deviation(steps, [...steps.slice(0, 2), ...steps], point)).toBeUndefined();
  });

  it('names the first step that was another one', () => {
    const strayed = [steps[1], steps[0]].flatMap((step) => step ?? []);
    expect(deviation(steps, strayed, point)).toBe('step 0 was links.get and is GET xero /Invoices');
  });

  it('is told when the replay never came to the step', () => {
    expect(deviation(steps, steps.slice(0, 1), point)).toBe(
      'step 1 was GET xero /Invoices and is none',
    );
  });
});
