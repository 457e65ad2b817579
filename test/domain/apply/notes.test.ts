import { describe, expect, it } from 'vitest';
import { historyText, noteTexts, timelineDebt } from '../../../shared/domain/apply/notes.ts';
import { applied, parked, skipped } from '../../../shared/domain/apply/outcome.ts';

describe('timelineDebt', () => {
  it('hangs on every record that is known', () => {
    const anchors = { contactId: 'con_1', siteId: 'site_1', invoiceId: 'inv_1' };

    expect(timelineDebt('posted', 'Posted.', anchors)).toEqual({
      what: 'timeline',
      note: 'posted',
      text: 'Posted.',
      contactSourceId: 'con_1',
      siteSourceId: 'site_1',
      invoiceSourceId: 'inv_1',
    });
  });

  it('leaves away what is not', () => {
    expect(timelineDebt('posted', 'Posted.', { contactId: undefined })).toEqual({
      what: 'timeline',
      note: 'posted',
      text: 'Posted.',
    });
  });
});

describe('noteTexts', () => {
  const texts = noteTexts('xero');

  it.each([
    [texts.invoicePosted('N-1'), 'Invoice N-1 posted to Xero.'],
    [texts.invoiceLinked('N-1'), 'Invoice N-1 was in Xero already and is now linked.'],
    [texts.invoiceVoided('N-1'), 'Invoice N-1 voided in Xero.'],
    [texts.creditNotePosted('C-1'), 'Credit note C-1 posted to Xero.'],
    [texts.creditNoteLinked('C-1'), 'Credit note C-1 was in Xero already and is now linked.'],
    [
      texts.paymentPosted('N-1', 12_005, 'GBP'),
      'Payment of £120.05 for invoice N-1 posted to Xero.',
    ],
    [
      texts.paymentPosted('N-1', 12_005, 'JPY'),
      'Payment of JPY 12,005 for invoice N-1 posted to Xero.',
    ],
    [
      historyText('invoice', 'N-1', 'inv_1'),
      'Posted by Rollerdoor from Stora invoice N-1 (inv_1).',
    ],
    [
      historyText('credit_note', 'C-1', 'cred_1'),
      'Posted by Rollerdoor from Stora credit note C-1 (cred_1).',
    ],
  ])('says %s', (text, expected) => {
    expect(text).toBe(expected);
  });
});

describe('outcomes', () => {
  it('are told apart by their kind', () => {
    expect([applied, skipped('draft'), parked('number_taken')]).toEqual([
      { kind: 'applied' },
      { kind: 'skipped', reason: 'draft' },
      { kind: 'parked', cause: 'number_taken', detail: '' },
    ]);
  });
});
