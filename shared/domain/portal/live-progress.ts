import type { BackfillRun } from '../../contracts/backfill-run.ts';
import type { DocumentRow } from '../../contracts/document-item.ts';
import type { Rate } from '../../contracts/rate-item.ts';
import { progressOf } from '../backfill/expected-end.ts';
import { isPosted } from '../documents/month-sums.ts';
import type { Progress } from './overview-band.ts';

/** The pace of what was done last is that of what is left. */
const lookedBackMs = 5 * 60_000;

/** How far the documents of today are; undefined where as many are through as the source has raised. */
export function progressOfToday(
  rows: readonly DocumentRow[],
  of: { raised: number; sinceEpochMs: number; nowEpochMs: number; why: string | undefined },
): Progress | undefined {
  const { raised, sinceEpochMs, nowEpochMs, why } = of;
  const today = rows.filter(
    ({ kind, issuedAt }) => kind === 'invoice' && Date.parse(issuedAt) >= sinceEpochMs,
  );
  const through = today.filter((row) => isPosted(row) || row.isParked || row.status === 'void');
  const left = raised - through.length;
  if (left <= 0) return undefined;
  const recent = through.filter(({ listedAt }) => nowEpochMs - Date.parse(listedAt) < lookedBackMs);
  const begunEpochMs = Math.min(...recent.map(({ listedAt }) => Date.parse(listedAt)));
  const minutes = Math.max(0.25, (nowEpochMs - begunEpochMs) / 60_000);
  const minutesLeft = recent.length < 2 ? undefined : (left / recent.length) * minutes;
  return { done: through.length, of: raised, minutesLeft, why };
}

/** How far a run over earlier documents is; undefined where none is under way. */
export function progressOfRun(
  run: BackfillRun | undefined,
  nowEpochMs: number,
): Progress | undefined {
  if (run?.status !== 'running' || run.waits !== undefined) return undefined;
  const { walked, total, expectedEnd } = progressOf(run, nowEpochMs);
  if (total === undefined || total === 0) return undefined;
  const minutesLeft =
    expectedEnd === undefined ? undefined : (Date.parse(expectedEnd) - nowEpochMs) / 60_000;
  return { done: walked, of: total, minutesLeft, why: 'Earlier documents, page by page.' };
}

/** Why it is no faster, where the other side says so. */
export function paceWords(name: string, rate: Rate | undefined): string | undefined {
  if (rate?.cap === undefined) return undefined;
  const aMinute = Math.round((rate.cap.limit * 60_000) / rate.cap.windowMs);
  return `${name} takes ${aMinute} calls a minute, so this is as fast as it goes.`;
}
