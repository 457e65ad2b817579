import type { Command } from 'commander';
import { acceptSilence } from '../../shared/application/source-state/accept-silence.ts';
import { standingSilence } from '../../shared/domain/intake/silence.ts';
import { quietAdvice } from '../../shared/domain/portal/source-words.ts';
import { sourceName } from '../../shared/source/source-name.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { requireOperator } from './require-operator.ts';

/** `silence <operatorId> [--accept <reason>]`: whether the source is heard. */
export function addSilenceCommand(program: Command, context: CommandContext): void {
  program
    .command('silence')
    .description('Says whether an operator’s source fell silent against its own habit.')
    .argument('<operatorId>')
    .option('--accept <reason>', 'nobody is told of it again before something was heard')
    .action((operatorId: string, { accept }: { accept?: string }) =>
      accept === undefined ? show(context, operatorId) : takeDown(context, operatorId, accept),
    );
}

async function show(context: CommandContext, operatorId: string): Promise<void> {
  const access = context.access();
  await requireOperator(access, operatorId);
  const [connection, state] = await Promise.all([
    access.connections.get({ operatorId, provider: sourceName }),
    access.sourceStates.get(operatorId),
  ]);
  const silence = standingSilence(connection, state);
  const lines =
    silence === undefined
      ? ['It is heard as usual, or has no habit yet.']
      : [
          quietAdvice(silence, undefined),
          ...(silence.accepted === undefined
            ? []
            : [
                `Accepted at ${silence.accepted.at} (${silence.accepted.by}): ${silence.accepted.reason}`,
              ]),
        ];
  context.answer({ lines, data: { operatorId, silence: silence ?? null } });
}

async function takeDown(context: CommandContext, operatorId: string, reason: string) {
  const access = context.access();
  await requireOperator(access, operatorId);
  if (reason.trim() === '') throw new CliError('Say why, in a few words.');
  const answer = await acceptSilence(access, { operatorId, actor: 'partner', reason });
  if (answer !== 'accepted') throw new CliError(`${operatorId} has no silence to accept.`);
  context.answer({
    lines: ['Accepted, until something is heard.'],
    data: { operatorId, answer },
  });
}
