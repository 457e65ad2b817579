import { type Command, Option } from 'commander';
import {
  cancelBackfill,
  type Direction,
  pauseBackfill,
  resumeBackfill,
  startBackfill,
} from '../../shared/application/backfill/direct-run.ts';
import type { BackfillRun } from '../../shared/contracts/backfill-run.ts';
import { type Target, target } from '../../shared/contracts/ids.ts';
import type { DirectAnswer, StartAnswer } from '../../shared/domain/backfill/answers.ts';
import { isOver } from '../../shared/domain/backfill/run.ts';
import { barOf, runFacts, runLines } from '../../shared/domain/backfill/run-words.ts';
import { startOfDays } from '../../shared/domain/backfill/start-of-days.ts';
import { isCalendarDay } from '../../shared/domain/calendar-day.ts';
import type { Access } from './access.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { requireOperator } from './require-operator.ts';

interface Choice {
  target: Target;
}

/** `backfill start|status|watch|pause|resume|cancel`. */
export function addBackfillCommands(program: Command, context: CommandContext): void {
  const backfill = program
    .command('backfill')
    .description('Brings earlier documents into the books, page by page.');
  const sub = (name: string, description: string) =>
    backfill
      .command(name)
      .description(description)
      .argument('<operatorId>')
      .addOption(targetOption());
  sub('start', 'Begins a run from the start date on, or from another day.')
    .option('--from <day>', 'documents issued from this day on, e.g. 2026-04-01')
    .action((operatorId: string, choice: Choice & { from?: string }) =>
      start(context, directionOf(operatorId, choice), choice.from),
    );
  sub('status', 'Says how far the latest run is.').action((operatorId: string, choice: Choice) =>
    showStatus(context, directionOf(operatorId, choice)),
  );
  sub(
    'watch',
    'Follows a run to its end: a bar in a terminal, else a line of JSON at a time.',
  ).action((operatorId: string, choice: Choice) => watch(context, directionOf(operatorId, choice)));
  for (const [name, { description, act }] of Object.entries(directions))
    sub(name, description).action(async (operatorId: string, choice: Choice) => {
      const access = context.access();
      await requireOperator(access, operatorId);
      answer(context, await act(access, directionOf(operatorId, choice)));
    });
}

const directions = {
  pause: {
    description: 'Begins no further page; the one under way is finished.',
    act: pauseBackfill,
  },
  resume: { description: 'Goes on where it was paused.', act: resumeBackfill },
  cancel: {
    description: 'Ends the run; what is in the books stays there.',
    act: cancelBackfill,
  },
};

/** Nobody has to name the only one. */
function targetOption(): Option {
  const option = new Option('--target <name>', 'which ledger').choices(target.options);
  const [only, ...others] = target.options;
  return others.length === 0 ? option.default(only) : option.makeOptionMandatory();
}

function directionOf(operatorId: string, choice: Choice): Direction {
  return { operatorId, target: choice.target, actor: 'partner' };
}

async function start(
  context: CommandContext,
  direction: Direction,
  day: string | undefined,
): Promise<void> {
  const access = context.access();
  await requireOperator(access, direction.operatorId);
  if (day !== undefined && !isCalendarDay(day))
    throw new CliError(`"${day}" is no day. Write it as in 2026-04-01.`);
  const span = day === undefined ? undefined : { issuedFrom: startOfDays(day) };
  answer(context, await startBackfill(access, direction, span));
}

const words: Record<StartAnswer | DirectAnswer, string> = {
  started: 'Begun. "rollerdoor backfill watch <operatorId>" follows it.',
  under_way: 'Nothing was begun: a run is under way, or paused. Cancel it first.',
  not_connected: 'Nothing was begun: both sides have to be connected first.',
  switched_off: 'Nothing was begun: the target is switched off.',
  paused: 'Paused. "rollerdoor backfill resume <operatorId>" goes on.',
  resumed: 'It goes on.',
  cancelled: 'Cancelled. What is in the books stays there.',
  not_now: 'Nothing was changed: the run is not in a state for that.',
  none: 'There is no run.',
};

const good = new Set<StartAnswer | DirectAnswer>(['started', 'paused', 'resumed', 'cancelled']);

/** @throws CliError where nothing was done. */
function answer(context: CommandContext, given: StartAnswer | DirectAnswer): void {
  if (!good.has(given)) throw new CliError(words[given]);
  context.answer({ lines: [words[given]], data: { answer: given } });
}

async function showStatus(context: CommandContext, direction: Direction): Promise<void> {
  const access = context.access();
  await requireOperator(access, direction.operatorId);
  const run = await requireRun(access, direction);
  const nowEpochMs = access.clock.nowEpochMs();
  context.answer({ lines: runLines(run, nowEpochMs), data: runFacts(run, nowEpochMs) });
}

async function requireRun(access: Access, direction: Direction): Promise<BackfillRun> {
  const run = await access.backfills.get(direction.operatorId, direction.target);
  if (run === undefined) throw new CliError(words.none);
  return run;
}

const everyMs = 2_000;

/** Until it is over or paused; one that waits is followed. */
async function watch(context: CommandContext, direction: Direction): Promise<void> {
  const access = context.access();
  await requireOperator(access, direction.operatorId);
  let told = '';
  for (;;) {
    const run = await requireRun(access, direction);
    const nowEpochMs = access.clock.nowEpochMs();
    const line = context.isTerminal
      ? `\r\u001b[K${barOf(run, nowEpochMs, context.columns)}`
      : `${JSON.stringify(runFacts(run, nowEpochMs))}\n`;
    if (line !== told) context.write(line);
    told = line;
    if (isOver(run) || run.status === 'paused') break;
    await access.clock.sleep(everyMs);
  }
  if (context.isTerminal) context.write('\n');
}
