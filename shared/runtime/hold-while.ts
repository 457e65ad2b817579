import type { Clock } from '../ports/clock.ts';

/** So that one renewal may fail or come late. */
const renewalsPerHold = 3;

/**
 * Renews a short hold while work goes on: where its worker dies the hold ends soon after. `renew` never
 * throws. Returns once the first one stands; what it returns ends them, and waits for one under way.
 */
export async function holdWhile(
  hold: { seconds: number; clock: Clock },
  renew: (seconds: number) => Promise<void>,
): Promise<() => Promise<void>> {
  let isOver = false;
  let latest = renew(hold.seconds);
  await latest;
  const goOn = async () => {
    for (;;) {
      await hold.clock.sleep((hold.seconds * 1_000) / renewalsPerHold);
      if (isOver) return;
      latest = renew(hold.seconds);
      await latest;
    }
  };
  void goOn();
  return async () => {
    isOver = true;
    await latest;
  };
}
