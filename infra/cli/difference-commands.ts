import type { Command } from 'commander';
import { acceptDifference } from '../../shared/application/differences/accept-difference.ts';
import type { Difference } from '../../shared/contracts/difference-item.ts';
import { differenceRows } from '../../shared/domain/portal/difference-view.ts';
import type { Access } from './access.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { requireOperator } from './require-operator.ts';

/** `differences list` and `differences accept`. */
export function addDifferenceCommands(program: Command, context: CommandContext): void {
  const differences = program
    .command('differences')
    .description('What people changed by hand in an operator’s books.');
  differences
    .command('list')
    .description('Lists what stands there otherwise than it was sent.')
    .argument('<operatorId>')
    .action((operatorId: string) => list(context, operatorId));
  differences
    .command('accept')
    .description('Takes down that one is wanted as it stands. Nothing in the ledger is touched.')
    .argument('<operatorId>')
    .argument('<number>', 'of the document, or the id of the record at the source')
    .action((operatorId: string, number: string) => accept(context, operatorId, number));
}

async function list(context: CommandContext, operatorId: string): Promise<void> {
  const access = context.access();
  await requireOperator(access, operatorId);
  const all = await allOf(access, operatorId);
  const lines = differenceRows(all, () => undefined).flatMap(
    ({ what, message, changes, since, accepted }) => [
      `${what} ${message} Since ${since}.${accepted === undefined ? '' : ` ${accepted}`}`,
      ...changes.map((change) => `  ${change}`),
    ],
  );
  context.answer({ lines: lines.length ? lines : ['Nothing was changed by hand.'], data: all });
}

async function accept(context: CommandContext, operatorId: string, number: string): Promise<void> {
  const access = context.access();
  await requireOperator(access, operatorId);
  const all = await allOf(access, operatorId);
  const meant = all.filter(({ label, sourceId }) => label === number || sourceId === number);
  const [difference, ...others] = meant;
  if (difference === undefined) throw new CliError(`${operatorId} has no difference "${number}".`);
  if (others.length > 0) throw new CliError(`Several are called "${number}": give the id instead.`);
  const { standing } = difference;
  const answer = await acceptDifference(access, difference, { standing, actor: 'partner' });
  if (answer !== 'accepted') throw new CliError('It changed meanwhile: list them again.');
  context.answer({ lines: [`Accepted ${number} as it stands.`], data: difference });
}

async function allOf(access: Access, operatorId: string): Promise<Difference[]> {
  const found: Difference[] = [];
  let after: string | undefined;
  do {
    const page = await access.differences.page(operatorId, after, 500);
    found.push(...page.differences);
    after = page.next;
  } while (after !== undefined);
  return found;
}
