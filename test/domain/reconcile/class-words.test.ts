import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { mismatchClass } from '../../../shared/contracts/mismatch.ts';
import { classWords } from '../../../shared/domain/reconcile/class-words.ts';
import { fixOf } from '../../../shared/domain/reconcile/fix-of.ts';
import { classesPage } from './classes-page.ts';

describe('the classes of mismatches', () => {
  it('are what the page shows', () => {
    const page = readFileSync('docs/concepts/reconciliation.md', 'utf8').split('\n');
    const start = page.findIndex((line) => line.startsWith('| Class |'));
    const shown = page.slice(start, start + mismatchClass.options.length + 2);

    expect(shown).toEqual(classesPage());
  });

  it.each(mismatchClass.options)('have plain words for %s', (of) => {
    const { title, meaning, remedy } = classWords(of, 'xero');

    expect(title).not.toBe('');
    for (const text of [meaning, remedy]) {
      expect(text).toMatch(/^[^{}]+\.$/);
      expect(text).not.toMatch(/\b(null|undefined|API|webhook)\b/);
    }
  });

  it('have titles of their own', () => {
    const titles = mismatchClass.options.map((of) => classWords(of, 'xero').title);
    expect(new Set(titles).size).toBe(titles.length);
  });

  it('have a fix that follows from whose doing it was', () => {
    expect(fixOf('payment_missing')).toBe('repairs_itself');
    expect(fixOf('payment_missing', 'theirs')).toBe('in_ledger');
    expect(fixOf('amount', 'ours')).toBe('repair');
  });
});
