import { describe, expect, it } from 'vitest';
import { planReading } from '../../../shared/domain/intake/plan-reading.ts';
import { sourceManifest } from '../../../shared/source/registry.ts';
import { storaEventTypes } from '../../../shared/source/stora/settings.ts';

const { confirmedEvents } = sourceManifest;

describe('planReading', () => {
  it('reads nothing when every name is known', () => {
    expect(planReading([])).toBeUndefined();
  });

  it('reads nothing for a deletion that is not told', () => {
    expect(planReading(['contact.deleted'])).toBeUndefined();
  });

  it.each([
    [['contact.updated'], { contacts: true, creditNotes: false, invoiceStatuses: [], sales: [] }],
    [
      ['credit_note.created'],
      { contacts: false, creditNotes: true, invoiceStatuses: [], sales: [] },
    ],
    [
      ['invoice.finalized'],
      { contacts: false, creditNotes: false, invoiceStatuses: ['draft', 'open'], sales: [] },
    ],
    [
      ['invoice.voided'],
      { contacts: false, creditNotes: false, invoiceStatuses: ['void'], sales: [] },
    ],
    [
      ['invoice.voided', 'invoice.updated'],
      {
        contacts: false,
        creditNotes: false,
        invoiceStatuses: ['draft', 'open', 'uncollectible', 'void'],
        sales: [],
      },
    ],
  ])('reads in the stead of %j what it would have told', (refused, plan) => {
    expect(planReading(refused)).toEqual(plan);
  });

  it('reads everything when no event is told at all', () => {
    expect(planReading([...storaEventTypes])).toEqual({
      contacts: true,
      creditNotes: true,
      invoiceStatuses: ['draft', 'open', 'uncollectible', 'void', 'paid'],
      sales: [],
    });
  });

  it('has something to read for each name that is only inferred, but for deletions', () => {
    const inferred = storaEventTypes.filter(
      (name) => !confirmedEvents.includes(name) && name !== 'contact.deleted',
    );

    expect(inferred.filter((name) => planReading([name]) === undefined)).toEqual([]);
  });
});
