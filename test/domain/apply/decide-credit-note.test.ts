import { describe, expect, it } from 'vitest';
import { endOfCreditNote } from '../../../shared/domain/apply/decide-credit-note.ts';
import { readCreditNote } from '../../../shared/source/stora/read-credit-note.ts';
import { aLink } from '../../builders/a-link.ts';
import { aStoraCreditNote } from '../../builders/a-stora-credit-note.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';

const at = '2026-11-30T10:00:05.000Z';
const noteOf = (overrides: Parameters<typeof aStoraCreditNote>[0] = {}) =>
  readCreditNote(aStoraCreditNote(overrides), at);
const posted = aLink({ kind: 'credit_note', targetId: 'x' });

describe('endOfCreditNote', () => {
  it.each(['issued', null])('lets a credit note go on that is %j', (status) => {
    expect(endOfCreditNote(noteOf({ status }), aLink(), ledgerSettings())).toBeUndefined();
  });

  it.each([
    ['a draft', { status: 'draft' }, aLink(), 'draft'],
    ['one that is void and was never posted', { status: 'void' }, aLink(), 'void_never_posted'],
    [
      'one from before the start',
      { created_at: '2026-10-31T09:00:00Z' },
      aLink(),
      'before_start_date',
    ],
  ])('leaves alone %s', (...[, overrides, link, reason]) => {
    expect(endOfCreditNote(noteOf(overrides), link, ledgerSettings())).toEqual({
      kind: 'skipped',
      reason,
    });
  });

  it.each(['void', 'void_or_credit'] as const)(
    'goes on with one that was voided after it was posted, as set: %s',
    (voidedDocument) => {
      const settings = ledgerSettings({ voidedDocument });

      expect(endOfCreditNote(noteOf({ status: 'voided' }), posted, settings)).toBeUndefined();
    },
  );

  it('asks about one that was voided after it was posted, where that is wanted', () => {
    const settings = ledgerSettings({ voidedDocument: 'issue' });
    const isVoided = aLink({
      ...posted,
      posted: {
        currency: 'GBP',
        totalMinor: 1,
        taxMinor: 0,
        paidMinor: 0,
        allocatedMinor: 0,
        voided: true,
      },
    });
    const note = noteOf({ status: 'voided' });

    expect(endOfCreditNote(note, posted, settings)).toMatchObject({ cause: 'credit_note_voided' });
    expect(endOfCreditNote(note, isVoided, settings)).toBeUndefined();
  });

  it('goes on with a posted one from before the start', () => {
    const old = noteOf({ created_at: '2026-10-31T09:00:00Z' });

    expect(endOfCreditNote(old, posted, ledgerSettings())).toBeUndefined();
  });

  it('asks for the time zone first', () => {
    const { timeZone: _, ...unknown } = ledgerSettings();

    expect(endOfCreditNote(noteOf(), aLink(), unknown)).toMatchObject({
      cause: 'time_zone_unknown',
    });
  });

  it('is not guessed from a word that nobody knows', () => {
    expect(() => noteOf({ status: 'settled' })).toThrow('unknown status');
  });
});
