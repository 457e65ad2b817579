import { answerOf } from '../../shared/domain/explain/answer.ts';
import { explainData, sideLines } from '../../shared/domain/explain/explain-lines.ts';
import type { CommandContext } from './command-context.ts';
import { type AskedRecord, explained } from './explain-commands.ts';

/** `reconcile --document`: one document on both sides, what differs, and what helps; 1 where it is not in step. */
export async function reconcileDocument(
  context: CommandContext,
  asked: AskedRecord,
): Promise<void> {
  const facts = await explained(context, asked);
  const { sentence, remedy } = answerOf(facts);
  const data = explainData(facts);
  context.answer({
    lines: [sentence, remedy, '', ...sideLines(facts)],
    data,
    ...(data.isInStep ? {} : { exitCode: 1 }),
  });
}
