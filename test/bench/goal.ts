/** What a figure is to be, and whether it is. */
export interface Goal {
  readonly goal: string;
  readonly measured: number;
  readonly allowed: number;
  readonly holds: boolean;
}

/** A goal that is a ceiling. */
export function atMost(goal: string, measured: number, allowed: number): Goal {
  return { goal, measured, allowed, holds: measured <= allowed };
}

/** A goal that is a floor. */
export function atLeast(goal: string, measured: number, allowed: number): Goal {
  return { goal, measured, allowed, holds: measured >= allowed };
}
