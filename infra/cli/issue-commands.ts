import { type Command, Option } from 'commander';
import { retryCause, retryIssue } from '../../shared/application/issues/retry-issue.ts';
import { recordKind, target } from '../../shared/contracts/ids.ts';
import type { Issue } from '../../shared/contracts/issue-items.ts';
import { openOf } from '../../shared/domain/issues/acceptance.ts';
import { causes } from '../../shared/domain/issues/causes.ts';
import type { RetryAnswer } from '../../shared/domain/issues/retry-answer.ts';
import { sourceManifest } from '../../shared/source/registry.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { addIssueDeskCommands } from './issue-desk-commands.ts';
import { requireOperator } from './require-operator.ts';

interface RetryChoice {
  all?: boolean;
  kind?: string;
  cause?: string;
}

interface RetryWish {
  operatorId: string;
  recordIds: string[];
  choice: RetryChoice;
}

/** `issue`: lists what waits, and `issue retry`: puts parked records back on their queue. */
export function addIssueCommands(program: Command, context: CommandContext): void {
  const issue = program.command('issue').description('Records that wait for a person.');
  addIssueDeskCommands(issue, context);
  issue
    .command('retry')
    .description('Tries parked records again; each is read anew from the source.')
    .argument('<operatorId>')
    .argument('[recordIds...]', 'ids at the source or numbers, e.g. inv_… or ABC-361')
    .option('--all', 'every parked record of the operator')
    .addOption(
      new Option('--cause <cause>', 'every record of this cause, as "status --json" names it')
        .choices(Object.keys(causes))
        .conflicts(['all', 'kind']),
    )
    .addOption(new Option('--kind <kind>', 'only records of this kind').choices(recordKind.options))
    .action((operatorId: string, recordIds: string[], choice: RetryChoice) =>
      retry(context, { operatorId, recordIds, choice }),
    );
}

async function retry(context: CommandContext, wish: RetryWish): Promise<void> {
  const access = context.access();
  await requireOperator(access, wish.operatorId);
  if (wish.choice.cause !== undefined) return retryAllOf(context, wish, wish.choice.cause);
  const issues = chosen(await access.issues.list(wish.operatorId), wish);
  const answers: Array<{ record: string; answer: RetryAnswer }> = [];
  for (const issue of issues) {
    const answer = await retryIssue(access, issue, 'partner');
    answers.push({ record: issue.label ?? issue.sourceId, answer });
  }
  context.answer({
    lines: answers.map(({ record, answer }) => `${record}: ${words[answer]}`),
    data: answers,
  });
}

/** @throws CliError when records are named as well: the cause names them. */
async function retryAllOf(
  context: CommandContext,
  { operatorId, recordIds }: RetryWish,
  cause: string,
): Promise<void> {
  if (recordIds.length > 0) throw new CliError('Name either records or a cause.');
  const answers = await Promise.all(
    target.options.map((name) =>
      retryCause(context.access(), { operatorId, target: name, cause }, 'partner'),
    ),
  );
  const records = answers.reduce((sum, one) => sum + one.records, 0);
  const isConnected = answers.every(({ answer }) => answer !== 'source_not_connected');
  const line = isConnected
    ? `${cause}: ${records} queued`
    : `${cause}: ${words.source_not_connected}`;
  context.answer({ lines: [line], data: { cause, queued: records, isConnected } });
}

const words: Record<RetryAnswer, string> = {
  queued: 'queued',
  no_such_issue: 'went through in the meantime',
  source_not_connected: `not queued, ${sourceManifest.name} is not connected`,
};

/** @throws CliError when nothing is chosen, or a chosen record is not parked. */
function chosen(
  issues: Issue[],
  { recordIds, choice }: { recordIds: string[]; choice: RetryChoice },
): Issue[] {
  const ofKind = issues.filter((issue) => choice.kind === undefined || issue.kind === choice.kind);
  // What was left as it is goes only by its name.
  if (choice.all) return openOf(ofKind);
  if (recordIds.length === 0) throw new CliError('Name the records to retry, or give --all.');
  return recordIds.map((id) => {
    const issue = ofKind.find(({ sourceId, label }) => isSame(sourceId, id) || isSame(label, id));
    if (issue === undefined) throw new CliError(`${id} is not parked: see "rollerdoor status".`);
    return issue;
  });
}

/** A number is read off an invoice and typed; its case tells nothing apart. */
function isSame(known: string | undefined, typed: string): boolean {
  return known?.toLowerCase() === typed.trim().toLowerCase();
}
