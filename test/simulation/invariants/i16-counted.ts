// SPEC.md I16
import type { CountsRow } from '../../../shared/contracts/counts-item.ts';
import { recordKind } from '../../../shared/contracts/ids.ts';
import { holderMark } from '../../../shared/domain/links/holder.ts';
import type { FinishedRun, Invariant } from '../history.ts';

export const counted: Invariant = {
  id: 'I16',
  title: 'The figures of what stands in the ledger are right, or known to be in doubt',
  check: (run) => run.counts.flatMap((row) => wrongFigures(row, run)),
};

function wrongFigures(row: CountsRow, { links }: FinishedRun): string[] {
  const { operatorId, countedAtEpochMs, doubtedAtEpochMs } = row;
  if (countedAtEpochMs === undefined || doubtedAtEpochMs !== undefined) return [];
  return recordKind.options.flatMap((kind) => {
    const told = row[kind] ?? 0;
    const standing = links.filter(
      (link) =>
        link.operatorId === operatorId &&
        link.kind === kind &&
        link.targetId !== undefined &&
        !link.sourceId.startsWith(holderMark),
    ).length;
    if (told === standing) return [];
    return [`${operatorId}: ${told} of kind ${kind} are told, ${standing} stand`];
  });
}
