import type { Command } from 'commander';
import { type RewrapCounts, rewrapKeys } from '../../shared/application/keys/rewrap-keys.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';

interface RewrapChoice {
  all?: boolean;
  from?: string;
}

/** `keys rewrap`. */
export function addKeysCommands(program: Command, context: CommandContext): void {
  program
    .command('keys')
    .description('The key under which tokens and webhook secrets are stored.')
    .command('rewrap')
    .description('Encrypts everything that is stored under the key of today, while all goes on.')
    .option('--all', 'also what that key sealed already: after new key material')
    .option('--from <operatorId>', 'go on with this operator; those before it are done')
    .addHelpText('after', rewrapHelp)
    .action((choice: RewrapChoice) => rewrap(context, choice));
}

const rewrapHelp = `
Safe to stop and to run again: what is done is left as it is. The key is that of the stage, or
--key. It reads the whole table (dynamodb:Scan) and needs kms:ReEncryptFrom on the former key and
kms:ReEncryptTo on the new one; no plaintext leaves KMS. The former key may go when a run reports
nothing wrapped anew, moved or unreadable.`;

async function rewrap(context: CommandContext, choice: RewrapChoice): Promise<void> {
  const lines: string[] = [];
  const counts = await rewrapKeys(context.access(), {
    all: choice.all ?? false,
    from: choice.from,
    actor: 'partner',
    onOperator: (operatorId, done) => lines.push(`${operatorId}: ${wordsFor(done)}`),
  });
  context.answer({ lines: [...lines, `All together: ${wordsFor(counts)}`], data: counts });
  if (counts.moved > 0) throw new CliError('Some changed meanwhile: run the command again.');
  if (counts.unreadable > 0) {
    throw new CliError('Some do not open: those operators have to connect again.');
  }
}

function wordsFor(counts: RewrapCounts): string {
  const { rewrapped, current, moved, unreadable } = counts;
  return `${rewrapped} wrapped anew, ${current} current, ${moved} moved, ${unreadable} unreadable`;
}
