import type { Command } from 'commander';
import { loadStatus } from '../../shared/application/connect/show-status.ts';
import type { Operator } from '../../shared/contracts/operator-item.ts';
import { type StatusFacts, statusView } from '../../shared/domain/portal/status-view.ts';
import { waitingRows } from '../../shared/domain/portal/waiting-words.ts';
import { doubtfulLines, doubtfulSettings } from '../../shared/domain/settings/doubtful-settings.ts';
import type { Access } from './access.ts';
import type { CommandContext } from './command-context.ts';
import { askQueues, queueLines } from './queue-lines.ts';
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
  for (const operator of operators)
    facts.push(await loadStatus(access, operator, { allIssues: true }));
  const lines = facts.flatMap((fact) => [...linesOf(fact), '']);
  const queues = await askQueues(access.askedQueues);
  const data = facts.map((fact) => ({ ...dataOf(fact), queues }));
  const ofOperators = lines.length ? lines : ['There are no operators yet.', ''];
  context.answer({
    lines: [...ofOperators, ...queueLines(queues)].slice(0, queues.length ? undefined : -1),
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
    ...view.waiting.map(({ text }) => `  Waiting: ${text}`),
    `  Links: ${view.counts.map(({ what, count }) => `${what.toLowerCase()} ${count}`).join(', ') || 'none'}`,
    ...doubtfulLines(doubtfulOf(facts)).map((line) => `  ${line}`),
    `  Issues: ${view.issues.length}`,
    ...view.issues.flatMap(({ what, message, remedy, times, since, stand }) => [
      `    ${what} (${times}×, since ${since}): ${message}`,
      ...(stand === undefined ? [] : [`      What stands: ${stand}`]),
      `      What helps: ${remedy}`,
    ]),
    `  Last activity: ${last ? `${last.at}  ${last.text}` : 'none'}`,
  ];
}

function doubtfulOf({ settings = [], issues }: StatusFacts) {
  return settings.flatMap((one) =>
    doubtfulSettings(
      one,
      issues.filter(({ target }) => target === one.target),
    ),
  );
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
    waiting: waitingRows(facts.waiting, facts),
    source: facts.sourceState,
    startDate: facts.settings?.map(({ startDate }) => startDate).sort()[0],
    doubtfulSettings: doubtfulOf(facts),
    activities: facts.activities,
  };
}
