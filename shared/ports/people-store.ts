import type { MailWatch } from '../contracts/mail-item.ts';
import type { People } from '../contracts/people-item.ts';

/** Who belongs to an operator, and when to look whether they have to be written to. */
export interface PeopleStore {
  get(operatorId: string): Promise<People | undefined>;
  /** Saves over the revision that was read; 0: there is none yet. */
  save(people: People): Promise<People | 'conflict'>;
}

export interface MailWatches {
  get(operatorId: string): Promise<MailWatch | undefined>;
  /** Look as soon as possible: something happened that people are told. */
  lookNow(operatorId: string, nowEpochMs: number): Promise<void>;
  /** Operators that are due, longest first. */
  due(
    nowEpochMs: number,
    atMost: number,
  ): Promise<Array<{ watch: MailWatch; dueAtEpochMs: number }>>;
  /**
   * Looks next then, undefined: not until somebody says so. Unless it became due anew since
   * `dueAtEpochMs`; false then.
   */
  lookNext(
    watch: MailWatch,
    dueAtEpochMs: number,
    nextAtEpochMs: number | undefined,
  ): Promise<boolean>;
}
