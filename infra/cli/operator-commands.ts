import type { Command } from 'commander';
import { operatorId as operatorIdSchema } from '../../shared/contracts/ids.ts';
import { emailAddress } from '../../shared/contracts/people-item.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { addOwner } from './people-commands.ts';
import { requireOperator } from './require-operator.ts';

/** `operator add`, `operator list` and `operator remove`. */
export function addOperatorCommands(program: Command, context: CommandContext): void {
  const operator = program.command('operator').description('The operators that use the connector.');
  operator
    .command('add')
    .description('Adds an operator.')
    .argument('<operatorId>', 'your own name for it: a-z, 0-9 and "-"')
    .argument('<name>', 'how the operator is called on its pages')
    .option('--email <address>', 'of its owner, for new links and notices')
    .option('--switch-on', 'post from the moment of connecting, without a preview')
    .action((id: string, name: string, options: { email?: string; switchOn?: boolean }) =>
      addOperator(context, { id, name, ...options }),
    );
  operator
    .command('list')
    .description('Lists all operators.')
    .action(() => listOperators(context));
  operator
    .command('remove')
    .description('Ends all connections of an operator for good and erases what is stored for it.')
    .argument('<operatorId>')
    .option('--yes', 'really; there is no way back')
    .action((id: string, options: { yes?: boolean }) =>
      removeOperator(context, id, options.yes ?? false),
    );
}

interface NewOperator {
  id: string;
  name: string;
  email?: string;
  switchOn?: boolean;
}

async function addOperator(
  context: CommandContext,
  { id, name, email, switchOn: postsAtOnce = false }: NewOperator,
): Promise<void> {
  const parsed = operatorIdSchema.safeParse(id);
  if (!parsed.success) throw new CliError(parsed.error.issues[0]?.message ?? 'Not an operator id.');
  const nameProblem = problemOfName(name.trim());
  if (nameProblem !== undefined) throw new CliError(nameProblem);
  if (email !== undefined && !emailAddress.safeParse(email).success)
    throw new CliError('That is no e-mail address.');
  const access = context.access();
  const createdAt = new Date(access.clock.nowEpochMs()).toISOString();
  const operator = {
    operatorId: parsed.data,
    name: name.trim(),
    createdAt,
    ...(postsAtOnce ? { postsAtOnce } : {}),
  };
  if (!(await access.operators.add(operator))) {
    const isRemoved = (await access.operators.get(id))?.removal !== undefined;
    throw new CliError(
      isRemoved
        ? `The operator "${id}" was removed; its id is not given again. Choose another one.`
        : `There is an operator "${id}" already; it was left as it is.`,
    );
  }
  await access.activities.append({
    operatorId: operator.operatorId,
    activityId: access.signer.crypto.uuid(),
    at: createdAt,
    type: 'operator.added',
    actor: 'partner',
    detail: {},
  });
  if (email !== undefined) await addOwner(access, operator.operatorId, email);
  context.answer({
    lines: [`Added ${operator.operatorId} (${operator.name}).`],
    data: operator,
  });
}

/** It stands in headings of pages as wide as a telephone. */
const nameMaxLength = 100;

function problemOfName(name: string): string | undefined {
  if (name === '') return 'The name is empty.';
  if (name.length > nameMaxLength)
    return `The name has ${name.length} characters; give at most ${nameMaxLength}.`;
  return /\p{Cc}/u.test(name) ? 'The name holds characters that cannot be shown.' : undefined;
}

/** Marks it only; the stack itself revokes and erases, within minutes and as often as it takes. */
async function removeOperator(
  context: CommandContext,
  operatorId: string,
  isMeant: boolean,
): Promise<void> {
  const access = context.access();
  const operator = await requireOperator(access, operatorId);
  if (!isMeant && operator.removal === undefined) {
    throw new CliError(`This erases all data of "${operatorId}" for good: repeat it with --yes.`);
  }
  const since = new Date(access.clock.nowEpochMs()).toISOString();
  await access.operators.beginRemoval(operatorId, { since, actor: 'partner' });
  const removal = (await access.operators.get(operatorId))?.removal;
  const progress = removal?.erasedAt
    ? `Removed on ${removal.erasedAt}.`
    : `Removal has begun (${removal?.since ?? since}). Access is withdrawn and data erased within minutes; ask again to see.`;
  context.answer({ lines: [progress], data: { operatorId, ...removal } });
}

async function listOperators(context: CommandContext): Promise<void> {
  const operators = await context.access().operators.list();
  const lines = operators.map(({ operatorId, name }) => `${operatorId}  ${name}`);
  context.answer({
    lines: lines.length ? lines : ['There are no operators yet.'],
    data: operators,
  });
}
