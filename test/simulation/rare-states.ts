import type { Effect } from '../../shared/contracts/effect.ts';
import type { ChangeMessage } from '../../shared/contracts/messages.ts';
import type { FinishedRun } from './history.ts';
import { isBesideBackfill } from './invariants/i13-live-first.ts';
import { type LinkSave, type Occurred, type RunView, viewOf } from './invariants/run-view.ts';

/** How often a run came into each of the corners that the code has rules for. */
export type RareStateCounts = Record<string, number>;

type Counter = (view: RunView, run: FinishedRun) => number;

/** Names of the corners; a long run that never saw one of them tested nothing of it. */
const counters: Record<string, Counter> = {
  lease_stolen: (view) => leaseCount(view, 'stolen'),
  lease_refused: (view) => leaseCount(view, 'refused'),
  pair_replaced: (view) => stored(view, 'connections', 'storeTokens').filter(isTrue).length,
  pair_fenced_off: (view) => stored(view, 'connections', 'storeTokens').filter(isFalse).length,
  pair_retired: (view) => stored(view, 'retiredPairs', 'put').length,
  epoch_died: (view) => logs(view, 'stale_epoch'),
  target_not_connected: (view) => logs(view, 'target_not_connected'),
  needs_reconnect: (view) =>
    stored(view, 'connections', 'markNeedsReconnect').filter(isTrue).length,
  disconnect_finished: (view) =>
    stored(view, 'connections', 'finishDisconnect').filter(isTrue).length,
  reconnected: (view, run) => view.of('connected').length - 2 * run.operatorIds.length,
  token_refused_mid_batch: (view) => view.apiCalls.filter(({ status }) => status === 401).length,
  refresh_refused: (view) =>
    view.own.filter((call) => /\/token$/.test(call.path) && call.status === 400).length,
  tie_refetched: (view) => tieCount(view),
  older_skipped: (view) => logs(view, '"older"', 'older'),
  duplicate_skipped: (view) => logs(view, 'duplicate'),
  delivered_again: (view) => view.of('received').filter((one) => one.receiveCount > 1).length,
  event_delivered_again: (view) => repeats(view.of('webhook').map(({ eventId }) => eventId)),
  send_deduplicated: (view) => repeats(view.of('sent').map(({ messageId }) => messageId)),
  save_conflict: (view) => view.of('stored').filter(({ output }) => output === 'conflict').length,
  write_applied_with_error: (view) => view.own.filter(({ isApplied }) => isApplied === true).length,
  late_arrival: (view) => view.own.filter(({ isLate }) => isLate).length,
  late_write: (view) =>
    view.apiCalls.filter(({ isLate, method }) => isLate && method !== 'GET').length,
  same_key_resent: (view) =>
    repeats(view.own.flatMap(({ idempotencyKey }) => idempotencyKey ?? [])),
  new_generation: (view) =>
    changes(view, ({ before, after }) => after.generation > before.generation),
  adopted_after_error: (view) => turned(view, 'failed', 'done'),
  adopted_or_resent_after_silence: (view) => finishedByOther(view),
  look_up_missed: (view) => changes(view, ({ before, after }) => missed(after) > missed(before)),
  look_up_missed_twice: (view) =>
    changes(view, ({ after, before }) => missed(before) < 2 && missed(after) >= 2),
  effect_failed: (view) => turned(view, 'sending', 'failed'),
  effect_rejected: (view) => turned(view, 'sending', 'rejected'),
  given_up_after_generations: (view) => raised(view, 'ledger_keeps_failing'),
  note_given_up: (view) => logs(view, 'timeline_note.given_up'),
  metadata_given_up: (view) => logs(view, 'metadata.given_up'),
  write_back_put_off: (view) => logs(view, 'write_back.put_off'),
  parked: (view) => stored(view, 'issues', 'raise').length,
  parked_unexpected: (view) => raised(view, 'unexpected'),
  parked_locked_period: (view) => raised(view, 'locked_period'),
  issue_resolved: (view) =>
    stored(view, 'issues', 'resolveAsSeen').filter(({ output }) => output === true).length,
  retried_by_person: (view) => messagesOfType(view, 'retry'),
  tombstone: (view) =>
    saves(view).filter(({ before, after }) => !before?.deletedAt && after.deletedAt).length,
  tries_counted: (view) => stored(view, 'tries', 'save').length,
  debt_swept: (view) =>
    view.of('sent').filter(({ queue, process }) => queue === 'write-backs' && /sweep/.test(process))
      .length,
  own_429: (view) => view.own.filter(({ status }) => status === 429).length,
  live_beside_backfill: (view, run) =>
    view.of('paced').filter((paced) => paced.lane === 'live' && isBesideBackfill(run, paced))
      .length,
  put_aside: (view) => stored(view, 'aside', 'put').length,
  back_from_aside: (view) => stored(view, 'aside', 'remove').length,
  put_off_by_pace: (view) =>
    view.of('paced').filter(({ outcome }) => outcome === 'deferred').length,
  share_engaged: (view) => stored(view, 'rates', 'save').filter(hasShare).length,
  crashed: (view) => view.of('invocation').filter(({ state }) => state === 'crashed').length,
  timed_out: (view) => view.of('invocation').filter(({ state }) => state === 'timed_out').length,
  dead_letter: (view) => view.of('dead').length,
};

