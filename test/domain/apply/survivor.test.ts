import { describe, expect, it } from 'vitest';
import { survivorOf } from '../../../shared/domain/apply/survivor.ts';

/** `a>b` was merged into b, `a!` is archived, `a` stands. */
function contacts(text: string) {
  const entries = text.split(' ').map((one) => {
    const [, targetId = '', mergedToTargetId] = /^(\w+)!?(?:>(\w+))?$/.exec(one) ?? [];
    const isArchived = one.includes('!') || mergedToTargetId !== undefined;
    return [targetId, { targetId, isArchived, mergedToTargetId }] as const;
  });
  return new Map(entries);
}

describe('survivorOf', () => {
  it.each([
    ['a>b b', 'b'],
    ['a>b b>c c', 'c'],
    ['a', undefined],
    ['a!', undefined],
    ['a>b b!', undefined],
    ['a>b', undefined],
    ['a>a', undefined],
    ['a>b b>a', undefined],
    ['a>b b>c c>b', undefined],
    ['x', undefined],
  ])('of a in %s is %s', (known, survivor) => {
    expect(survivorOf('a', contacts(known))?.targetId).toBe(survivor);
  });
});
