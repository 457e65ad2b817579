import type { RecordKind, Target } from '../../contracts/ids.ts';
import { targets } from '../../targets/registry.ts';

/** Whether changes of such records go to the target at all: an address book takes no invoices. */
export function takesKind(target: Target, kind: RecordKind): boolean {
  return targets[target].kinds.includes(kind);
}
