import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../shared/contracts/effect.ts';
import { contactSeal } from '../../../shared/domain/apply/contact-seal.ts';
import { nameOfTheirs } from '../../../shared/domain/apply/name-of-theirs.ts';
import { aLink } from '../../builders/a-link.ts';

const ada = { id: 'con_000001', name: 'Ada King', metadata: {} };
const link = (more = {}) => aLink({ kind: 'contact', targetLabel: 'Ada Byron', ...more });
const sending: Effect = { state: 'sending', generation: 0, sentAtEpochMs: 1, requestHash: '' };
const seal = contactSeal({ ...ada, name: 'Ada Lovelace' });
const open = { effects: { 'update:x:1': { ...sending, seal } } };

describe('nameOfTheirs', () => {
  it.each([
    ['what we wrote last', link(), 'Ada Byron', undefined],
    ['what the source says now', link(), 'Ada  King ', undefined],
    ['the same with the suffix', link(), 'Ada King (000001)', undefined],
    ['a name of a person’s own', link(), 'Byron & Daughters', 'Byron & Daughters'],
    ['one that was theirs before', link({ nameIsTheirs: true }), 'Ada Byron', 'Ada Byron'],
    [
      'a name while ours may be on its way',
      link({ effects: { 'update:x:1': sending } }),
      'B',
      undefined,
    ],
    ['what a try without an answer may have brought', link(open), 'Ada Lovelace', undefined],
    ['the same with its suffix', link(open), 'Ada Lovelace (000001)', undefined],
    ['another name than it brought', link(open), 'Byron & Daughters', 'Byron & Daughters'],
    ['a name while it may be just created', link({ effects: { create: sending } }), 'B', undefined],
    ['a name, and nobody knows ours', aLink({ kind: 'contact' }), 'B', undefined],
    ['nothing that is known', link(), undefined, undefined],
  ])('where there stands %s', (...[, known, nameThere, theirs]) => {
    expect(nameOfTheirs(ada, known, nameThere)).toBe(theirs);
  });
});
