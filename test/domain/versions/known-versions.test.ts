import { describe, expect, it } from 'vitest';
import type { Version } from '../../../shared/contracts/version.ts';
import {
  afterApplied,
  afterJudged,
  isAppliedSince,
  standingVersion,
  withKnown,
} from '../../../shared/domain/versions/known-versions.ts';
import { aLink } from '../../builders/a-link.ts';

function version(day: number, fingerprint: string, rank = 1): Version {
  return { at: `2026-11-0${day}T09:00:00.000Z`, rank, fingerprint };
}

const [first, second, third] = [version(1, 'a'), version(2, 'b'), version(3, 'c')];
const secondLater = version(4, 'b');
const tiedWithSecond = version(2, 'd');

describe('standingVersion', () => {
  it.each([
    { when: 'nothing is known', known: {}, standing: undefined },
    { when: 'one was applied', known: { version: second }, standing: second },
    { when: 'one was only judged', known: { judgedVersion: second }, standing: second },
    {
      when: 'a newer one was judged',
      known: { version: first, judgedVersion: second },
      standing: second,
    },
    {
      when: 'an older one was judged',
      known: { version: second, judgedVersion: first },
      standing: second,
    },
    {
      when: 'the judged one was applied',
      known: { version: second, judgedVersion: second },
      standing: second,
    },
  ])('when $when', ({ known, standing }) => {
    expect(standingVersion(known)).toEqual(standing);
  });
});

describe('afterApplied', () => {
  it.each([
    {
      when: 'nothing stands in its way',
      known: { version: first },
      seen: first,
      after: { version: second },
    },
    {
      when: 'it was judged before',
      known: { version: first, judgedVersion: second },
      seen: second,
      after: { version: second },
    },
    {
      when: 'it was judged by somebody else, later',
      known: { judgedVersion: secondLater },
      seen: undefined,
      after: { version: secondLater },
    },
    {
      when: 'the source went back from what was judged',
      known: { version: first, judgedVersion: third },
      seen: third,
      after: { version: second },
    },
    {
      when: 'a newer one was judged meanwhile',
      known: { version: first, judgedVersion: third },
      seen: first,
      after: { version: second, judgedVersion: third },
    },
    {
      when: 'a newer one was applied meanwhile',
      known: { version: third },
      seen: first,
      after: { version: third },
    },
    {
      when: 'another one of the same second was applied meanwhile',
      known: { version: tiedWithSecond },
      seen: first,
      after: undefined,
    },
  ])('when $when', ({ known, seen, after }) => {
    expect(afterApplied(known, { seen, applied: second })).toEqual(after);
  });
});

describe('afterJudged', () => {
  it.each([
    { when: 'nothing was known', known: {}, seen: undefined, after: { judgedVersion: second } },
    {
      when: 'an older one was applied',
      known: { version: first },
      seen: first,
      after: { version: first, judgedVersion: second },
    },
    {
      when: 'it was judged before',
      known: { judgedVersion: second },
      seen: second,
      after: { judgedVersion: second },
    },
    {
      when: 'it was judged before, seen later',
      known: { judgedVersion: secondLater },
      seen: secondLater,
      after: { judgedVersion: secondLater },
    },
    {
      when: 'a newer one was judged meanwhile',
      known: { judgedVersion: third },
      seen: undefined,
      after: { judgedVersion: third },
    },
    {
      when: 'the source went back from what was judged',
      known: { judgedVersion: third },
      seen: third,
      after: { judgedVersion: second },
    },
    {
      when: 'somebody else has applied it meanwhile',
      known: { version: second },
      seen: first,
      after: { version: second },
    },
  ])('when $when', ({ known, seen, after }) => {
    expect(afterJudged(known, { seen, judged: second })).toEqual(after);
  });

  it('takes the later time of the same state', () => {
    expect(afterJudged({ judgedVersion: second }, { seen: second, judged: secondLater })).toEqual({
      judgedVersion: secondLater,
    });
  });
});

describe('withKnown', () => {
  it('leaves nothing of what was known before', () => {
    const link = aLink({ version: first, judgedVersion: second });

    expect(withKnown(link, { version: third })).toEqual(
      expect.not.objectContaining({ judgedVersion: second }),
    );
    expect(withKnown(link, { version: third }).version).toEqual(third);
  });
});

describe('isAppliedSince', () => {
  it.each([
    { when: 'nothing was applied', now: { judgedVersion: second }, is: false },
    { when: 'the state was applied', now: { version: second }, is: true },
    { when: 'a newer one was applied', now: { version: third }, is: true },
    { when: 'an older one was applied', now: { version: first }, is: false },
    {
      when: 'a newer one waits',
      now: { version: second, judgedVersion: third },
      is: false,
    },
  ])('when $when', ({ now, is }) => {
    expect(isAppliedSince({ judgedVersion: second }, now, second)).toBe(is);
  });

  it('counts nothing that stood there before', () => {
    expect(isAppliedSince({ version: second }, { version: second }, second)).toBe(false);
  });
});
