import { describe, expect, it } from 'vitest';
import type { Effect } from '../../../shared/contracts/effect.ts';
import type { Owed } from '../../../shared/contracts/owed.ts';
import { chooseTimelineNotes } from '../../../shared/domain/write-back/choose-timeline-notes.ts';
import { aLink } from '../../builders/a-link.ts';

const debt = (note: string): Owed => ({ what: 'timeline', note, text: `${note}.` });
const effect = (state: Effect['state']): Effect => ({
  state,
  generation: 0,
  sentAtEpochMs: 1,
  requestHash: 'h',
});

describe('chooseTimelineNotes', () => {
  it('sends nothing where only metadata is owed', () => {
    expect(chooseTimelineNotes(aLink({ owed: [{ what: 'metadata' }] }))).toBeUndefined();
  });

  it('sends all notes of a document as one event', () => {
    const owed = [debt('posted'), { what: 'metadata' } as const, debt('paid:500')];

    expect(chooseTimelineNotes(aLink({ owed }))).toEqual({
      effect: 'timeline:posted+paid:500',
      debts: [debt('posted'), debt('paid:500')],
    });
  });

  it('repeats an unanswered event first and unchanged, though more came in', () => {
    const link = aLink({
      owed: [debt('posted'), debt('paid:500')],
      effects: { 'timeline:posted': effect('sending') },
    });

    expect(chooseTimelineNotes(link)).toEqual({
      effect: 'timeline:posted',
      debts: [debt('posted')],
    });
  });

  it('sends an event that failed by itself, so that its errors are counted for it alone', () => {
    const link = aLink({
      owed: [debt('posted'), debt('paid:500')],
      effects: { 'timeline:posted': effect('failed') },
    });

    expect(chooseTimelineNotes(link)?.effect).toBe('timeline:posted');
  });

  it('sends what got no answer before what failed', () => {
    const link = aLink({
      owed: [debt('posted'), debt('paid:500')],
      effects: { 'timeline:posted': effect('failed'), 'timeline:paid:500': effect('sending') },
    });

    expect(chooseTimelineNotes(link)?.effect).toBe('timeline:paid:500');
  });

  it.each(['done', 'rejected'] as const)('starts anew after an event that is %s', (state) => {
    const link = aLink({
      owed: [debt('paid:500')],
      effects: { 'timeline:posted': effect(state) },
    });

    expect(chooseTimelineNotes(link)?.effect).toBe('timeline:paid:500');
  });

  it('does not repeat an event of which a note is no longer owed', () => {
    const link = aLink({
      owed: [debt('paid:500')],
      effects: { 'timeline:posted+paid:500': effect('sending') },
    });

    expect(chooseTimelineNotes(link)).toEqual({
      effect: 'timeline:paid:500',
      debts: [debt('paid:500')],
    });
  });

  it('does not take another unanswered effect for an event', () => {
    const link = aLink({ owed: [debt('posted')], effects: { create: effect('sending') } });

    expect(chooseTimelineNotes(link)?.effect).toBe('timeline:posted');
  });
});
