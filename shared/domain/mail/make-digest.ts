import type { Connection } from '../../contracts/connection-item.ts';
import type { Issue } from '../../contracts/issue-items.ts';
import type { DigestContent } from '../../contracts/mail-item.ts';
import { describeCause, isKnownCause } from '../issues/causes.ts';
import { optional } from '../source/optional.ts';

/** What an issue says of money, where it does. */
export type WeighedIssue = Issue & {
  amountMinor?: number | undefined;
  currency?: string | undefined;
};

/** So many fit into what a person reads over a coffee; the rest is a number. */
const causesAtMost = 12;

/**
 * What an operator is told in the morning; undefined: all is well, and nobody is written to. Only words
 * of ours and sums: the fact of one record (a code, a name in a refusal) stays on the page.
 */
export function makeDigest(facts: {
  day: string;
  issues: readonly WeighedIssue[];
  differences: number;
  connections: readonly Connection[];
  quietSince?: string | undefined;
}): DigestContent | undefined {
  const { day, issues, differences, connections, quietSince } = facts;
  const lost = connections.flatMap(({ provider, status }) =>
    status === 'needs_reconnect' ? [provider] : [],
  );
  const groups = [...Map.groupBy(issues, ({ target, cause }) => `${target} ${cause}`).values()];
  const causes = groups.flatMap(causeOf).sort((one, other) => other.records - one.records);
  const isAllWell = causes.length + lost.length + differences === 0 && quietSince === undefined;
  if (isAllWell) return undefined;
  return {
    kind: 'digest',
    day,
    causes: causes.slice(0, causesAtMost),
    moreCauses: Math.max(0, causes.length - causesAtMost),
    differences,
    lost,
    ...optional('quietSince', quietSince),
  };
}

function causeOf(issues: readonly WeighedIssue[]): DigestContent['causes'] {
  const [first] = issues;
  if (first === undefined) return [];
  const { cause, target } = first;
  const words = isKnownCause(cause)
    ? describeCause(cause, '', target)
    : { message: 'Records wait for you.', remedy: 'Your page says for what.' };
  const sumsMinor: Record<string, number> = {};
  for (const { amountMinor, currency } of issues) {
    if (amountMinor === undefined || currency === undefined) continue;
    sumsMinor[currency] = (sumsMinor[currency] ?? 0) + amountMinor;
  }
  return [{ message: words.message, remedy: words.remedy, records: issues.length, sumsMinor }];
}
