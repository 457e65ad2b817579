import type { Target } from '../../contracts/ids.ts';
import type { Preview, PreviewPurpose } from '../../contracts/preview.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { DeferredError, NotConnectedError, ProviderError } from '../../domain/errors/errors.ts';
import { addDays, localDay } from '../../domain/mapping/local-day.ts';
import { defaultSpanDays, goodForMs } from '../../domain/preview/limits.ts';
import { isInUse } from '../../domain/tokens/is-live-epoch.ts';
import type { Connections } from '../../ports/connections.ts';
import type { Pacer } from '../../ports/pacer.ts';
import type { Previews } from '../../ports/previews.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import { type JudgeDeps, judgePage } from './judge-page.ts';

export interface PreviewDeps extends JudgeDeps {
  connections: Pick<Connections, 'get'>;
  settings: Pick<SettingsStore, 'get'>;
  previews: Previews;
  pacer: Pick<Pacer, 'flush'>;
}

export interface PreviewWish {
  operatorId: string;
  target: Target;
  purpose: PreviewPurpose;
  /** Days, both included; absent: the usual span. */
  from?: string | undefined;
  to?: string | undefined;
  /** What was read before does not count. */
  isFresh?: boolean;
}

export type PreviewEnd =
  | { kind: 'ready'; preview: Preview; settings: LedgerSettings }
  /** There is more to read: come back after the seconds. */
  | {
      kind: 'reading';
      preview: Preview;
      settings: LedgerSettings;
      retryAfterSeconds: number;
      /** The other side keeps us waiting. */
      isHeldUp: boolean;
    }
  /** No settings or no connection; connecting makes both. */
  | { kind: 'not_connected' };

/** Two pages with all that is looked up for them take that long at the usual pace. */
const heldUpSeconds = 15;
const onAtOnceSeconds = 1;

/**
 * Reads a preview, as far as it gets until the instant, and returns what there is. It goes page by page of
 * the source; what was read is kept, so that whoever comes again goes on there. A finished one serves
 * until it is too old, or the settings or the company are others. Nothing is written anywhere else.
 * @throws ProviderError that trying again does not help.
 */
export async function advancePreview(
  deps: PreviewDeps,
  wish: PreviewWish,
  untilEpochMs: number,
): Promise<PreviewEnd> {
  const { operatorId, target } = wish;
  const settings = await deps.settings.get(operatorId, target);
  const connection = await deps.connections.get({ operatorId, provider: target });
  if (settings === undefined || connection === undefined || !isInUse(connection))
    return { kind: 'not_connected' };
  const accountId = connection.account.id;
  let preview = await begunPreview(deps, wish, { settings, accountId });
  try {
    while (preview.next !== undefined) {
      preview = await judgePage(deps, { ...preview, next: preview.next }, settings);
      await keep(deps, preview);
      if (deps.clock.nowEpochMs() >= untilEpochMs) break;
    }
  } catch (error) {
    if (error instanceof NotConnectedError) return { kind: 'not_connected' };
    const retryAfterSeconds = waitAfter(error);
    // Recovery: what was read is kept, and whoever comes again goes on behind it.
    return { kind: 'reading', preview, settings, retryAfterSeconds, isHeldUp: true };
  } finally {
    await deps.pacer.flush(operatorId);
  }
  if (preview.next === undefined) return { kind: 'ready', preview, settings };
  const retryAfterSeconds = onAtOnceSeconds;
  return { kind: 'reading', preview, settings, retryAfterSeconds, isHeldUp: false };
}

/** @throws what waiting does not help. */
function waitAfter(error: unknown): number {
  if (error instanceof DeferredError) return error.retryAfterSeconds;
  if (error instanceof ProviderError && error.failure.canRetryHelp) return heldUpSeconds;
  throw error;
}

async function begunPreview(
  deps: PreviewDeps,
  wish: PreviewWish,
  now: { settings: LedgerSettings; accountId: string },
): Promise<Preview> {
  const { operatorId, target, purpose } = wish;
  const fresh = newPreview(wish, now, deps.clock.nowEpochMs());
  if (wish.isFresh) return fresh;
  const kept = await deps.previews.get(operatorId, target, purpose);
  return kept !== undefined && isSame(kept, fresh) ? kept : fresh;
}

/** Of this span, company and version of the settings, and not too old. */
function isSame(kept: Preview, fresh: Preview): boolean {
  const isOfSame = (['from', 'to', 'accountId', 'settingsVersion'] as const).every(
    (name) => kept[name] === fresh[name],
  );
  return isOfSame && fresh.begunAtEpochMs - kept.begunAtEpochMs < goodForMs[kept.purpose];
}

function newPreview(
  wish: PreviewWish,
  { settings, accountId }: { settings: LedgerSettings; accountId: string },
  nowEpochMs: number,
): Preview {
  const { operatorId, target, purpose } = wish;
  const today = localDay(new Date(nowEpochMs).toISOString(), settings.timeZone ?? 'UTC');
  const to = wish.to ?? today;
  const usualFrom =
    purpose === 'adoption' ? earlier(settings.startDate, to) : addDays(to, 1 - defaultSpanDays);
  return {
    operatorId,
    target,
    purpose,
    accountId,
    settingsVersion: settings.version,
    from: wish.from ?? usualFrom,
    to,
    begunAtEpochMs: nowEpochMs,
    readAtEpochMs: nowEpochMs,
    next: { kind: 'invoice', page: 1 },
    documents: [],
    contacts: [],
    accountNames: {},
    taxNames: {},
    unreadable: 0,
    isCut: false,
  };
}

function earlier(left: string, right: string): string {
  return left < right ? left : right;
}

async function keep({ previews, clock }: PreviewDeps, preview: Preview): Promise<void> {
  await previews.put(preview, clock.nowEpochMs() + goodForMs[preview.purpose]);
}
