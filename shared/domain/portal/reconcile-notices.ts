import { counted } from './month-view.ts';

/** What became of a press on the pages of nights and months; it travels in the address that follows. */
const notices = {
  started: () => 'It has begun. A month takes a minute or so; this page shows how it ends.',
  under_way: () => 'Both sides are being compared already. This page shows how it ends.',
  had_already: () => 'Both sides were compared this night already.',
  not_connected: () => 'Connect both sides first.',
  switched_off: () => 'Switch sending on first: before that there is nothing to compare.',
  no_such_month: () =>
    'That month is not compared: documents from before the start date are left alone, and later ones are still to come.',
  queued: (count: number) =>
    `${count === 1 ? 'It is' : `${counted(count, 'record')} are`} being repaired. Compare the month again in a minute to see it gone from here.`,
  accepted: () => 'Accepted. It counts no more; should it change, you see it here again.',
  reopened: () => 'It counts again.',
  changed: () => 'It has changed since you looked, so nothing was done. Look once more.',
  no_reason: () => 'Say in a few words why, then press once more. Nothing was changed.',
  nothing: () => 'There was nothing to do: it is the same on both sides by now, or under way.',
} as const satisfies Record<string, (count: number) => string>;

export type ReconcileAnswer = keyof typeof notices;

export interface ReconcileNotice {
  tone: 'ok' | 'warn';
  text: string;
}

const good: ReadonlySet<ReconcileAnswer> = new Set(['started', 'queued', 'accepted', 'reopened']);

/** Undefined: the address names none of ours. */
export function reconcileNotice(
  done: string | undefined,
  count: string | undefined,
): ReconcileNotice | undefined {
  if (done === undefined || !isAnswer(done)) return undefined;
  const number = Number(count);
  const said = Number.isSafeInteger(number) && number > 0 ? number : 1;
  return { tone: good.has(done) ? 'ok' : 'warn', text: notices[done](said) };
}

function isAnswer(text: string): text is ReconcileAnswer {
  return Object.hasOwn(notices, text);
}