export function countRareStates(run: FinishedRun): RareStateCounts {
  const view = viewOf(run);
  return Object.fromEntries(
    Object.entries(counters).map(([name, count]) => [name, count(view, run)]),
  );
}

function stored(view: RunView, store: string, method: string): Array<Occurred<'stored'>> {
  return view.of('stored').filter((each) => each.store === store && each.method === method);
}

function isTrue({ output }: Occurred<'stored'>): boolean {
  return output === true;
}

function isFalse({ output }: Occurred<'stored'>): boolean {
  return output === false;
}

function hasShare({ input }: Occurred<'stored'>): boolean {
  return (
    typeof input === 'object' && input !== null && 'share' in input && input.share !== undefined
  );
}

function logs(view: RunView, ...words: string[]): number {
  return view.of('logged').filter(({ text }) => words.some((word) => text.includes(word))).length;
}

function raised(view: RunView, cause: string): number {
  return stored(view, 'issues', 'raise').filter(
    ({ input }) => (input as { cause?: string }).cause === cause,
  ).length;
}

function repeats(names: readonly string[]): number {
  return names.length - new Set(names).size;
}

function messagesOfType(view: RunView, eventType: string): number {
  return view
    .of('sent')
    .filter(
      ({ queue, body }) =>
        queue === 'changes-xero' && (JSON.parse(body) as ChangeMessage).eventType === eventType,
    ).length;
}

function saves(view: RunView): LinkSave[] {
  return [...view.linkSaves.values()].flat();
}

interface EffectChange {
  name: string;
  before: Effect;
  after: Effect;
}

function effectChanges(view: RunView): EffectChange[] {
  return saves(view).flatMap(({ before, after }) =>
    Object.entries(after.effects).flatMap(([name, effect]) => {
      const known = before?.effects[name];
      return known === undefined ? [] : [{ name, before: known, after: effect }];
    }),
  );
}

function changes(view: RunView, isIt: (change: EffectChange) => boolean): number {
  return effectChanges(view).filter(isIt).length;
}

function turned(view: RunView, from: string, to: string): number {
  return changes(view, ({ before, after }) => before.state === from && after.state === to);
}

/** Begun by one process and ended by another: found there, or sent once more under the same key. */
function finishedByOther(view: RunView): number {
  let count = 0;
  for (const list of view.linkSaves.values()) {
    const begunBy = new Map<string, string>();
    for (const { before, after, process } of list) {
      for (const [name, { state }] of Object.entries(after.effects)) {
        const was = before?.effects[name]?.state;
        if (state === 'sending' && was !== 'sending') begunBy.set(name, process);
        if (state === 'done' && was === 'sending' && begunBy.get(name) !== process) count += 1;
      }
    }
  }
  return count;
}

function missed(effect: Effect): number {
  return 'missedLookUps' in effect && typeof effect.missedLookUps === 'number'
    ? effect.missedLookUps
    : 0;
}

/** Reads of a record whose message carried it: only a tie asks for that. */
function tieCount(view: RunView): number {
  return view.apiCalls.filter(
    ({ provider, method, path, process }) =>
      provider === 'stora' &&
      method === 'GET' &&
      process.startsWith('apply-changes') &&
      /^\/2025-09\/(contacts|invoices|credit_notes)\/[a-z]+_/.test(path),
  ).length;
}

/** A lease taken although another owner's had not been given back, or refused because it ran. */
function leaseCount(view: RunView, which: 'stolen' | 'refused'): number {
  const holders = new Map<string, string>();
  let count = 0;
  for (const { store, method, input, output } of view.of('stored')) {
    if (store !== 'connections') continue;
    const [fence] = (Array.isArray(input) ? input : [input]) as Array<Record<string, string>>;
    const { operatorId, provider, leaseOwner = '' } = fence ?? {};
    const row = `${operatorId} ${provider}`;
    if (method === 'takeLease') {
      const isStolen = output !== false && holders.has(row);
      if (which === 'stolen' ? isStolen : output === false) count += 1;
      if (output !== false) holders.set(row, leaseOwner);
    } else if (holders.get(row) === leaseOwner && output !== false) holders.delete(row);
  }
  return count;
}
