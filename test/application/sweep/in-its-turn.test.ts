import { expect, it } from 'vitest';
import { inItsTurn } from '../../../shared/application/sweep/in-its-turn.ts';
import { DeferredError } from '../../../shared/domain/errors/errors.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';

/** Work whose turn comes only in the last ten seconds of a minute. */
function lateInTheMinute(clock: FakeClock) {
  return async () => {
    if (clock.nowEpochMs() % 60_000 < 50_000) throw new DeferredError('pace', 5);
    return 'done';
  };
}

function clockAtMinute(): FakeClock {
  const clock = new FakeClock();
  clock.advance(60_000 - (clock.nowEpochMs() % 60_000));
  return clock;
}

it('waits for a turn that comes at the end of the minute', async () => {
  const clock = clockAtMinute();
  const untilEpochMs = clock.nowEpochMs() + 240_000;

  expect(await inItsTurn(lateInTheMinute(clock), { clock, untilEpochMs })).toBe('done');
});

it('waits for no turn beyond the end of its time', async () => {
  const clock = clockAtMinute();
  const untilEpochMs = clock.nowEpochMs() + 20_000;
  const waiting = inItsTurn(lateInTheMinute(clock), { clock, untilEpochMs });

  await expect(waiting).rejects.toThrow(DeferredError);
  expect(clock.nowEpochMs()).toBeLessThan(untilEpochMs);
});

it('lets everything else go at once', async () => {
  const clock = clockAtMinute();
  const broken = async () => {
    throw new Error('Broken.');
  };

  await expect(inItsTurn(broken, { clock, untilEpochMs: Number.MAX_SAFE_INTEGER })).rejects.toThrow(
    'Broken.',
  );
});
