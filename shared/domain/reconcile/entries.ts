import type { Link } from '../../contracts/link-item.ts';
import type { ProofRow } from '../../contracts/month-proof.ts';
import type { Finding } from './finding.ts';
import { expectedOf, judgePair } from './judge-pair.ts';
import { dueDay } from './judge-place.ts';
import { judgeAlone, judgeClosing, judgeDouble, type Rest } from './judge-rest.ts';
import type { MonthFacts } from './month-facts.ts';
import { isLeftOut, type Pair, type Paired } from './pair-rows.ts';

/** One document of either side, judged. */
export interface Entry {
  source?: ProofRow | undefined;
  ledger?: ProofRow | undefined;
  sourceId: string | undefined;
  /** As it is to stand in the ledger, by its day there; undefined: not at all. */
  expected?: ProofRow | undefined;
  link?: Link | undefined;
  findings: Finding[];
}

/** Every document that belongs to the month on either side; what has nothing to do with the source is none. */
export function entriesOf(paired: Paired, facts: MonthFacts): Entry[] {
  const { pairs, doubles, alone, closings } = paired;
  return [
    ...pairs.filter((pair) => !isLeftOut(pair, facts)).map((pair) => entryOf(pair, facts)),
    ...doubles.map(judgeDouble).map(restEntry),
    ...alone.map((one) => judgeAlone(one, facts)).map(restEntry),
    ...closings.map(judgeClosing).map(restEntry),
  ];
}

function entryOf(pair: Pair, facts: MonthFacts): Entry {
  const { source, ledger, link } = pair;
  const findings = judgePair(pair, facts);
  const expected = expectedOf(pair);
  const day = dueDay(pair, facts);
  return {
    source,
    ledger,
    link,
    sourceId: source?.sourceId,
    expected: expected && {
      ...expected,
      ...(day === undefined ? {} : { day }),
      dueMinor: Math.max(0, expected.dueMinor - (link?.posted?.closing?.setMinor ?? 0)),
      lines: linesOf(expected, ledger, findings),
    },
    findings,
  };
}

function restEntry({ ledger, sourceId, expected, link, findings }: Rest): Entry {
  return { ledger, sourceId, expected, link, findings };
}

/**
 * Its lines for the sums: those in the ledger where nothing speaks against them, for as they were written they
 * were right; else as they would be posted now. What nobody can map is on no account.
 */
function linesOf(
  source: ProofRow,
  ledger: ProofRow | undefined,
  findings: readonly Finding[],
): ProofRow['lines'] {
  const classes = new Set(findings.map((found) => found.class));
  const isSameSum = ledger?.totalMinor === source.totalMinor && ledger.taxMinor === source.taxMinor;
  const isAsThere =
    isSameSum &&
    !ledger.isOut &&
    ledger.lines.length > 0 &&
    !onOtherPlaces.some((of) => classes.has(of));
  const site = source.site === undefined ? {} : { site: source.site };
  if (isAsThere)
    return classes.has('site')
      ? ledger.lines.map(({ site: _there, ...line }) => ({ ...line, ...site }))
      : ledger.lines;
  if (source.lines.length > 0) return source.lines;
  const netMinor = source.totalMinor - source.taxMinor;
  return [{ accountCode: '', taxType: '', ...site, netMinor, taxMinor: source.taxMinor }];
}

const onOtherPlaces = ['account', 'tax', 'webhook_lost', 'late'] as const;
