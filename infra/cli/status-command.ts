import type { Command } from 'commander';
import { loadStatus } from '../../shared/application/connect/show-status.ts';
import type { Operator } from '../../shared/contracts/stored-items.ts';
import { type StatusFacts, statusView } from '../../shared/domain/portal/status-view.ts';
import type { Access } from './access.ts';
import type { CommandContext } from './command-context.ts';
import { requireOperator } from './require-operator.ts';

/** `status [operatorId]`: what the operator sees, for the one who supports it. */
export function addStatusCommand(program: Command, context: CommandContext): void {
  program
    .command('status')
    .description('Shows connections, what is linked, what needs attention and what happened last.')
    .argument('[operatorId]', 'all operators when left out')
    .action((operatorId?: string) => showStatus(context, operatorId));
}

async function showStatus(context: CommandContext, operatorId?: string): Promise<void> {
  const access = context.access();
  const operators = await chosenOperators(access, operatorId);
  const facts: StatusFacts[] = [];
  for (const operator of operators) facts.push(await loadStatus(access, operator));
  const lines = facts.flatMap((fact) => [...linesOf(fact), '']);
  const data = facts.map(dataOf);
  context.answer({
    lines: lines.length ? lines.slice(0, -1) : ['There are no operators yet.'],
    data: operatorId === undefined ? data : data[0],
  });
}

async function chosenOperators(access: Access, operatorId?: string): Promise<Operator[]> {
  if (operatorId === undefined) return access.operators.list();
  return [await requireOperator(access, operatorId)];
}

function linesOf(facts: StatusFacts): string[] {
  const view = statusView(facts);
  const [last] = view.activities;
  return [
    `${facts.operator.operatorId}  ${view.operatorName}`,
    ...view.cards.flatMap(({ providerName, statusWords, accountName, since, notices }) => [
      `  ${providerName}: ${statusWords}${accountName ? ` (${accountName}, since ${since})` : ''}`,
      ...notices.map((notice) => `    ${notice}`),
    ]),
    ...view.missed.flatMap(({ span, message, remedy }) => [
      `  Not sent. ${span}: ${message}`,
      `      What helps: ${remedy}`,
    ]),
    `  Links: ${view.counts.map(({ what, count }) => `${what.toLowerCase()} ${count}`).join(', ') || 'none'}`,
    `  Issues: ${view.issues.length}`,
    ...view.issues.flatMap(({ what, message, standing, remedy, times }) => [
      `    ${what} (${times}×): ${message}`,
      ...(standing === undefined ? [] : [`      ${standing}`]),
      `      What helps: ${remedy}`,
    ]),
    `  Last activity: ${last ? `${last.at}  ${last.text}` : 'none'}`,
  ];
}

/** Everything but the encrypted tokens, which no one has a use for outside of the stack. */
function dataOf(facts: StatusFacts) {
  return {
    operator: facts.operator,
    connections: facts.connections.map(
      ({ sealedTokens: _sealed, nonce: _nonce, ...connection }) => connection,
    ),
    links: facts.linkCounts,
    issues: facts.issues,
    source: facts.sourceState,
    startDate: facts.startDate,
    activities: facts.activities,
  };
}
