import type { Command } from 'commander';
import { isQueueOn } from '../../shared/application/settings/is-queue-on.ts';
import { mayReturn } from '../../shared/domain/resting/may-return.ts';
import type { CommandContext } from './command-context.ts';
import { requireOperator } from './require-operator.ts';

/** `aside`: what waits beside the queues for somebody to connect again. */
export function addAsideCommands(program: Command, context: CommandContext): void {
  program
    .command('aside')
    .description('Shows what stands aside of an operator, and has it looked at anew.')
    .argument('<operatorId>')
    .action((operatorId: string) => lookAgain(context, operatorId));
}

/** The sweep asks for it within 5 minutes, where its connections work. */
async function lookAgain(context: CommandContext, operatorId: string): Promise<void> {
  const access = context.access();
  await requireOperator(access, operatorId);
  const { connections, marks } = await access.aside.withConnections(operatorId);
  const rows = await Promise.all(
    marks.map(async (mark) => {
      const isOn = await isQueueOn(access.settings, mark);
      return { ...mark, isOn, mayGoOn: mayReturn(mark, { connections, isOn }) };
    }),
  );
  for (const row of rows) await access.aside.lookNext(row, access.clock.nowEpochMs());
  const lines = rows.map(({ queue, count = 0, sinceEpochMs, ...row }) => {
    const since = new Date(sinceEpochMs).toISOString();
    const next = row.mayGoOn ? 'goes on within 5 minutes' : waitsFor(row);
    return `${queue}: about ${Math.max(count, 0)} since ${since}, ${next}`;
  });
  context.answer({ lines: lines.length > 0 ? lines : ['Nothing stands aside.'], data: rows });
}

function waitsFor({ isOn }: { isOn: boolean }): string {
  return isOn ? 'waits for somebody to connect again' : 'waits until posting is switched on';
}
