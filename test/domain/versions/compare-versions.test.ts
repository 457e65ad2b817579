import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Version } from '../../../shared/contracts/version.ts';
import {
  type Comparison,
  compareVersions,
  isAgainstTime,
} from '../../../shared/domain/versions/compare-versions.ts';

const applied: Version = { at: '2026-11-30T09:00:00Z', rank: 1, fingerprint: 'a' };

const startEpochMs = Date.parse('2026-11-30T09:00:00Z');
// Few seconds and ranks, so that ties and equal ranks come up often; content tells them apart.
const version: fc.Arbitrary<Version> = fc
  .record({ second: fc.nat(5), rank: fc.nat(3), content: fc.nat(2) })
  .map(({ second, rank, content }) => ({
    at: new Date(startEpochMs + second * 1_000).toISOString(),
    rank,
    fingerprint: `${second}/${rank}/${content}`,
  }));

const opposite: Record<Comparison, Comparison> = {
  newer: 'older',
  older: 'newer',
  same: 'same',
  tie: 'tie',
};

describe('compareVersions', () => {
  it('applies what comes first of all', () => {
    expect(compareVersions(undefined, applied)).toBe('newer');
  });

  it.each<[string, Partial<Version>, Comparison]>([
    [
      'equal content, even with a later time',
      { at: '2026-12-01T00:00:00Z', fingerprint: 'a' },
      'same',
    ],
    ['a later time', { at: '2026-11-30T09:00:01Z' }, 'newer'],
    ['an earlier time', { at: '2026-11-30T08:59:59Z' }, 'older'],
    ['the same time with other content', {}, 'tie'],
    ['the same time written in another zone', { at: '2026-11-30T10:00:00+01:00' }, 'tie'],
    ['a later stage of life at an earlier time', { rank: 2, at: '2026-11-01T00:00:00Z' }, 'newer'],
    ['an earlier stage of life at a later time', { rank: 0, at: '2026-12-01T00:00:00Z' }, 'older'],
    ['a time that cannot be read', { at: 'soon' }, 'tie'],
  ])('judges %s', (_what, change, comparison) => {
    expect(compareVersions(applied, { ...applied, fingerprint: 'b', ...change })).toBe(comparison);
  });

  it('asks the source when the applied time cannot be read, instead of dropping every update', () => {
    expect(compareVersions({ ...applied, at: '' }, { ...applied, fingerprint: 'b' })).toBe('tie');
  });

  it('turns around when the two are exchanged', () => {
    fc.assert(
      fc.property(version, version, (left, right) => {
        expect(compareVersions(right, left)).toBe(opposite[compareVersions(left, right)]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is transitive', () => {
    fc.assert(
      fc.property(version, version, version, (first, second, third) => {
        fc.pre(compareVersions(first, second) === 'newer');
        fc.pre(['newer', 'same', 'tie'].includes(compareVersions(second, third)));
        expect(compareVersions(first, third)).toBe('newer');
      }),
      { numRuns: 2_000 },
    );
  });

  it('ends with the latest state whatever the order and number of deliveries', () => {
    const history = fc.uniqueArray(version, {
      minLength: 1,
      maxLength: 8,
      selector: ({ fingerprint }) => fingerprint,
    });
    const deliveries = history.chain((states) =>
      fc.record({
        // Among equals of rank and time the source knows which came last: here, the last one listed.
        latest: fc.constant(states.reduce(later)),
        seen: fc.shuffledSubarray(
          states.flatMap((state) => [state, state, state]),
          { minLength: states.length * 3 },
        ),
      }),
    );
    fc.assert(
      fc.property(deliveries, ({ latest, seen }) => {
        let standing: Version | undefined;
        for (const incoming of seen) {
          const comparison = compareVersions(standing, incoming);
          if (comparison === 'newer') standing = incoming;
          if (comparison === 'tie') standing = latest;
        }
        expect(standing).toMatchObject({ at: latest.at, rank: latest.rank });
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('isAgainstTime', () => {
  const [draft, open, uncollectible, paid] = [0, 1, 2, 3];
  it.each([
    { what: 'an invoice that is open once more', ranks: [uncollectible, open], isAsked: true },
    { what: 'an invoice that was given up', ranks: [open, uncollectible], isAsked: true },
    { what: 'an open state after a paid one', ranks: [paid, open], isAsked: true },
    { what: 'a payment', ranks: [open, paid], isAsked: false },
    { what: 'a payment of what was given up', ranks: [uncollectible, paid], isAsked: false },
    { what: 'a draft after what it became', ranks: [open, draft], isAsked: false },
    { what: 'what became of a draft', ranks: [draft, paid], isAsked: false },
    { what: 'another state of one stage, which is a tie', ranks: [open, open], isAsked: false },
  ])('tells whether $what within one second is asked for', ({ ranks, isAsked }) => {
    const [known = 0, rank = 0] = ranks;
    const incoming = { ...applied, rank, fingerprint: 'b' };
    expect(isAgainstTime({ ...applied, rank: known }, incoming)).toBe(isAsked);
  });
});

/** The life of a record goes forward by rank, then by time. */
function later(left: Version, right: Version): Version {
  if (left.rank !== right.rank) return right.rank > left.rank ? right : left;
  return Date.parse(right.at) >= Date.parse(left.at) ? right : left;
}
