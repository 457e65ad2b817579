/** Calls that are to be made; each is one piece of work that is done or given back. */
export interface Backlog {
  /** Takes one; false when there is none now. */
  take(): boolean;
  giveBack(): void;
  isEmpty(): boolean;
}

/** So many calls. */
export function backlogOf(calls: number): Backlog {
  let left = calls;
  return {
    take: () => {
      if (left === 0) return false;
      left -= 1;
      return true;
    },
    giveBack: () => {
      left += 1;
    },
    isEmpty: () => left === 0,
  };
}

/** More than can be done until the condition ends it. */
export function endlessBacklog(isOver: () => boolean): Backlog {
  return { take: () => !isOver(), giveBack: () => undefined, isEmpty: isOver };
}
