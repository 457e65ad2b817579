import { describe, expect, it } from 'vitest';
import type { Owed } from '../../../shared/contracts/owed.ts';
import { newLink } from '../../../shared/domain/links/new-link.ts';
import { owe, payOff } from '../../../shared/domain/links/owe.ts';
import { aLink } from '../../builders/a-link.ts';

const metadata: Owed = { what: 'metadata' };
const posted: Owed = { what: 'timeline', note: 'posted', text: 'Posted.' };
const paid: Owed = { what: 'timeline', note: 'paid:500', text: 'Paid.' };

describe('newLink', () => {
  it('knows nothing yet', () => {
    const key = {
      operatorId: 'harbour',
      target: 'xero',
      kind: 'contact',
      sourceId: 'con_1',
    } as const;

    expect(newLink({ ...key, ...{ targetId: 'left away' } })).toEqual({
      ...key,
      revision: 0,
      effects: {},
      owed: [],
    });
  });
});

describe('owe', () => {
  it('does not owe once more what was written, alone or with others', () => {
    const done = { state: 'done', generation: 0, sentAtEpochMs: 1, requestHash: 'h' } as const;
    const link = aLink({ effects: { 'timeline:posted+voided': done } });

    expect(owe(link, posted)).toBe(link);
    expect(owe(link, paid).owed).toEqual([paid]);
    const failed = { 'timeline:posted': { ...done, state: 'failed' } } as const;
    expect(owe(aLink({ effects: failed }), posted).owed).toEqual([posted]);
  });

  it('adds a debt at the end', () => {
    expect(owe(owe(aLink(), posted), metadata).owed).toEqual([posted, metadata]);
  });

  it.each([
    ['metadata', metadata, metadata],
    ['a note, whatever its text', posted, { ...posted, text: 'Other words.' }],
  ])('never owes %s twice', (_what, first, again) => {
    expect(owe(owe(aLink(), first), again).owed).toEqual([first]);
  });

  it('owes two notes of one document', () => {
    expect(owe(owe(aLink(), posted), paid).owed).toHaveLength(2);
  });
});

describe('payOff', () => {
  it('takes away what was paid and keeps what came in meanwhile', () => {
    const link = aLink({ owed: [metadata, posted, paid] });

    expect(payOff(link, [metadata, posted]).owed).toEqual([paid]);
  });

  it('changes nothing for a debt that is gone already', () => {
    expect(payOff(aLink({ owed: [paid] }), [posted]).owed).toEqual([paid]);
  });
});
