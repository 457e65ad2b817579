import type { BackfillSteps, BackfillWish } from '../adapters/portal/backfill-steps.ts';
import {
  cancelBackfill,
  type DirectDeps,
  pauseBackfill,
  resumeBackfill,
  startBackfill,
} from '../application/backfill/direct-run.ts';
import { zoneOf } from '../application/settings/zone-of.ts';
import { changeSourceState } from '../application/source-state/change-source-state.ts';
import type { Target } from '../contracts/ids.ts';
import type { Gap } from '../contracts/source-state.ts';
import { createdBefore, createdFrom, isInSpan } from '../domain/backfill/is-work.ts';
import { isOfOtherSide } from '../domain/errors/errors.ts';
import type { MissedDocument } from '../domain/portal/backfill-view.ts';
import type { Links } from '../ports/links.ts';
import type { Operators } from '../ports/operators.ts';
import type { SourceFor } from '../ports/source.ts';
import type { SourceStates } from '../ports/source-states.ts';
import { sourceName } from '../source/source-name.ts';
import { targets } from '../targets/registry.ts';

type VisitParts = DirectDeps & {
  operators: Pick<Operators, 'get'>;
  sourceStates: SourceStates;
  sourceFor: SourceFor;
  links: Pick<Links, 'getMany'>;
};

const directions = {
  start: startBackfill,
  pause: pauseBackfill,
  resume: resumeBackfill,
  cancel: cancelBackfill,
};

/** How the portal shows and directs runs over earlier documents. */
export function openBackfillVisits(parts: VisitParts): BackfillSteps {
  return {
    async loadBackfill({ operatorId }, target) {
      const operator = await parts.operators.get(operatorId);
      if (operator === undefined || operator.removal !== undefined) return undefined;
      const settings = await parts.settings.get(operatorId, target);
      const run = await parts.backfills.get(operatorId, target);
      return {
        operatorName: operator.name,
        targetName: targets[target].name,
        startDate: settings?.startDate ?? 'the start date',
        run,
        gaps: await gapsOf(parts, operatorId),
        nowEpochMs: parts.clock.nowEpochMs(),
        timeZone: await zoneOf(parts, operatorId),
      };
    },
    directBackfill: ({ operatorId, linkId }, target, wish) =>
      direct(parts, { operatorId, target, actor: linkId }, wish),
    listMissed: ({ operatorId }, target, from) => listMissed(parts, { operatorId, target }, from),
  };
}

async function gapsOf({ sourceStates }: VisitParts, operatorId: string): Promise<Gap[]> {
  return (await sourceStates.get(operatorId))?.gaps ?? [];
}

async function direct(
  parts: VisitParts,
  direction: { operatorId: string; target: Target; actor: string },
  wish: BackfillWish,
) {
  if (!('gap' in wish)) return directions[wish.what](parts, direction);
  const gaps = await gapsOf(parts, direction.operatorId);
  const gap = gaps.find(({ from }) => from === wish.gap);
  if (gap === undefined) return 'none';
  if (wish.what === 'leave') {
    await forget(parts, direction.operatorId, gap);
    return 'left';
  }
  const span = { issuedFrom: gap.from, issuedBefore: gap.until };
  return startBackfill(parts, direction, span);
}

async function forget(parts: VisitParts, operatorId: string, gap: Gap): Promise<void> {
  const rows = await parts.connections.list(operatorId);
  const source = rows.find(({ provider }) => provider === sourceName);
  if (source === undefined) return;
  await changeSourceState(parts.sourceStates, source, (state) => ({
    ...state,
    gaps: (state.gaps ?? []).filter(({ from }) => from !== gap.from),
  }));
}

/** A person reads no more than a page of them. */
async function listMissed(
  parts: VisitParts,
  { operatorId, target }: { operatorId: string; target: Target },
  from: string,
): Promise<MissedDocument[] | undefined> {
  const gap = (await gapsOf(parts, operatorId)).find((one) => one.from === from);
  if (gap === undefined) return undefined;
  const span = { issuedFrom: gap.from, issuedBefore: gap.until };
  try {
    const { entries } = await parts.sourceFor(operatorId).listDocuments({
      kind: 'invoice',
      page: 1,
      createdFrom: createdFrom(span),
      createdBefore: createdBefore(gap.until),
    });
    const keys = entries.map(({ kind, sourceId }) => ({ operatorId, target, kind, sourceId }));
    const links = await parts.links.getMany(keys);
    return entries.flatMap(({ shown }, at) => {
      if (!shown.ok || shown.value.kind !== 'invoice' || links[at]?.targetId !== undefined)
        return [];
      if (!isInSpan(shown.value, span)) return [];
      const { number = '', contact, totalMinor, currency } = shown.value.record;
      return [{ number, customer: contact?.name ?? '', totalMinor, currency }];
    });
  } catch (error) {
    // Recovery: the page is shown without the list; asking again may help.
    if (!isOfOtherSide(error)) throw error;
    return undefined;
  }
}
