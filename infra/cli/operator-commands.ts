import type { Command } from 'commander';
import { operatorId as operatorIdSchema } from '../../shared/contracts/ids.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';

/** `operator add` and `operator list`. */
export function addOperatorCommands(program: Command, context: CommandContext): void {
  const operator = program.command('operator').description('The operators that use the connector.');
  operator
    .command('add')
    .description('Adds an operator.')
    .argument('<operatorId>', 'your own name for it: a-z, 0-9 and "-"')
    .argument('<name>', 'how the operator is called on its pages')
    .action((id: string, name: string) => addOperator(context, id, name));
  operator
    .command('list')
    .description('Lists all operators.')
    .action(() => listOperators(context));
}

async function addOperator(context: CommandContext, id: string, name: string): Promise<void> {
  const parsed = operatorIdSchema.safeParse(id);
  if (!parsed.success) throw new CliError(parsed.error.issues[0]?.message ?? 'Not an operator id.');
  if (name.trim() === '') throw new CliError('The name is empty.');
  const access = context.access();
  const createdAt = new Date(access.clock.nowEpochMs()).toISOString();
  const operator = { operatorId: parsed.data, name: name.trim(), createdAt };
  if (!(await access.operators.add(operator))) {
    throw new CliError(`There is an operator "${id}" already; it was left as it is.`);
  }
  await access.activities.append({
    operatorId: operator.operatorId,
    activityId: access.signer.crypto.uuid(),
    at: createdAt,
    type: 'operator.added',
    actor: 'partner',
    detail: {},
  });
  context.answer({
    lines: [`Added ${operator.operatorId} (${operator.name}).`],
    data: operator,
  });
}

async function listOperators(context: CommandContext): Promise<void> {
  const operators = await context.access().operators.list();
  const lines = operators.map(({ operatorId, name }) => `${operatorId}  ${name}`);
  context.answer({
    lines: lines.length ? lines : ['There are no operators yet.'],
    data: operators,
  });
}
