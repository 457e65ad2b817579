const dayMs = 86_400_000;

/** Is it this operator's tick of the day? Spread, so that not all of them are asked for at once. */
export function isDailyTurn(operatorId: string, nowEpochMs: number, tickMs: number): boolean {
  const ticks = Math.floor(dayMs / tickMs);
  const turn = [...operatorId].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0);
  return Math.floor(nowEpochMs / tickMs) % ticks === turn % ticks;
}
