import { describe, expect, it } from 'vitest';
import { judgeClientRefusal } from '../../../shared/domain/tokens/judge-client-refusal.ts';

const since = '2026-11-30T09:00:00.000Z';
const at = (hours: number) => Date.parse(since) + hours * 3_600_000;

describe('judgeClientRefusal', () => {
  it('sees nothing wrong while our credentials are taken', () => {
    expect(judgeClientRefusal(undefined, at(0))).toBe('none');
  });

  it('offers the operator to reconnect only after more than a day', () => {
    expect(judgeClientRefusal(since, at(0))).toBe('being_mended');
    expect(judgeClientRefusal(since, at(24))).toBe('being_mended');
    expect(judgeClientRefusal(since, at(24.1))).toBe('reconnect_may_help');
  });
});
