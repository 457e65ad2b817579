import { describe, expect, it } from 'vitest';
import { type BandFacts, bandOf, leftWords } from '../../../shared/domain/portal/overview-band.ts';

const calm: BandFacts = {
  targetName: 'Xero',
  sourceName: 'Stora',
  troubled: [],
  isSetUp: true,
  isOff: false,
  underWay: [],
  progress: undefined,
  needsYou: { documents: 0, sum: undefined },
  clock: '06:16',
  last: undefined,
};
const progress = { done: 131, of: 200, minutesLeft: 2.2, why: 'Xero takes 60 calls a minute.' };

describe('the band of the overview', () => {
  it('says that all is well, as of when, and what was last', () => {
    expect(bandOf({ ...calm, last: 'invoice ACORN-0201' })).toEqual({
      tone: 'ok',
      title: 'All in step with Xero',
      lines: ['As of 06:16. Last: invoice ACORN-0201.'],
    });
    expect(bandOf(calm)?.lines).toEqual(['As of 06:16.']);
  });

  it('shows how far work is, how long it takes, and why', () => {
    expect(bandOf({ ...calm, progress })).toEqual({
      tone: 'plain',
      title: 'Sending to Xero: 131 of 200',
      aside: 'about 2 minutes left',
      lines: ['Xero takes 60 calls a minute. Nothing for you to do.'],
      progress: { done: 131, of: 200 },
    });
  });

  it('says that work is under way also where nobody knows how much there is', () => {
    const band = bandOf({
      ...calm,
      underWay: ['At least 3 changes under way: goes on by itself.'],
    });

    expect(band).toMatchObject({ title: 'Sending to Xero', tone: 'plain' });
    expect(band?.lines.at(-1)).toBe('Nothing for you to do.');
  });

  it('counts what waits for a person, and says that the rest is in step', () => {
    const band = bandOf({ ...calm, needsYou: { documents: 13, sum: '£1,016.40' } });

    expect(band?.title).toBe('13 documents wait for you over £1,016.40');
    expect(band?.lines).toEqual(['Everything else is in step as of 06:16.']);
    expect(bandOf({ ...calm, needsYou: { documents: 1, sum: undefined } })?.title).toBe(
      '1 document waits for you',
    );
  });

  it('has a person before anything else, for nothing goes on without them', () => {
    const needsYou = { documents: 1, sum: undefined };
    const facts = { ...calm, progress, needsYou, underWay: ['a'] };

    expect(bandOf({ ...facts, troubled: ['Xero'] })?.title).toBe('Xero waits for you');
    expect(bandOf({ ...facts, troubled: ['Stora', 'Xero'] })?.title).toBe(
      'Stora and Xero wait for you',
    );
    expect(bandOf({ ...facts, isOff: true })?.title).toBe('Connected, and not switched on yet');
    expect(bandOf(facts)?.title).toBe('Sending to Xero: 131 of 200');
  });

  it('says nothing before both sides are connected: the steps do', () => {
    expect(bandOf({ ...calm, isSetUp: false })).toBeUndefined();
  });

  it.each([
    [0.4, 'less than a minute left'],
    [1, 'about 1 minute left'],
    [47, 'about 47 minutes left'],
    [150, 'about 3 hours left'],
  ])('says %s minutes as people do', (minutes, words) => {
    expect(leftWords(minutes)).toBe(words);
  });
});
