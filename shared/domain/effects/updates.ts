import type { Link } from '../../contracts/link-item.ts';
import { isUncertain } from './effects.ts';

const prefix = 'update:';
/** Enough of a fingerprint to tell the states of one record apart. */
const fingerprintLength = 16;

export function isUpdate(name: string): boolean {
  return name.startsWith(prefix);
}

/** Whether the record may show a state in the target that its link knows nothing of. */
export function hasOpenUpdate(link: Link): boolean {
  return Object.entries(link.effects).some(
    ([name, effect]) => isUpdate(name) && isUncertain(effect),
  );
}

/**
 * Name of the update that brings a record to a state. It carries a running number, so that a state that
 * comes back (A, B, A again) is sent under a key of its own; only the latest update is gone on with.
 */
export function chooseUpdateName(link: Link, fingerprint: string): string {
  const latest = latestUpdate(link);
  const state = `${prefix}${fingerprint.slice(0, fingerprintLength)}:`;
  if (latest?.startsWith(state)) return latest;
  return `${state}${latest === undefined ? 1 : numberOf(latest) + 1}`;
}

/** Name of the update that was begun last: what it brought, or may bring yet, stands in the target. */
export function latestUpdate(link: Link): string | undefined {
  return Object.keys(link.effects).filter(isUpdate).sort(byNumber).at(-1);
}

/** Whether another update than this one stands in the target, whatever became of this one. */
export function isReplaced(link: Link, name: string): boolean {
  return isUpdate(name) && latestUpdate(link) !== name;
}

/** Updates repeat over a record's life: only the latest is of use, and what is still to be audited. */
export function forgetOldUpdates(link: Link, latest: string): Link {
  const kept = Object.entries(link.effects).filter(
    ([name, { state, isAudited }]) =>
      !isUpdate(name) || name === latest || (state === 'done' && !isAudited),
  );
  return { ...link, effects: Object.fromEntries(kept) };
}

function byNumber(left: string, right: string): number {
  return numberOf(left) - numberOf(right);
}

function numberOf(name: string): number {
  return Number(name.split(':')[2] ?? 0);
}
