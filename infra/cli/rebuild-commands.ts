import type { Command } from 'commander';
import { rebuildLinks } from '../../shared/application/rebuild-links/rebuild-links.ts';
import type { RebuildPlace, Rebuilt } from '../../shared/application/rebuild-links/rebuilding.ts';
import { rebuiltKinds, tallyLines } from '../../shared/domain/rebuild/tally.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { requireOperator } from './require-operator.ts';
import { type TargetChoice, targetOption } from './target-option.ts';

interface RebuildChoice extends TargetChoice {
  write?: boolean;
  after?: string;
}

/** `links rebuild`: what belongs together, found again from both sides. */
export function addRebuildCommands(program: Command, context: CommandContext): void {
  program
    .command('links')
    .description('What belongs together on both sides.')
    .command('rebuild')
    .description(
      'Restores links that are lost, from numbers, references and what the source keeps for us.',
    )
    .argument('<operatorId>')
    .addOption(targetOption())
    .option('--write', 'save them; without it it is only told what would be')
    .option('--after <place>', 'go on where an earlier one came to, e.g. invoice:12')
    .action((operatorId: string, choice: RebuildChoice) => rebuild(context, operatorId, choice));
}

async function rebuild(
  context: CommandContext,
  operatorId: string,
  { target, write: isWritten = false, after }: RebuildChoice,
): Promise<void> {
  const access = context.access();
  await requireOperator(access, operatorId);
  const from = after === undefined ? undefined : readPlace(after);
  const tell = ({ kind, page }: RebuildPlace) => {
    if (context.isTerminal) context.write(`Next: ${kind}:${page}\n`);
  };
  const rebuilt = await access.withSides(
    operatorId,
    (sides) => rebuildLinks({ ...access, ...sides }, { operatorId, target, isWritten, from, tell }),
    'unhurried',
  );
  if (rebuilt === undefined)
    throw new CliError(
      `Both sides of ${operatorId} have to be connected: see "rollerdoor status ${operatorId}".`,
    );
  context.answer({
    lines: linesOf(rebuilt, isWritten),
    data: { isWritten, ...rebuilt },
    ...(rebuilt.doubts.length > 0 ? { exitCode: 1 } : {}),
  });
}

function linesOf({ tallies, doubts }: Rebuilt, isWritten: boolean): string[] {
  return [
    ...tallyLines(tallies, isWritten),
    ...doubts.map(
      ({ kind, sourceId, targetId, number }) =>
        `Doubtful: ${kind} ${sourceId}${number === undefined ? '' : `, number ${number}`}; in the ledger ${targetId} stands there.`,
    ),
    ...(isWritten ? [] : ['Nothing was saved: give --write.']),
  ];
}

/** @throws CliError for what is no place. */
function readPlace(text: string): RebuildPlace {
  const [name, page] = text.split(':');
  const kind = rebuiltKinds.find((one) => one === name);
  if (kind !== undefined && /^[1-9]\d{0,5}$/.test(page ?? '')) return { kind, page: Number(page) };
  throw new CliError(`"${text}" is no place: give one such as invoice:12.`);
}
