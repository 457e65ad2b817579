import type { Mismatch } from '../../../../shared/contracts/mismatch.ts';
import type { MonthProof } from '../../../../shared/contracts/month-proof.ts';
import type { Night } from '../../../../shared/contracts/night-item.ts';
import type { Listed } from './subject.ts';

/** What a night says: its own list, and those of the months that it compared. */
export interface Said {
  night: Pick<Night, 'proved' | 'mismatches' | 'found' | 'unexplainedMinor' | 'differenceMinor'>;
  proofs: ReadonlyArray<
    Pick<MonthProof, 'month' | 'mismatches' | 'accepted' | 'found' | 'currencies'>
  >;
}

/** What is planted and not mended yet, and what of it a person accepted. */
export interface Standing {
  listed: readonly Listed[];
  accepted: readonly Listed[];
}

/** Each sentence says what a night says otherwise than it is planted; none: it is right in everything. */
export function judgeNight({ night, proofs }: Said, standing: Standing): string[] {
  const proved = new Map(proofs.map((proof) => [proof.month, proof]));
  return [
    ...night.proved.flatMap((month) => {
      const proof = proved.get(month);
      return proof === undefined ? [`${month}: there is no proof`] : judgeMonth(proof, standing);
    }),
    ...compared('the night', night.mismatches ?? [], inMonth(standing.listed, undefined)),
    ...judgeCounts('the night', night.found, [
      ...(night.mismatches ?? []),
      ...proofs.flatMap(({ mismatches }) => mismatches),
    ]),
    ...(night.unexplainedMinor === 0
      ? []
      : [`the night: ${night.unexplainedMinor} of the difference is unexplained`]),
  ];
}

function judgeMonth(proof: Said['proofs'][number], { listed, accepted }: Standing): string[] {
  const { month, mismatches, currencies } = proof;
  const own = inMonth(listed, month);
  const wanted = inMonth(accepted, month);
  const differenceMinor = sum(currencies, (one) => one.differenceMinor);
  const plantedMinor = sum([...own, ...wanted], (one) => one.differenceMinor);
  const unexplainedMinor = sum(currencies, (one) => Math.abs(one.unexplainedMinor));
  return [
    ...compared(month, mismatches, own),
    ...compared(`${month}, accepted`, proof.accepted ?? [], wanted),
    ...judgeCounts(month, proof.found, mismatches),
    ...(differenceMinor === plantedMinor
      ? []
      : [`${month}: the difference is ${differenceMinor}, and ${plantedMinor} is planted`]),
    ...(unexplainedMinor === 0 ? [] : [`${month}: ${unexplainedMinor} is unexplained`]),
  ];
}

/** None missing, none beside, each in its class and with its difference. */
function compared(
  where: string,
  mismatches: readonly Mismatch[],
  planted: readonly Listed[],
): string[] {
  const left = mismatches.map((one) => ({ ...one, id: one.sourceId ?? one.targetId ?? '' }));
  const take = (fits: (one: (typeof left)[number]) => boolean) => {
    const at = left.findIndex(fits);
    return at < 0 ? undefined : left.splice(at, 1)[0];
  };
  const unfound = planted.filter(
    (one) =>
      take(
        ({ class: of, kind, id, differenceMinor }) =>
          of === one.class &&
          kind === one.kind &&
          id === one.id &&
          differenceMinor === one.differenceMinor,
      ) === undefined,
  );
  return [
    ...unfound.map((one) => {
      const other = take(({ kind, id }) => kind === one.kind && id === one.id);
      const name = `${one.kind} ${one.id}`;
      if (other === undefined) return `${where}: ${name} is not listed as ${one.class}`;
      return other.class === one.class
        ? `${where}: ${name} is listed with ${other.differenceMinor}, not ${one.differenceMinor}`
        : `${where}: ${name} is listed as ${other.class}, not as ${one.class}`;
    }),
    ...left.map(
      ({ class: of, kind, id, source = '', ledger = '', cause = '' }) =>
        `${where}: ${kind} ${id} is listed as ${of} (${[source, ledger, cause].join(' | ')}), and nothing is planted`,
    ),
  ];
}

function judgeCounts(
  where: string,
  found: Night['found'],
  mismatches: readonly Mismatch[],
): string[] {
  const classes = new Set([...Object.keys(found), ...mismatches.map((one) => one.class)]);
  return [...classes].flatMap((of) => {
    const count = mismatches.filter((one) => one.class === of).length;
    return (found[of] ?? 0) === count
      ? []
      : [`${where}: ${found[of] ?? 0} of ${of} are counted, and ${count} are listed`];
  });
}

function inMonth(listed: readonly Listed[], month: string | undefined): Listed[] {
  return listed.filter((one) => one.month === month);
}

function sum<T>(ones: readonly T[], of: (one: T) => number): number {
  return ones.reduce((total, one) => total + of(one), 0);
}
