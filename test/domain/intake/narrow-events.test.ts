import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  beginSearch,
  type EventHints,
  eventsRefused,
  eventsTaken,
  nextEvents,
  resumeSearch,
} from '../../../shared/domain/intake/narrow-events.ts';
import { sourceManifest } from '../../../shared/source/registry.ts';

const { confirmedEvents } = sourceManifest;

const wanted = [
  'invoice.voided',
  'contact.created',
  'contact.updated',
  'invoice.created',
  'invoice.updated',
  'invoice.finalized',
  'invoice.paid',
  'credit_note.created',
];

type Teller = (strangers: string[], known: string[]) => EventHints;

const tellers: Record<string, Teller> = {
  'points at it': (pointed, known) => ({ pointed, mentioned: known }),
  'names it': (mentioned) => ({ pointed: [], mentioned }),
  'names the first only': ([first = '']) => ({ pointed: [], mentioned: [first] }),
  'lists what it knows': (_strangers, mentioned) => ({ pointed: [], mentioned }),
  'says nothing': () => ({ pointed: [], mentioned: [] }),
};

/** Runs a search against a source that knows these names. */
function search(known: string[], tell: Teller, begun = beginSearch(wanted)) {
  const sent: string[][] = [];
  let current = begun;
  for (let names = nextEvents(current); names !== undefined; names = nextEvents(current)) {
    sent.push(names);
    const strangers = names.filter((name) => !known.includes(name));
    current =
      strangers.length === 0
        ? eventsTaken(current)
        : eventsRefused(current, tell(strangers, known));
  }
  return { ...current, sent };
}

describe('the search for event types', () => {
  it('ends with one call where all are known, confirmed ones first', () => {
    const { accepted, sent } = search(wanted, tellers['says nothing'] as Teller);

    expect(sent).toHaveLength(1);
    expect(accepted.slice(0, 4).sort()).toEqual(confirmedEvents.toSorted());
  });

  it('tries confirmed names by themselves once a refusal tells nothing', () => {
    const { sent } = search([...confirmedEvents], tellers['says nothing'] as Teller);

    expect(sent[1]?.toSorted()).toEqual(confirmedEvents.toSorted());
  });

  it.each(Object.entries(tellers))('finds all names there are when a refusal %s', (_how, tell) => {
    fc.assert(
      fc.property(fc.subarray(wanted), (known) => {
        const { accepted, refused, sent } = search(known, tell);

        expect(accepted.toSorted()).toEqual(known.toSorted());
        expect([...accepted, ...refused].sort()).toEqual(wanted.toSorted());
        expect(sent.length).toBeLessThan(2 * wanted.length + 3);
      }),
    );
  });

  it('leaves what is accepted alone while it tries further names', () => {
    const begun = resumeSearch(['invoice.paid'], ['invoice.voided', 'invoice.updated']);
    const known = ['invoice.paid', 'invoice.updated'];
    const { accepted, refused, sent } = search(known, tellers['says nothing'] as Teller, begun);

    expect(accepted).toEqual(known);
    expect(refused).toEqual(['invoice.voided']);
    expect(sent.every((names) => names.includes('invoice.paid'))).toBe(true);
  });
});
