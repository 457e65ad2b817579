import type { Command } from 'commander';
import { switchPosting } from '../../shared/application/settings/switch-posting.ts';
import type { Target } from '../../shared/contracts/ids.ts';
import { targets } from '../../shared/targets/registry.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { requireOperator } from './require-operator.ts';
import { targetOption } from './target-option.ts';

/** `switch-on` and `switch-off`: whether documents may go into a ledger. */
export function addSwitchCommands(program: Command, context: CommandContext): void {
  program
    .command('switch-on')
    .description('Lets the documents of an operator into its ledger, without its preview.')
    .argument('<operatorId>')
    .addOption(targetOption())
    .action((operatorId: string, { target }: { target: Target }) =>
      switchTo(context, { operatorId, target, isOn: true }),
    );
  program
    .command('switch-off')
    .description('Keeps the documents of an operator out of its ledger until it is switched on.')
    .argument('<operatorId>')
    .addOption(targetOption())
    .action((operatorId: string, { target }: { target: Target }) =>
      switchTo(context, { operatorId, target, isOn: false }),
    );
}

/** The sweep asks for what stands aside within 5 minutes. */
async function switchTo(
  context: CommandContext,
  wish: { operatorId: string; target: Target; isOn: boolean },
): Promise<void> {
  const access = context.access();
  await requireOperator(access, wish.operatorId);
  const end = await switchPosting(
    { ...access, crypto: access.signer.crypto },
    { ...wish, by: 'partner' },
  );
  if (end.kind === 'no_settings' || end.kind === 'changed_since')
    throw new CliError(
      `${wish.operatorId} has no settings yet: they are made when it connects its ledger.`,
    );
  const { name } = targets[wish.target];
  const words = wish.isOn
    ? `Posting to ${name} is on; what waited goes on within 5 minutes.`
    : `Posting to ${name} is off; what comes waits until it is switched on.`;
  context.answer({
    lines: [end.kind === 'unchanged' ? `It was so already. ${words}` : words],
    data: end.settings.posting ?? { isOn: wish.isOn },
  });
}
