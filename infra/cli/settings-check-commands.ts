import type { Command } from 'commander';
import { loadSettingsHistory } from '../../shared/application/settings/load-history.ts';
import type { Target } from '../../shared/contracts/ids.ts';
import { historyEntries } from '../../shared/domain/portal/settings-history.ts';
import { checkHealth } from '../../shared/domain/settings/health/check-health.ts';
import { unreadWords, whatWasRead } from '../../shared/domain/settings/reading.ts';
import { sourceManifest } from '../../shared/source/registry.ts';
import { targets } from '../../shared/targets/registry.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { requireFacts, type SettingsOwner } from './require-facts.ts';
import { requireOperator } from './require-operator.ts';
import { targetOption } from './target-option.ts';

interface Choice {
  target: Target;
}

/** `settings check` and `settings history`. */
export function addSettingsCheckCommands(settings: Command, context: CommandContext): void {
  settings
    .command('check')
    .description('Says whether documents go through with the settings; exit code 1 when not.')
    .argument('<operatorId>')
    .addOption(targetOption())
    .action((operatorId: string, { target }: Choice) =>
      checkSettings(context, { operatorId, target }),
    );
  settings
    .command('history')
    .description('Lists the versions of the settings: who, when, what changed.')
    .argument('<operatorId>')
    .addOption(targetOption())
    .action((operatorId: string, { target }: Choice) =>
      showHistory(context, { operatorId, target }),
    );
}

async function checkSettings(context: CommandContext, owner: SettingsOwner): Promise<void> {
  const facts = await requireFacts(context.access(), owner);
  const names = { source: sourceManifest.name, target: targets[owner.target].name };
  const ledger = unreadWords(facts.catalogue, names.target);
  const catalogue = whatWasRead(facts.catalogue);
  if (catalogue === undefined) throw new CliError(`Not known: ${ledger} Try again later.`);
  const { settings, callsPerDay } = facts;
  const uses = whatWasRead(facts.uses);
  const { isHealthy, findings } = checkHealth({ settings, catalogue, uses, callsPerDay, names });
  const source = unreadWords(facts.uses, names.source);
  const unread = source === undefined ? [] : [`Not checked against ${names.source}: ${source}`];
  const lines = findings.map(({ message, remedy, place }) => `${place}: ${message} ${remedy}`);
  context.answer({
    lines: [isHealthy ? 'healthy' : 'not healthy', ...lines, ...unread],
    data: { isHealthy, version: settings.version, findings, unread },
    ...(isHealthy ? {} : { exitCode: 1 }),
  });
}

const shownAtMost = 50;

async function showHistory(context: CommandContext, owner: SettingsOwner): Promise<void> {
  const access = context.access();
  await requireOperator(access, owner.operatorId);
  const versions = await loadSettingsHistory(access, owner, shownAtMost);
  const lines = historyEntries(versions).map(
    ({ version, at, by, changes }) =>
      `${version}  ${at ?? 'before there were versions'}  ${by}  ${changes.join('; ')}`,
  );
  context.answer({
    lines: lines.length === 0 ? ['Nothing was changed yet.'] : lines,
    data: versions,
  });
}
