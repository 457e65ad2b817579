import type { Command } from 'commander';
import {
  hereIn,
  loadMonth,
  loadNights,
  loadOpenings,
  loadRows,
} from '../../shared/application/reports/load-reports.ts';
import type { Target } from '../../shared/contracts/ids.ts';
import { monthCsv } from '../../shared/domain/month-report/month-csv.ts';
import { monthFile } from '../../shared/domain/month-report/month-file.ts';
import { monthNamed } from '../../shared/domain/portal/month-words.ts';
import { nightsView } from '../../shared/domain/portal/nights-view.ts';
import { nightLines, statementLines } from '../../shared/domain/portal/report-lines.ts';
import { statementView } from '../../shared/domain/portal/statement-view.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { requireOperator } from './require-operator.ts';
import { type TargetChoice, targetOption } from './target-option.ts';

interface MonthChoice extends TargetChoice {
  csv?: boolean;
}

/** `month` and `nights`: what both sides came to when they were compared. */
export function addReportCommands(program: Command, context: CommandContext): void {
  program
    .command('month')
    .description('Shows what a month came to on both sides, as its month-end statement does.')
    .argument('<operatorId>')
    .argument('<month>', 'e.g. 2026-10')
    .addOption(targetOption())
    .option('--csv', 'every document as a line, with both sides')
    .action((operatorId: string, month: string, choice: MonthChoice) =>
      showMonth(context, { operatorId, target: choice.target, month }, choice.csv ?? false),
    );
  program
    .command('nights')
    .description('Lists the latest comparisons of both sides, and what they found.')
    .argument('<operatorId>')
    .addOption(targetOption())
    .action((operatorId: string, { target }: TargetChoice) =>
      showNights(context, { operatorId, target }),
    );
}

interface MonthAsked {
  operatorId: string;
  target: Target;
  month: string;
}

async function showMonth(context: CommandContext, asked: MonthAsked, isCsv: boolean) {
  const { operatorId, month } = asked;
  if (monthNamed(month) === undefined)
    throw new CliError(`"${month}" is no month: give one such as 2026-10.`);
  const access = context.access();
  const { name: operatorName } = await requireOperator(access, operatorId);
  const judged = await loadMonth(access, asked);
  if (judged === undefined)
    throw new CliError(
      `${month} was not compared yet. "rollerdoor reconcile ${operatorId} --month ${month}" does it.`,
    );
  if (isCsv) {
    const rows = await loadRows(access, judged.proof);
    // A terminal has no use for addresses; programs have one for ids.
    const ids = { source: idOf, ledger: idOf };
    context.answer({ lines: monthCsv(monthFile(judged, rows, ids)), data: rows });
    return;
  }
  const [opening, here] = await Promise.all([loadOpenings(access, asked), hereIn(access, asked)]);
  const facts = { operatorName, companyName: undefined, judged, ...opening };
  context.answer({ lines: statementLines(statementView(facts, here)), data: judged.proof });
}

function idOf(_kind: string, id: string): string {
  return id;
}

async function showNights(
  context: CommandContext,
  books: Omit<MonthAsked, 'month'>,
): Promise<void> {
  const access = context.access();
  const { name: operatorName } = await requireOperator(access, books.operatorId);
  const nights = await loadNights(access, books);
  const view = nightsView(
    { operatorName, target: books.target, nights },
    await hereIn(access, books),
  );
  context.answer({ lines: nightLines(view), data: nights });
}
