import type { Command } from 'commander';
import type { Connection } from '../../shared/contracts/connection-item.ts';
import { providerManifests } from '../../shared/targets/provider-manifests.ts';
import type { Access } from './access.ts';
import type { CommandContext } from './command-context.ts';

/** `company find`: to which operator a company belongs that another one was refused. */
export function addCompanyCommands(program: Command, context: CommandContext): void {
  const company = program.command('company').description('The companies that are connected.');
  company
    .command('find')
    .description('Shows which operators are, or were, connected to a company.')
    .argument('<nameOrId>', 'its id, or a part of its name')
    .action((nameOrId: string) => findCompany(context, nameOrId));
}

async function findCompany(context: CommandContext, nameOrId: string): Promise<void> {
  const access = context.access();
  const found = (await allConnections(access)).filter(({ account }) => {
    const isNamed = account.name.toLowerCase().includes(nameOrId.toLowerCase());
    return isNamed || account.id.toLowerCase() === nameOrId.toLowerCase();
  });
  const lines = found.map(
    ({ operatorId, provider, account, status }) =>
      `${operatorId}  ${providerManifests[provider].name}: ${account.name} (${account.id}), ${status.replace('_', ' ')}`,
  );
  const data = found.map(({ operatorId, provider, account, status }) => {
    return { operatorId, provider, account, status };
  });
  const none = `No operator is connected to a company "${nameOrId}".`;
  context.answer({ lines: lines.length ? lines : [none], data });
}

async function allConnections({ operators, connections }: Access): Promise<Connection[]> {
  const known = [...(await operators.list()), ...(await operators.removals())];
  const found: Connection[] = [];
  for (const { operatorId } of known) found.push(...(await connections.list(operatorId)));
  return found;
}
