import type { Effect } from '../../contracts/effect.ts';
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
 * What the updates may have brought of which nobody knows whether they happened (`contact-seal.ts`); undefined
 * where one of them did not note it.
 */
export function openSeals(link: Link): string[] | undefined {
  const open = Object.entries(link.effects).filter(
    ([name, effect]) => isUpdate(name) && isUncertain(effect),
  );
  const seals = open.flatMap(([, { seal }]) => seal ?? []);
  return seals.length === open.length ? seals : undefined;
}

/**
 * Name of the update that brings a record to a state. It carries a running number, so that a state that
 * comes back (A, B, A again) is sent under a key of its own; only the latest update is gone on with.
 */
export function chooseUpdateName(link: Link, fingerprint: string): string {
  const latest = latestUpdate(link);
  const state = stateOf(fingerprint);
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

/**
 * Whether the target shows another state than this one: an update brought it there, and its worker died
 * before it noted so. After a merge it may show another record, and no state of this one is brought there.
 */
export function showsOtherState(link: Link, fingerprint: string): boolean {
  if (link.sharedWith !== undefined) return false;
  const shown = latestDone(link);
  return shown !== undefined && !shown.startsWith(stateOf(fingerprint));
}

function latestDone(link: Link): string | undefined {
  const isDone = ([name, { state }]: [string, Effect]) => isUpdate(name) && state === 'done';
  const done = Object.entries(link.effects).filter(isDone);
  return done
    .map(([name]) => name)
    .sort(byNumber)
    .at(-1);
}

/**
 * Updates repeat over a record's life: of use are only the latest, the one that stands in the target, and
 * what is still to be audited.
 */
export function forgetOldUpdates(link: Link, latest: string): Link {
  const standing = latestDone(link);
  const kept = Object.entries(link.effects).filter(
    ([name, { state, isAudited }]) =>
      !isUpdate(name) || name === latest || name === standing || (state === 'done' && !isAudited),
  );
  return { ...link, effects: Object.fromEntries(kept) };
}

/** How the names of all updates to one state begin. */
function stateOf(fingerprint: string): string {
  return `${prefix}${fingerprint.slice(0, fingerprintLength)}:`;
}

function byNumber(left: string, right: string): number {
  return numberOf(left) - numberOf(right);
}

function numberOf(name: string): number {
  return Number(name.split(':')[2] ?? 0);
}
