import type { Command } from 'commander';
import { answerOf } from '../../shared/domain/explain/answer.ts';
import { explainData, sideLines } from '../../shared/domain/explain/explain-lines.ts';
import type { CommandContext } from './command-context.ts';
import { type AskedRecord, explained } from './explain-commands.ts';
import { type TargetChoice, targetOption } from './target-option.ts';

interface Choice extends TargetChoice {
  document: string;
}

/** `reconcile --document`. */
export function addReconcileDocument(program: Command, context: CommandContext): void {
  program
    .command('reconcile')
    .description('Compares both sides of one document as they are now.')
    .argument('<operatorId>')
    .addOption(targetOption())
    .requiredOption('--document <record>', 'number, or id at the source')
    .action((operatorId: string, { target, document }: Choice) =>
      reconcileDocument(context, { operatorId, target, text: document }),
    );
}

/** One document on both sides, what differs, and what helps; 1 where it is not in step. */
async function reconcileDocument(context: CommandContext, asked: AskedRecord): Promise<void> {
  const facts = await explained(context, asked);
  const { sentence, remedy } = answerOf(facts);
  const data = explainData(facts);
  context.answer({
    lines: [sentence, remedy, '', ...sideLines(facts)],
    data,
    ...(data.isInStep ? {} : { exitCode: 1 }),
  });
}
