import { type Command, Option } from 'commander';
import { readActivities } from '../../shared/application/audit/read-activities.ts';
import type { Activity } from '../../shared/contracts/activity-item.ts';
import { isCalendarDay } from '../../shared/domain/calendar-day.ts';
import { csvLine } from '../../shared/domain/csv.ts';
import { describeActivity } from '../../shared/domain/portal/activity-words.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';

const formats = ['jsonl', 'csv'] as const;

interface ExportChoice {
  format: (typeof formats)[number];
  from?: string;
}

/** `activity export`. */
export function addActivityCommands(program: Command, context: CommandContext): void {
  program
    .command('activity')
    .description('What was done for an operator, by whom and when.')
    .command('export')
    .description('Prints all activities of an operator, oldest first.')
    .argument('<operatorId>')
    .addOption(
      new Option('--format <format>', 'one JSON object a line, or CSV')
        .choices(formats)
        .default('jsonl'),
    )
    .option('--from <instant>', 'only from this day or instant on, e.g. 2026-11-01')
    .action((operatorId: string, choice: ExportChoice) => exportAll(context, operatorId, choice));
}

/** Asks for no operator: what was done stays told after an operator was removed. */
async function exportAll(
  context: CommandContext,
  operatorId: string,
  choice: ExportChoice,
): Promise<void> {
  const from = choice.from === undefined ? undefined : readInstant(choice.from);
  const { activities, operators } = context.access();
  const found: Activity[] = [];
  for await (const activity of readActivities(activities, operatorId, from)) {
    found.push(activity);
  }
  // Nothing since that day is an answer; an operator that nobody added is a slip of the pen.
  if (found.length === 0 && (await operators.get(operatorId)) === undefined)
    throw new CliError(`There is no operator "${operatorId}": see "rollerdoor operator list".`);
  context.answer({ lines: lines[choice.format](found), data: found });
}

/** A day, or an instant; as they are stored, in UTC. @throws CliError for what is neither. */
function readInstant(text: string): string {
  if (isCalendarDay(text)) return text;
  const isInstant = isCalendarDay(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
  if (isInstant) return new Date(text).toISOString();
  throw new CliError(
    `"${text}" is no day or instant: give one such as 2026-11-01 or 2026-11-01T08:00Z.`,
  );
}

const lines = { jsonl: jsonLines, csv: csvLines } as const;

function jsonLines(activities: Activity[]): string[] {
  return activities.map((activity) => JSON.stringify(activity));
}

const columns = ['at', 'type', 'actor', 'words', 'activityId', 'detail'];

function csvLines(activities: Activity[]): string[] {
  const rows = activities.map((activity) => [
    activity.at,
    activity.type,
    activity.actor,
    describeActivity(activity),
    activity.activityId,
    JSON.stringify(activity.detail),
  ]);
  return [columns, ...rows].map(csvLine);
}
