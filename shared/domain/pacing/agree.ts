import type { Rate } from '../../contracts/rate-item.ts';
import { block } from './ring.ts';

/** A negotiated cap that cannot be meant; the message says what would be right. */
export class AgreementError extends Error {
  override readonly name = 'AgreementError';
}

const limitAtMost = 1_000_000;
const windowAtMostMs = 24 * 3_600_000;
const pauseAtMostMs = 120_000;

/**
 * The rate with these negotiated caps; none takes them back. Lower caps heard before are forgotten.
 * Calls are counted in another way under a larger cap, hence a pause until no window of up to two
 * minutes holds any; what refusals under the former caps blocked is free after that.
 * @throws AgreementError
 */
export function agree(
  rate: Rate,
  windows: ReadonlyArray<{ limit: number; windowMs: number }>,
  nowEpochMs: number,
): Rate {
  for (const window of windows) check(window);
  const lengths = new Set(windows.map(({ windowMs }) => windowMs));
  if (lengths.size < windows.length) {
    throw new AgreementError('Name one limit per length of time.');
  }
  const { agreed = [], heard: _forgotten, ...rest } = rate;
  const changed = [...windows, ...agreed].map(({ windowMs }) => windowMs);
  const pauseMs = Math.min(pauseAtMostMs, Math.max(0, ...changed));
  const untilEpochMs = nowEpochMs + pauseMs;
  if (windows.length === 0) return block(rest, untilEpochMs);
  // A refusal under the former caps may name the end of a day: at worst one call hears it again.
  return { ...rest, blockedUntilEpochMs: untilEpochMs, agreed: [...windows] };
}

function check({ limit, windowMs }: { limit: number; windowMs: number }): void {
  if (!Number.isInteger(limit) || limit < 1 || limit > limitAtMost) {
    throw new AgreementError(`A limit is a whole number from 1 to ${limitAtMost}, not ${limit}.`);
  }
  if (!Number.isInteger(windowMs) || windowMs < 1_000 || windowMs > windowAtMostMs) {
    throw new AgreementError(`A window lasts 1,000 to ${windowAtMostMs} ms, not ${windowMs}.`);
  }
}
