import { type Command, Option } from 'commander';
import { type NightAnswer, startNight } from '../../shared/application/reconcile/start-night.ts';
import type { Night } from '../../shared/contracts/night-item.ts';
import { nightLine, nightLines } from '../../shared/domain/nights/night-words.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { reconcileDocument } from './reconcile-document.ts';
import { requireOperator } from './require-operator.ts';
import { type TargetChoice, targetOption } from './target-option.ts';

interface Choice extends TargetChoice {
  month?: string;
  watch?: true;
  document?: string;
}

/** `reconcile <operatorId>`. */
export function addReconcileCommand(program: Command, context: CommandContext): void {
  program
    .command('reconcile')
    .description('Compares both sides of an operator now, as each night does.')
    .argument('<operatorId>')
    .addOption(targetOption())
    .option('--month <month>', 'this month only, e.g. 2026-10')
    .option('--watch', 'follows it to its end')
    .addOption(
      new Option(
        '--document <record>',
        'this document only, now: its number, or id at the source',
      ).conflicts(['month', 'watch']),
    )
    .action((operatorId: string, { document, ...choice }: Choice) =>
      document === undefined
        ? reconcile(context, operatorId, choice)
        : reconcileDocument(context, { operatorId, target: choice.target, text: document }),
    );
}

const words: Record<NightAnswer, string> = {
  started: 'Begun. With --watch it is followed to its end.',
  under_way: 'Nothing was begun: one is under way.',
  had_already: 'Nothing was begun: this night has been.',
  not_connected: 'Nothing was begun: both sides have to be connected first.',
  switched_off: 'Nothing was begun: the target is switched off.',
  no_such_month:
    'Nothing was begun: documents of that month are left alone, or it is still to come.',
};

/** @throws CliError where nothing was begun. */
async function reconcile(
  context: CommandContext,
  operatorId: string,
  { target, month, watch: isWatched }: Choice,
): Promise<void> {
  const access = context.access();
  await requireOperator(access, operatorId);
  if (month !== undefined && !/^\d{4}-(0[1-9]|1[0-2])$/.test(month))
    throw new CliError(`"${month}" is no month. Write it as in 2026-10.`);
  const months = month === undefined ? {} : { months: [month] };
  const wish = { operatorId, target, actor: 'partner', reason: 'asked' as const, ...months };
  const answer = await startNight(access, wish);
  if (answer !== 'started' && !(isWatched && answer === 'under_way'))
    throw new CliError(words[answer]);
  if (!isWatched) return context.answer({ lines: [words[answer]], data: { answer } });
  const night = await watch(context, { operatorId, target });
  const isGood = night.status === 'done' && night.unexplainedMinor === 0;
  context.answer({ lines: nightLines(night), data: night, exitCode: isGood ? 0 : 1 });
}

const everyMs = 2_000;

async function watch(
  context: CommandContext,
  { operatorId, target }: Pick<Night, 'operatorId' | 'target'>,
): Promise<Night> {
  const { nights, clock } = context.access();
  let told = '';
  for (;;) {
    const night = await nights.get(operatorId, target);
    if (night === undefined) throw new CliError('There is no night.');
    const line = nightLine(night);
    if (context.isTerminal && line !== told) context.write(`\r\u001b[K${line}`);
    told = line;
    if (night.status !== 'running') {
      if (context.isTerminal) context.write('\n');
      return night;
    }
    await clock.sleep(everyMs);
  }
}
