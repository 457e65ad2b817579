import type { Command } from 'commander';
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
  const rows = marks.map((mark) => ({ ...mark, mayGoOn: mayReturn(mark, connections) }));
  for (const row of rows) await access.aside.lookNext(row, access.clock.nowEpochMs());
  const lines = rows.map(({ queue, count = 0, sinceEpochMs, mayGoOn }) => {
    const since = new Date(sinceEpochMs).toISOString();
    const next = mayGoOn ? 'goes on within 5 minutes' : 'waits for somebody to connect again';
    return `${queue}: about ${Math.max(count, 0)} since ${since}, ${next}`;
  });
  context.answer({ lines: lines.length > 0 ? lines : ['Nothing stands aside.'], data: rows });
}
