import type { AskedPreview, PreviewSteps } from '../adapters/portal/preview-steps.ts';
import { type GoOnDeps, letBackfillsGoOn } from '../application/backfill/go-on.ts';
import { advancePreview, type PreviewDeps } from '../application/preview/advance-preview.ts';
import { type BringBackDeps, bringBack } from '../application/resting/bring-back.ts';
import { switchPosting } from '../application/settings/switch-posting.ts';
import type { SessionClaims } from '../contracts/portal-tokens.ts';
import type { PreviewFacts } from '../domain/portal/preview-head.ts';
import type { Operators } from '../ports/operators.ts';
import type { SettingsStore } from '../ports/settings-store.ts';

type VisitParts = PreviewDeps &
  BringBackDeps &
  GoOnDeps & { operators: Pick<Operators, 'get'>; settings: SettingsStore };

/** A page with all that is looked up for it takes some seconds more; an answer has 29 s. */
const readsForMs = 8_000;

/** How the portal reads previews and switches; who is visiting, its wiring says. */
export function openPreviewVisits(parts: VisitParts): PreviewSteps {
  return {
    loadPreview: (session, asked) => loadPreview(parts, session, asked),
    async switchPosting({ operatorId, linkId }, wish) {
      const end = await switchPosting(parts, { operatorId, ...wish, by: linkId });
      if (end.kind === 'no_settings') return 'not_connected';
      if (end.kind === 'changed_since') return 'changed_since';
      if (wish.isOn) {
        await bringBack(parts, operatorId);
        await letBackfillsGoOn(parts, operatorId);
      }
      return 'done';
    },
  };
}

async function loadPreview(
  parts: VisitParts,
  { operatorId }: SessionClaims,
  asked: AskedPreview,
): Promise<PreviewFacts | undefined> {
  const operator = await parts.operators.get(operatorId);
  if (operator === undefined || operator.removal !== undefined) return undefined;
  const untilEpochMs = parts.clock.nowEpochMs() + readsForMs;
  const end = await advancePreview(parts, { operatorId, ...asked }, untilEpochMs);
  if (end.kind === 'not_connected') return undefined;
  const { preview, settings } = end;
  const waiting =
    end.kind === 'reading'
      ? { retryAfterSeconds: end.retryAfterSeconds, isHeldUp: end.isHeldUp }
      : {};
  return { operatorName: operator.name, preview, settings, ...waiting };
}
