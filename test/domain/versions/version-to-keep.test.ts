import { describe, expect, it } from 'vitest';
import type { Version } from '../../../shared/contracts/version.ts';
import { versionToKeep } from '../../../shared/domain/versions/version-to-keep.ts';

function version(day: number, fingerprint: string, rank = 1): Version {
  return { at: `2026-11-0${day}T09:00:00.000Z`, rank, fingerprint };
}

const applied = version(2, 'applied');
const older = version(1, 'older');
const newer = version(3, 'newer');
const further = version(1, 'further', 3);
const same = version(1, 'applied');
const sameLater = version(3, 'applied');
const tied = version(2, 'tied');

describe('versionToKeep', () => {
  it.each([
    { when: 'nothing was stored', stored: undefined, seen: undefined, kept: applied },
    { when: 'what was seen still stands', stored: older, seen: older, kept: applied },
    { when: 'it still stands, though newer', stored: newer, seen: newer, kept: applied },
    { when: 'an older one came in', stored: older, seen: undefined, kept: applied },
    { when: 'a newer one came in', stored: newer, seen: older, kept: newer },
    { when: 'one further in its life came in', stored: further, seen: undefined, kept: further },
    { when: 'the same came in, seen earlier', stored: same, seen: undefined, kept: applied },
    { when: 'the same came in, seen later', stored: sameLater, seen: undefined, kept: sameLater },
    { when: 'another of the same second came in', stored: tied, seen: undefined, kept: undefined },
  ])('when $when', ({ stored, seen, kept }) => {
    expect(versionToKeep(stored, { seen, applied })).toEqual(kept);
  });
});
