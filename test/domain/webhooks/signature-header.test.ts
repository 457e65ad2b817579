import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isRecent,
  parseSignatureHeader,
} from '../../../shared/domain/webhooks/signature-header.ts';

const signature = 'ab'.repeat(32);
const other = 'CD'.repeat(32);

describe('parseSignatureHeader', () => {
  it('reads the time and the signature', () => {
    expect(parseSignatureHeader(`t=1795000000,v1=${signature}`)).toEqual({
      timestampSeconds: 1_795_000_000,
      signatures: [signature],
    });
  });

  it('reads every signature of a rotation, in lower case, around blanks and unknown parts', () => {
    expect(parseSignatureHeader(`t=1, v1=${signature} ,v0=x, v1=${other}`)).toEqual({
      timestampSeconds: 1,
      signatures: [signature, other.toLowerCase()],
    });
  });

  it.each([
    ['is absent', undefined],
    ['is empty', ''],
    ['has no time', `v1=${signature}`],
    ['has two times', `t=1,t=2,v1=${signature}`],
    ['has an empty time', `t=,v1=${signature}`],
    ['has a negative time', `t=-1,v1=${signature}`],
    ['has a time with a fraction', `t=1.5,v1=${signature}`],
    ['has a time of too many digits', `t=1234567890123,v1=${signature}`],
    ['has no signature', 't=1'],
    ['has a signature that is too short', `t=1,v1=${signature.slice(2)}`],
    ['has a signature that is not hexadecimal', `t=1,v1=${'zz'.repeat(32)}`],
    ['has only a signature of another scheme', `t=1,v0=${signature}`],
    ['is endless', `t=1,v1=${signature},${'x'.repeat(1_024)}`],
  ])('takes nothing from a header that %s', (_what, header) => {
    expect(parseSignatureHeader(header)).toBeUndefined();
  });

  it('survives any text, and gives only whole hexadecimal signatures', () => {
    const piece = fc.oneof(fc.string(), fc.constantFrom('t=1', 'v1=', `v1=${signature}`, ',', '='));
    fc.assert(
      fc.property(fc.array(piece), (pieces) => {
        const parsed = parseSignatureHeader(pieces.join(','));
        for (const found of parsed?.signatures ?? []) expect(found).toMatch(/^[0-9a-f]{64}$/);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('isRecent', () => {
  const window = { nowEpochMs: 1_000_000_000, maxAgeSeconds: 300, maxAheadSeconds: 60 };

  it.each([
    ['now', 0, true],
    ['as old as allowed', -300, true],
    ['a second older', -301, false],
    ['as far ahead as allowed', 60, true],
    ['a second further ahead', 61, false],
  ])('judges a signature made %s', (_what, offsetSeconds, isFresh) => {
    expect(isRecent(1_000_000 + offsetSeconds, window)).toBe(isFresh);
  });
});
