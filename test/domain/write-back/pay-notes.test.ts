import { expect, it } from 'vitest';
import type { Effect } from '../../../shared/contracts/effect.ts';
import type { TimelineDebt } from '../../../shared/domain/write-back/choose-timeline-notes.ts';
import { payNotes } from '../../../shared/domain/write-back/pay-notes.ts';
import { aLink } from '../../builders/a-link.ts';

const debt = (note: string): TimelineDebt => ({ what: 'timeline', note, text: `${note}.` });
const effect: Effect = { state: 'failed', generation: 0, sentAtEpochMs: 1, requestHash: 'h' };

it('keeps in mind what was written, as done and audited', () => {
  const link = aLink({
    owed: [debt('posted'), debt('voided')],
    effects: { 'timeline:posted': effect, 'timeline:earlier': { ...effect, state: 'done' } },
  });

  const paid = payNotes(link, [debt('posted')], 'timeline:posted');

  expect(paid.owed).toEqual([debt('voided')]);
  expect(paid.effects).toEqual({
    'timeline:earlier': { ...effect, state: 'done' },
    // Which call it was is of no use any more.
    'timeline:posted': { ...effect, state: 'done', requestHash: '', isAudited: true },
  });
});

it('takes away the notes and the journal of every event that held one of them, nothing else', () => {
  const link = aLink({
    owed: [{ what: 'metadata' }, debt('posted'), debt('voided')],
    effects: {
      create: effect,
      'timeline:posted': effect,
      'timeline:posted+voided': effect,
      'timeline:voided': effect,
    },
  });

  expect(payNotes(link, [debt('posted')])).toEqual({
    ...link,
    owed: [{ what: 'metadata' }, debt('voided')],
    effects: { create: effect, 'timeline:voided': effect },
  });
});
