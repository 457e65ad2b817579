import { type Command, InvalidArgumentError } from 'commander';
import { createHostedLink, linkDaysAtMost } from '../../shared/application/connect/hosted-links.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { requireOperator } from './require-operator.ts';

/** `link create`. */
export function addLinkCommands(program: Command, context: CommandContext): void {
  program
    .command('link')
    .description('The hosted links by which operators reach their page.')
    .command('create')
    .description('Creates a link and prints it; send it to the operator.')
    .argument('<operatorId>')
    .option(
      '--days <n>',
      `how long it is good, at most ${linkDaysAtMost}`,
      readDays,
      linkDaysAtMost,
    )
    .action((operatorId: string, options: { days: number }) =>
      createLink(context, operatorId, options.days),
    );
}

async function createLink(
  context: CommandContext,
  operatorId: string,
  days: number,
): Promise<void> {
  const access = context.access();
  if (access.portalBaseUrl === '') {
    throw new CliError('The address of the portal is not known: give --portal-url.');
  }
  await requireOperator(access, operatorId);
  const link = await createHostedLink(access, { operatorId, days, actor: 'partner' });
  context.answer({ lines: [link.url], data: { operatorId, ...link } });
}

function readDays(text: string): number {
  const days = Number(text);
  if (Number.isInteger(days) && days >= 1 && days <= linkDaysAtMost) return days;
  throw new InvalidArgumentError(`Give a whole number from 1 to ${linkDaysAtMost}.`);
}
