import type { Command } from 'commander';
import { placeAsBefore } from '../../shared/application/go-back/place-as-before.ts';
import { queueAgain } from '../../shared/application/go-back/queue-again.ts';
import { rewrapKeys } from '../../shared/application/keys/rewrap-keys.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';

/** `go-back`: makes what this version stored such that the version before goes on with it. */
export function addGoBackCommands(program: Command, context: CommandContext): void {
  const goBack = program
    .command('go-back')
    .description('For whoever deploys the version before this one again (RUNBOOK).');
  goBack
    .command('prepare')
    .description('Before that deployment: what is stored becomes what that version reads.')
    .addHelpText('after', prepareHelp)
    .action(() => prepare(context));
  goBack
    .command('finish')
    .description('After that deployment: puts what stands aside back on its queue.')
    .addHelpText('after', finishHelp)
    .action(() => finish(context));
}

const prepareHelp = `
The stage has to be deployed with storedForms: 'former' before, else what is stored next is in this
version's form again. Safe to stop and to run again, while everything runs; be done when a run says
"0 sealed anew" and "0 unreadable". Scans the table (dynamodb:Scan), and needs kms:Decrypt and
kms:Encrypt on the key: what is sealed passes through this process.`;

const finishHelp = `
Not while this version works: it would put the changes aside again. Needs --changes-queue-url. Safe to
stop and to run again; be done when a run says "0 changes" twice.`;

async function prepare(context: CommandContext): Promise<void> {
  const access = context.access();
  const deps = { ...access, rewrapper: access.kmsForm };
  const sealed = await rewrapKeys(deps, { all: false, actor: 'partner' });
  const placed = await placeAsBefore(access);
  const { rewrapped, moved, unreadable } = sealed;
  context.answer({
    lines: [
      `Values: ${rewrapped} sealed anew by KMS, ${moved} moved, ${unreadable} unreadable.`,
      `Links: ${placed.rows} written in full.`,
      `In the index: ${placed.connections} connections and ${placed.links} debts are found by the version before.`,
    ],
    data: { sealed, placed },
  });
  if (moved > 0) throw new CliError('Some changed meanwhile: run the command again.');
  if (unreadable > 0) {
    throw new CliError(
      'Some do not open in this version either: those operators have to connect again.',
    );
  }
}

async function finish(context: CommandContext): Promise<void> {
  const counts = await queueAgain(context.access());
  context.answer({
    lines: [
      `${counts.queued} changes are on their queue again, ${counts.unreadable} are unreadable.`,
    ],
    data: counts,
  });
  if (counts.unreadable > 0)
    throw new CliError('They stay in the table: RUNBOOK, An unreadable message.');
}
