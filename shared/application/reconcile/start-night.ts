import type { Target } from '../../contracts/ids.ts';
import type { Night } from '../../contracts/night-item.ts';
import { localDay } from '../../domain/mapping/local-day.ts';
import { newNight } from '../../domain/nights/night.ts';
import { monthsOfNight } from '../../domain/reconcile/months-of-night.ts';
import { sendNight } from './follow-night.ts';
import type { StartNightDeps } from './night-ports.ts';
import { sidesNow } from './sides-of-night.ts';

/** Whose night, and who asks for it. */
export interface NightWish {
  operatorId: string;
  target: Target;
  actor: string;
  reason: Night['reason'];
  /** These months (`YYYY-MM`) and nothing beside; absent: those whose turn it is, and all else. */
  months?: string[];
}

export type NightAnswer =
  | 'started'
  | 'under_way'
  /** By the schedule: it has been this night. */
  | 'had_already'
  | 'not_connected'
  | 'switched_off'
  /** Documents of that time are left alone, or it is still to come. */
  | 'no_such_month';

/** Contacts of before the night before are looked at once more: clocks differ, and one may have died. */
const overlapMs = 6 * 3_600_000;
const contactsBackMs = 31 * 86_400_000;

/**
 * Begins to compare both sides. The message is sent after the night is stored: should that fail, the sweep
 * sends it.
 */
export async function startNight(deps: StartNightDeps, wish: NightWish): Promise<NightAnswer> {
  const { operatorId, target } = wish;
  const sides = await sidesNow(deps, wish);
  if (typeof sides === 'string') return sides;
  const { source, books, settings } = sides;
  const former = await deps.nights.get(operatorId, target);
  const nowEpochMs = deps.clock.nowEpochMs();
  if (former?.status === 'running') return 'under_way';
  const before = await deps.nights.latest(operatorId, target, nightsLookedAt);
  if (
    wish.reason === 'schedule' &&
    [former, ...before].some((one) => isOfThisNight(one, nowEpochMs))
  )
    return 'had_already';
  const today = localDay(new Date(nowEpochMs).toISOString(), settings.timeZone ?? 'UTC');
  const accounts = { source: source.account.id, target: books.account.id };
  const span = { today, startDate: settings.startDate };
  const months = await monthsFor(deps, wish, span);
  if (months.length === 0) return 'no_such_month';
  const night = newNight(
    {
      ...{ operatorId, target, accounts, months, reason: wish.reason, startedBy: wish.actor },
      runId: deps.crypto.uuid(),
      day: today,
      isOfMonths: wish.months !== undefined,
      contactsFrom: contactsFrom(before, accounts, nowEpochMs),
      revision: former?.revision ?? 0,
    },
    nowEpochMs,
  );
  const saved = await deps.nights.save(night);
  if (saved === 'conflict') return 'under_way';
  await note(deps, saved);
  await sendNight(deps, saved);
  return 'started';
}

/**
 * The schedule fires twice at times, or again because whoever it woke has died; somebody may have asked for one
 * in between.
 */
function isOfThisNight(night: Night | undefined, nowEpochMs: number): boolean {
  if (night?.reason !== 'schedule' || night.status !== 'done') return false;
  return nowEpochMs - Date.parse(night.startedAt) < nightsApartMs;
}

const nightsApartMs = 12 * 3_600_000;

async function monthsFor(
  deps: StartNightDeps,
  { operatorId, target, months }: NightWish,
  span: { today: string; startDate: string },
): Promise<string[]> {
  if (months !== undefined) {
    const [first, last] = [span.startDate.slice(0, 7), span.today.slice(0, 7)];
    return months.filter((month) => month >= first && month <= last);
  }
  const proofs = await deps.monthProofs.list(operatorId, target);
  const provedAt = new Map(proofs.map(({ month, provedAt: at }) => [month, at]));
  return monthsOfNight({ ...span, provedAt });
}

/** From the last night that came through with the same companies. */
function contactsFrom(
  before: readonly Night[],
  accounts: Night['accounts'],
  nowEpochMs: number,
): string {
  const last = before.find(
    (night) =>
      night.status === 'done' &&
      night.isOfMonths !== true &&
      night.accounts.source === accounts.source &&
      night.accounts.target === accounts.target,
  );
  const earliest = nowEpochMs - contactsBackMs;
  const from = last === undefined ? earliest : Date.parse(last.startedAt) - overlapMs;
  return new Date(Math.max(earliest, from)).toISOString();
}

const nightsLookedAt = 10;

async function note(deps: StartNightDeps, night: Night): Promise<void> {
  const { operatorId, target, reason, startedBy: actor, startedAt: at, runId } = night;
  // By the schedule every night begins by itself: its end is told, and that is enough.
  if (reason === 'schedule') return;
  await deps.activities.append({
    ...{ operatorId, at, actor },
    activityId: `${runId}.started`,
    type: 'night.started',
    detail: { target, months: night.months.length },
  });
}
