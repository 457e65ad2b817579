import type { Target } from '../../contracts/ids.ts';
import { describeCause, isKnownCause } from './causes.ts';

/**
 * What helps, in the words of this version: an issue keeps those of the version that raised it, which are
 * read only where this one does not know its cause.
 */
export function remedyOf({ cause, target, remedy }: RaisedCause): string {
  return isKnownCause(cause) ? describeCause(cause, '', target).remedy : remedy;
}

interface RaisedCause {
  cause: string;
  target: Target;
  remedy: string;
}
