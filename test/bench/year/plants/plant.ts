import type { SeededRandom } from '../../../../infra/local/vendors/common/seeded-random.ts';
import type { MismatchClass } from '../../../../shared/contracts/mismatch.ts';
import type { Bookkeeper } from './bookkeeper.ts';
import type { Desk } from './desk.ts';
import type { Press } from './press.ts';
import type { Begin, Listed, Subject } from './subject.ts';

/** Who does what where a difference is planted. */
export interface Place {
  desk: Desk;
  keeper: Bookkeeper;
  press: Press;
  random: SeededRandom;
  subject: Subject;
}

/** How it ends: the night does it, a person does in the ledger or at the source, or presses a button. */
export type Ending = 'by itself' | 'mended' | 'pressed';

export interface Planted {
  lists: Listed[];
  ending: Ending;
  /** What a person does a day or two later. */
  mend?(): Promise<void> | void;
}

/** One way in which both sides may come apart. */
export interface Plant {
  name: string;
  /** `none`: a night must not list anything. */
  class: MismatchClass | 'none';
  begin: Begin;
  /** Accounting code of what stands there; absent: one of the rents. */
  code?: string;
  /** A person may accept it as well, and it stays. */
  isAcceptable?: true;
  /** Nothing else is planted on the same day. */
  isAlone?: true;
  /** Undefined: it cannot be planted on that day. */
  plant(place: Place): Promise<Planted | undefined> | Planted | undefined;
}
