import type { Target } from '../../contracts/ids.ts';
import type { Link } from '../../contracts/link-item.ts';
import {
  type ChangeMessage,
  owedEventType,
  type WriteBackMessage,
} from '../../contracts/messages.ts';
import { NotSentError } from '../../domain/errors/errors.ts';
import { linkKeyOf } from '../../domain/links/link-key.ts';
import { owesSource } from '../../domain/links/owe.ts';
import { historyDebt, isHistoryDue } from '../../domain/links/owed-history.ts';
import { changeAbout } from '../../domain/source/change-about.ts';
import { type SweepSpan, spanOf } from '../../domain/write-back/sweep-spans.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Links, OwingLink } from '../../ports/links.ts';
import type { Log } from '../../ports/log.ts';
import type { ChangeQueue, Sendable, WriteBackQueue } from '../../ports/queues.ts';
import { sourceName } from '../../source/source-name.ts';
import type { SidesConnected } from './sides-connected.ts';

export interface SendDebtsAgainDeps {
  links: Links;
  writeBacks: WriteBackQueue;
  queues: Record<Target, ChangeQueue>;
  clock: Clock;
  crypto: Crypto;
  log: Log;
}

export type DebtEnd = 'sent' | 'resting' | 'failed' | 'not_reached';

export interface DebtSweep {
  spans: readonly SweepSpan[];
  sides: SidesConnected;
  /** Nothing is begun from this instant on. */
  untilEpochMs: number;
}

interface Context {
  sweep: DebtSweep;
  deps: SendDebtsAgainDeps;
}

/** One debt on its way; `end` is undefined of one that was paid meanwhile, or is not due. */
interface Debt {
  entry: OwingLink;
  end?: DebtEnd | undefined;
  toSource?: Sendable<WriteBackMessage>;
  toTarget?: Sendable<ChangeMessage>;
}

/** So many are read and sent together; in between it is looked whether the time is up. */
const atOnce = 20;

/** Sends what the links of one page owe, where it is time for it, and says what became of each. */
export async function sendDebtsAgain(
  page: OwingLink[],
  sweep: DebtSweep,
  deps: SendDebtsAgainDeps,
): Promise<DebtEnd[]> {
  const entries = page.filter(({ sinceEpochMs }) => spanOf(sinceEpochMs, sweep.spans));
  const ends: DebtEnd[] = [];
  for (let at = 0; at < entries.length; at += atOnce) {
    if (deps.clock.nowEpochMs() >= sweep.untilEpochMs) return [...ends, 'not_reached'];
    const debts = entries.slice(at, at + atOnce).map((entry): Debt => ({ entry }));
    await sendTogether(debts, { sweep, deps });
    ends.push(...debts.flatMap(({ end }) => end ?? []));
  }
  return ends;
}

async function sendTogether(debts: Debt[], { sweep, deps }: Context): Promise<void> {
  const live: Array<{ debt: Debt; epoch: number }> = [];
  for (const debt of debts)
    await trying(debt, deps, async () => {
      const epoch = await sweep.sides.epochOf(debt.entry.operatorId, sourceName);
      if (epoch === undefined) debt.end = 'resting';
      else live.push({ debt, epoch });
    });
  const links = await readLinks(live, deps);
  for (const { debt, epoch } of live)
    await trying(debt, deps, async () => {
      const link = links.get(debt.entry);
      if (link !== undefined) await plan(debt, { link, epoch }, { sweep, deps });
    });
  await send(debts, { queue: deps.writeBacks, messageOf: ({ toSource }) => toSource }, deps);
  for (const [target, ofTarget] of Map.groupBy(debts, ({ entry }) => entry.target))
    await send(
      ofTarget,
      { queue: deps.queues[target], messageOf: ({ toTarget }) => toTarget },
      deps,
    );
}

async function readLinks(
  live: Array<{ debt: Debt }>,
  deps: SendDebtsAgainDeps,
): Promise<Map<OwingLink, Link>> {
  const found = new Map<OwingLink, Link>();
  if (live.length === 0) return found;
  const entries = live.map(({ debt }) => debt.entry);
  try {
    for (const [index, link] of (await deps.links.getMany(entries)).entries()) {
      const entry = entries[index];
      if (entry !== undefined && link !== undefined) found.set(entry, link);
    }
    return found;
  } catch {
    // Recovery: one by one, for one that nobody can read must not keep the others from being sent.
  }
  for (const { debt } of live)
    await trying(debt, deps, async () => {
      const link = await deps.links.get(debt.entry);
      if (link !== undefined) found.set(debt.entry, link);
    });
  return found;
}

/** The index lags: what the link itself says counts. Saved since, it comes at another age, or has paid. */
async function plan(
  debt: Debt,
  { link, epoch }: { link: Link; epoch: number },
  { sweep, deps }: Context,
): Promise<void> {
  const sinceEpochMs = link.owedSinceEpochMs ?? debt.entry.sinceEpochMs;
  const span = spanOf(sinceEpochMs, sweep.spans);
  if (span === undefined) return;
  const key = linkKeyOf(link);
  // With the epoch: one of an earlier connection dies, and must not take this one's place.
  const name = [...Object.values(key), epoch, sinceEpochMs, span.name].join('|');
  const dedupeId = deps.crypto.sha256Hex(name);
  if (owesSource(link)) {
    debt.end = 'sent';
    const message = { schemaVersion: 1, ...key, epoch, isUnhurried: true } as const;
    debt.toSource = { message, dedupeId };
  }
  const owedNote = historyDebt(link);
  const nowEpochMs = deps.clock.nowEpochMs();
  if (owedNote === undefined || !isHistoryDue(owedNote, nowEpochMs)) return;
  // A note that the target has refused; its own worker asks whether it takes it now.
  const isConnected = (await sweep.sides.epochOf(key.operatorId, key.target)) !== undefined;
  debt.end ??= isConnected ? 'sent' : 'resting';
  if (!isConnected) return;
  const at = new Date(nowEpochMs).toISOString();
  const asking = { epoch, eventId: dedupeId, eventType: owedEventType, at };
  debt.toTarget = { message: changeAbout(key, asking), dedupeId };
}

interface Outlet<M> {
  queue: { sendAll(messages: ReadonlyArray<Sendable<M>>): Promise<void> };
  messageOf(debt: Debt): Sendable<M> | undefined;
}

async function send<M>(
  debts: Debt[],
  { queue, messageOf }: Outlet<M>,
  deps: SendDebtsAgainDeps,
): Promise<void> {
  const sending = debts.flatMap((debt) => {
    const message = messageOf(debt);
    return message === undefined ? [] : [{ debt, message }];
  });
  if (sending.length === 0) return;
  try {
    await queue.sendAll(sending.map(({ message }) => message));
  } catch (error) {
    const positions = error instanceof NotSentError ? error.positions : sending.keys();
    for (const position of positions) {
      const debt = sending[position]?.debt;
      if (debt !== undefined) fail(debt, error, deps);
    }
  }
}

async function trying(
  debt: Debt,
  deps: SendDebtsAgainDeps,
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
  } catch (error) {
    fail(debt, error, deps);
  }
}

/** Recovery: the other tick of this span, or the next span, sends it. */
function fail(debt: Debt, error: unknown, { log }: SendDebtsAgainDeps): void {
  debt.end = 'failed';
  const { operatorId, kind, sourceId } = debt.entry;
  log.error('sweep.failed', { operatorId, kind, sourceId }, error);
}
