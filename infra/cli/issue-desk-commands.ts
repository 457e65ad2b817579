import { type Command, Option } from 'commander';
import {
  acceptCause,
  type CauseAcceptance,
  reopenCause,
} from '../../shared/application/issues/accept-cause.ts';
import { acceptIssue, reopenIssue } from '../../shared/application/issues/accept-issue.ts';
import { loadChoices, postDifferently } from '../../shared/application/issues/post-differently.ts';
import { type Target, target as targetSchema } from '../../shared/contracts/ids.ts';
import type { Issue } from '../../shared/contracts/issue-items.ts';
import { causes } from '../../shared/domain/issues/causes.ts';
import type { AcceptAnswer } from '../../shared/domain/issues/press-answers.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { chosenIssues, csvLines, type ListChoice, listLines } from './issue-list.ts';
import { requireOperator } from './require-operator.ts';

/** `issue list|accept|reopen|post-differently`: what a person does with records that wait. */
export function addIssueDeskCommands(issue: Command, context: CommandContext): void {
  issue
    .command('list')
    .description('Lists records that wait for a person, by cause, with the sum at stake.')
    .argument('<operatorId>')
    .addOption(causeOption('of this cause'))
    .option('--site <name>', 'of this site')
    .option('--older-than <days>', 'raised so many days ago or longer, e.g. 7d')
    .option('--accepted', 'those that were left as they are')
    .option('--csv', 'one record a line, for a spreadsheet')
    .action((operatorId: string, choice: ListChoice & { csv?: boolean }) =>
      list(context, operatorId, choice),
    );
  issue
    .command('accept')
    .description('Leaves a record as it is: it is tried no more until it changes.')
    .argument('<operatorId>')
    .argument('[document]', 'id at the source or number, e.g. inv_… or ABC-361')
    .addOption(causeOption('every record of this cause, 300 at a time'))
    .requiredOption('--reason <text>', 'why; kept with it, and told to the operator')
    .action((operatorId: string, document: string | undefined, wish: ReasonWish) =>
      accept(context, { operatorId, document, ...wish }),
    );
  issue
    .command('reopen')
    .description('Puts a record that was left as it is back on the list.')
    .argument('<operatorId>')
    .argument('[document]', 'id at the source or number')
    .addOption(causeOption('every one that was left for this cause, 300 at a time'))
    .action((operatorId: string, document: string | undefined, { cause }: ReasonWish) =>
      accept(context, { operatorId, document, cause }),
    );
  issue
    .command('post-differently')
    .description('Chooses an account or tax rate from now on, and tries what waits for it.')
    .argument('<operatorId>')
    .requiredOption('--cause <cause>', 'the cause, as "issue list" names it')
    .option('--code <code>', 'the code, or the account of the tax; left out: what can be chosen')
    .option('--use <value>', 'account code or tax type of the ledger')
    .addOption(targetOption())
    .action((operatorId: string, wish: DifferentWish) => differently(context, operatorId, wish));
}

interface DifferentWish {
  cause: string;
  code?: string;
  use?: string;
  target: Target;
}

interface ReasonWish {
  cause?: string | undefined;
  reason?: string | undefined;
}

function causeOption(words: string): Option {
  return new Option('--cause <cause>', words).choices(Object.keys(causes));
}

function targetOption(): Option {
  const [first] = targetSchema.options;
  return new Option('--target <name>', 'of several ledgers, which')
    .choices(targetSchema.options)
    .default(first);
}

async function list(
  context: CommandContext,
  operatorId: string,
  choice: ListChoice & { csv?: boolean },
): Promise<void> {
  const access = context.access();
  await requireOperator(access, operatorId);
  const nowEpochMs = access.clock.nowEpochMs();
  const issues = chosenIssues(await access.issues.list(operatorId), choice, nowEpochMs);
  context.answer({
    lines: choice.csv ? csvLines(issues) : listLines(issues, nowEpochMs),
    data: issues,
  });
}

