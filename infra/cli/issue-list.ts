import type { Issue } from '../../shared/contracts/issue-items.ts';
import { csvLine } from '../../shared/domain/csv.ts';
import { isAccepted } from '../../shared/domain/issues/acceptance.ts';
import { isFailure } from '../../shared/domain/issues/failures.ts';
import { orderIssues } from '../../shared/domain/issues/order-issues.ts';
import { currencyDigits, formatMinor } from '../../shared/domain/money/decimal.ts';
import { groupsOf } from '../../shared/domain/portal/issue-groups.ts';
import { type IssueFilter, isInFilter } from '../../shared/domain/portal/issue-views.ts';
import { CliError } from './cli-error.ts';

export interface ListChoice {
  cause?: string;
  site?: string;
  /** Days: `7` or `7d`. */
  olderThan?: string;
  accepted?: boolean;
}

/** The issues that were asked for, in the order in which they are tried. @throws CliError */
export function chosenIssues(
  issues: readonly Issue[],
  choice: ListChoice,
  nowEpochMs: number,
): Issue[] {
  const { cause, site, accepted = false } = choice;
  const filter: IssueFilter = { site, olderThanDays: daysOf(choice.olderThan) };
  return orderIssues(issues).filter(
    (issue) =>
      (cause === undefined || issue.cause === cause) &&
      isAccepted(issue) === accepted &&
      isInFilter(issue, filter, nowEpochMs),
  );
}

/** For people: a paragraph for each cause, its records below. */
export function listLines(issues: readonly Issue[], nowEpochMs: number): string[] {
  if (issues.length === 0) return ['Nothing waits.'];
  const kept = issues.filter(isAccepted);
  return [
    ...groupsOf(issues, { nowEpochMs }).flatMap((group) => [
      `${group.cause}${group.isFailure ? ' (failed)' : ''}: ${group.count}, ${group.sums.join(', ') || 'no sum'}, since ${group.since}`,
      `  ${group.message}`,
      `  What helps: ${group.held ?? group.remedy}`,
      ...group.issues.map(({ what, customer, amount, isTrying, since, quote }) =>
        [
          `    ${what}`,
          customer,
          amount,
          `since ${since}`,
          isTrying ? 'trying' : undefined,
          group.isFailure ? quote : undefined,
        ]
          .filter((part) => part !== undefined)
          .join(', '),
      ),
    ]),
    ...kept.map(
      ({ label, sourceId, accepted }) =>
        `left as it is: ${label ?? sourceId}, ${accepted?.at} by ${accepted?.by}: ${accepted?.reason}`,
    ),
  ];
}

const columns = [
  'cause',
  'failed',
  'kind',
  'number',
  'id',
  'customer',
  'site',
  'document day',
  'amount',
  'currency',
  'raised at',
  'times',
  'message',
  'accepted at',
  'accepted by',
  'reason',
];

/** For spreadsheets: one record a line. */
export function csvLines(issues: readonly Issue[]): string[] {
  const rows = issues.map((issue) => {
    const { amountMinor, currency = '' } = issue;
    const amount =
      amountMinor === undefined || currency === ''
        ? ''
        : { number: formatMinor(amountMinor, currencyDigits(currency)) };
    const accepted = isAccepted(issue) ? issue.accepted : undefined;
    return [
      issue.cause,
      isFailure(issue.cause) ? 'yes' : '',
      issue.kind,
      issue.label ?? '',
      issue.sourceId,
      issue.customer ?? '',
      issue.site ?? '',
      issue.issuedAt?.slice(0, 10) ?? '',
      amount,
      currency,
      issue.raisedAt,
      { number: String(issue.times) },
      issue.message,
      accepted?.at ?? '',
      accepted?.by ?? '',
      accepted?.reason ?? '',
    ];
  });
  return [columns, ...rows].map(csvLine);
}

/** @throws CliError that says what fits */
function daysOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const [, days] = /^(\d{1,4})d?$/.exec(text.trim()) ?? [];
  if (days === undefined) throw new CliError(`"${text}" is no number of days, such as 7 or 7d.`);
  return Number(days);
}
