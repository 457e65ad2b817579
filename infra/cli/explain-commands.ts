import type { Command } from 'commander';
import { type FoundRecord, findRecords } from '../../shared/application/explain/find-record.ts';
import { loadRecord } from '../../shared/application/explain/load-record.ts';
import { sendRecordAgain } from '../../shared/application/explain/send-record-again.ts';
import type { Target } from '../../shared/contracts/ids.ts';
import type { LinkKey } from '../../shared/contracts/link-item.ts';
import { explainData, explainLines } from '../../shared/domain/explain/explain-lines.ts';
import type { RecordFacts } from '../../shared/domain/explain/record-facts.ts';
import { sourceManifest } from '../../shared/source/registry.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { requireOperator } from './require-operator.ts';
import { type TargetChoice, targetOption } from './target-option.ts';

export interface AskedRecord {
  operatorId: string;
  target: Target;
  /** A number, or an id at the source. */
  text: string;
}

/** `explain` and `resync`: one record, and why it stands as it does. */
export function addExplainCommands(program: Command, context: CommandContext): void {
  const of = (name: string, description: string) =>
    program
      .command(name)
      .description(description)
      .argument('<operatorId>')
      .argument('<record>', 'number of a document, or id at the source, e.g. ABC-361 or inv_…')
      .addOption(targetOption());
  of(
    'explain',
    'Says whether a record is in the books, and if not why and what helps; then all that happened.',
  ).action(async (operatorId: string, text: string, { target }: TargetChoice) => {
    const facts = await explained(context, { operatorId, target, text });
    context.answer({ lines: explainLines(facts), data: explainData(facts) });
  });
  of('resync', 'Has one record read anew and brought in step.').action(
    (operatorId: string, text: string, { target }: TargetChoice) =>
      resync(context, { operatorId, target, text }),
  );
}

/** What is known of the record that is called so. @throws CliError where it is none, or several. */
export async function explained(context: CommandContext, asked: AskedRecord): Promise<RecordFacts> {
  const access = context.access();
  await requireOperator(access, asked.operatorId);
  return access.withSides(asked.operatorId, async (sides) => {
    const deps = { ...access, ...sides };
    return loadRecord(deps, theOne(asked, await findRecords(deps, asked)));
  });
}

async function resync(context: CommandContext, asked: AskedRecord): Promise<void> {
  const access = context.access();
  await requireOperator(access, asked.operatorId);
  const key = await access.withSides(asked.operatorId, async (sides) =>
    theOne(asked, await findRecords({ ...access, ...sides }, asked)),
  );
  const answer = await sendRecordAgain(access, key, 'partner');
  if (answer === 'source_not_connected')
    throw new CliError(`Nothing was sent: ${sourceManifest.name} is not connected.`);
  context.answer({
    lines: [
      `Sent. It is read anew and brought in step; "rollerdoor explain ${asked.operatorId} ${asked.text}" tells how it went.`,
    ],
    data: { record: key, answer },
  });
}

function theOne({ operatorId, text }: AskedRecord, found: FoundRecord[]): LinkKey {
  const [first, ...others] = found;
  if (first === undefined)
    throw new CliError(
      `Nothing of ${operatorId} is called "${text}": neither we, nor the books, nor the latest 300 invoices of ${sourceManifest.name} know it. With its id it is found however old it is.`,
    );
  if (others.length === 0) return first.key;
  const ids = found.map(({ key }) => `${key.kind} ${key.sourceId}`).join(', ');
  throw new CliError(`Several are called "${text}": give the id instead (${ids}).`);
}