const acceptWords: Record<AcceptAnswer, string> = {
  accepted: 'left as it is',
  reopened: 'waits again',
  no_such_issue: 'went through in the meantime',
  changed: 'not changed, it was judged anew just now: try again',
  no_reason: 'not changed, give a reason',
};

/** `reason` undefined: takes it back. */
async function accept(
  context: CommandContext,
  wish: ReasonWish & { operatorId: string; document: string | undefined },
): Promise<void> {
  const access = context.access();
  const { operatorId, document, cause, reason } = wish;
  await requireOperator(access, operatorId);
  if ((document === undefined) === (cause === undefined))
    throw new CliError('Name either a record or a cause.');
  if (document === undefined)
    return acceptAllOf(context, { operatorId, cause: cause ?? '', reason });
  const key = theIssue(await access.issues.list(operatorId), document);
  const answer =
    reason === undefined
      ? await reopenIssue(access, key, 'partner')
      : await acceptIssue(access, { key, reason }, 'partner');
  const record = key.label ?? key.sourceId;
  context.answer({
    lines: [`${record}: ${acceptWords[answer]}`],
    data: { record, answer },
  });
}

async function acceptAllOf(
  context: CommandContext,
  { operatorId, cause, reason }: { operatorId: string; cause: string; reason: string | undefined },
): Promise<void> {
  const access = context.access();
  const answers: CauseAcceptance[] = [];
  for (const target of targetSchema.options) {
    const whose = { operatorId, target, cause };
    answers.push(
      reason === undefined
        ? await reopenCause(access, whose, 'partner')
        : await acceptCause(access, { ...whose, reason }, 'partner'),
    );
  }
  const records = answers.reduce((sum, one) => sum + one.records, 0);
  const [{ answer } = { answer: 'no_such_issue' as const }] = answers.toSorted(
    (left, right) => right.records - left.records,
  );
  const words = records === 0 ? acceptWords[answer] : `${records} ${manyWords(reason)}`;
  context.answer({ lines: [`${cause}: ${words}`], data: { cause, records, answer } });
}

function manyWords(reason: string | undefined): string {
  return reason === undefined ? 'wait again' : 'left as they are';
}

async function differently(
  context: CommandContext,
  operatorId: string,
  { cause, code, use, target }: DifferentWish,
): Promise<void> {
  const access = context.access();
  await requireOperator(access, operatorId);
  const asked = { operatorId, target, cause };
  if (code === undefined || use === undefined) {
    const choosing = (await loadChoices(access, asked)) ?? [];
    const lines = choosing.flatMap(({ subject, records, choices }) => [
      `--code "${subject.code}" (${records} wait)`,
      ...choices.map(({ value, words }) => `  --use ${value}  ${words}`),
    ]);
    const none = 'Nothing can be chosen for that cause, or the ledger is not connected.';
    context.answer({ lines: lines.length === 0 ? [none] : lines, data: choosing });
    return;
  }
  const answer = await postDifferently(access, { ...asked, code, value: use }, 'partner');
  if (answer.kind !== 'saved') throw new CliError(differentWords[answer.kind]);
  context.answer({
    lines: [`Saved. ${answer.records} queued to be tried again.`],
    data: answer,
  });
}

const differentWords = {
  no_such_issue: 'Nothing waits for that code by that cause: see "rollerdoor issue list".',
  no_such_choice: 'That cannot be chosen: leave out --use to see what can. Nothing was changed.',
  not_connected: 'The ledger is not connected. Nothing was changed.',
} as const;

/** @throws CliError when there is none, or the number means several. */
function theIssue(issues: readonly Issue[], document: string): Issue {
  const typed = document.trim().toLowerCase();
  const found = issues.filter(
    ({ sourceId, label }) => sourceId.toLowerCase() === typed || label?.toLowerCase() === typed,
  );
  const [issue] = found;
  if (issue === undefined || found.length > 1)
    throw new CliError(
      issue === undefined
        ? `${document} does not wait: see "rollerdoor issue list".`
        : `Several records are called ${document}: give the id.`,
    );
  return issue;
}
