import type { Command } from 'commander';
import type { Preview, PreviewPurpose } from '../../shared/contracts/preview.ts';
import { isCalendarDay } from '../../shared/domain/calendar-day.ts';
import { adoptionCsv, previewCsv } from '../../shared/domain/preview/preview-csv.ts';
import { adoptionLines, previewLines } from '../../shared/domain/preview/preview-lines.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { requireOperator } from './require-operator.ts';
import { type TargetChoice, targetOption } from './target-option.ts';

interface SpanChoice extends TargetChoice {
  from?: string;
  to?: string;
  csv?: boolean;
  again?: boolean;
}

/** `preview` and `adoption`: what would be posted, and what is in the ledger already. */
export function addPreviewCommands(program: Command, context: CommandContext): void {
  const spanned = (name: string, description: string, purpose: PreviewPurpose) =>
    program
      .command(name)
      .description(description)
      .argument('<operatorId>')
      .addOption(targetOption())
      .option('--from <day>', 'first day, e.g. 2026-11-01')
      .option('--to <day>', 'last day')
      .option('--csv', 'every document as a line')
      .option('--again', 'read anew, also where it was read minutes ago')
      .action((operatorId: string, choice: SpanChoice) =>
        show(context, { operatorId, purpose }, choice),
      );
  spanned('preview', 'Shows what would be posted; nothing is written.', 'preview');
  spanned('adoption', 'Shows what of the documents is in the ledger already.', 'adoption');
}

async function show(
  context: CommandContext,
  wish: { operatorId: string; purpose: PreviewPurpose },
  choice: SpanChoice,
): Promise<void> {
  const access = context.access();
  const { operatorId, purpose } = wish;
  const { target, again = false } = choice;
  const [from, to] = [readDay(choice.from), readDay(choice.to)];
  await requireOperator(access, operatorId);
  const end = await access.readPreview({ ...wish, target, from, to, isFresh: again });
  if (end.kind === 'not_connected')
    throw new CliError(
      `${operatorId} has no ledger connected: see "rollerdoor status ${operatorId}".`,
    );
  const { preview } = end;
  context.answer({ lines: linesOf(preview, choice.csv ?? false)[purpose](), data: preview });
}

function linesOf(preview: Preview, isCsv: boolean): Record<PreviewPurpose, () => string[]> {
  return {
    preview: () => (isCsv ? previewCsv(preview) : previewLines(preview)),
    adoption: () => (isCsv ? adoptionCsv(preview) : adoptionLines(preview)),
  };
}

/** @throws CliError for what is no day. */
function readDay(text: string | undefined): string | undefined {
  if (text === undefined || isCalendarDay(text)) return text;
  throw new CliError(`"${text}" is no day: give one such as 2026-11-01.`);
}
