import { describe, expect, it } from 'vitest';
import { openedWhenAsked } from '../../shared/composition/opened-when-asked.ts';

describe('a table that is opened when asked', () => {
  it('makes an entry once, and none that nobody asks for', () => {
    const made: string[] = [];
    const table = openedWhenAsked(['a', 'b'], (name) => {
      made.push(name);
      return { name };
    });

    expect(table.a).toBe(table.a);
    expect(made).toEqual(['a']);
  });

  it('lets only who asks for it meet the error of an entry that cannot be made', () => {
    const table = openedWhenAsked(['told', 'untold'], (name) => {
      if (name === 'untold') throw new Error('not told');
      return name;
    });

    expect(table.told).toBe('told');
    expect(() => table.untold).toThrow('not told');
  });
});
