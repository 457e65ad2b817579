import { readFileSync, writeFileSync } from 'node:fs';
import type { Command } from 'commander';
import * as z from 'zod/mini';
import { saveSettings } from '../../shared/application/settings/save-settings.ts';
import type { Target } from '../../shared/contracts/ids.ts';
import {
  type SettingsFile,
  settingsFile,
  settingsFileVersion,
} from '../../shared/contracts/settings-file.ts';
import type { Catalogue } from '../../shared/domain/ledger/drafts.ts';
import { changeWords } from '../../shared/domain/portal/settings-history.ts';
import { matchSettingsFile } from '../../shared/domain/settings/file/match-settings-file.ts';
import { writeSettingsFile } from '../../shared/domain/settings/file/write-settings-file.ts';
import { type Reading, unreadWords, whatWasRead } from '../../shared/domain/settings/reading.ts';
import { settingsDifferences } from '../../shared/domain/settings/settings-differences.ts';
import { targets } from '../../shared/targets/registry.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { requireFacts, type SettingsOwner } from './require-facts.ts';
import { targetOption } from './target-option.ts';

interface Choice {
  target: Target;
  dryRun?: boolean;
}

/** `settings export` and `settings import`. */
export function addSettingsFileCommands(settings: Command, context: CommandContext): void {
  settings
    .command('export')
    .description('Writes all settings into a file, or onto the screen.')
    .argument('<operatorId>')
    .argument('[file]')
    .addOption(targetOption())
    .action((operatorId: string, file: string | undefined, { target }: Choice) =>
      exportSettings(context, { operatorId, target }, file),
    );
  settings
    .command('import')
    .description(
      'Takes all settings from a file; what the organisation lacks is told, and then none.',
    )
    .argument('<operatorId>')
    .argument('<file>')
    .addOption(targetOption())
    .option('--dry-run', 'only say what would change')
    .action((operatorId: string, file: string, { target, dryRun = false }: Choice) =>
      importSettings(context, { operatorId, target }, { file, isDryRun: dryRun }),
    );
}

async function exportSettings(
  context: CommandContext,
  owner: SettingsOwner,
  file: string | undefined,
): Promise<void> {
  const access = context.access();
  const facts = await requireFacts(access, owner);
  const at = new Date(access.clock.nowEpochMs()).toISOString();
  const sites = whatWasRead(facts.uses)?.sites ?? [];
  const catalogue = requireLedger(facts.catalogue, owner.target);
  const written = writeSettingsFile(facts.settings, { catalogue, sites, at });
  const text = JSON.stringify(written, null, 2);
  if (file === undefined) return context.answer({ lines: [text], data: written });
  writeFileSync(file, `${text}\n`);
  context.answer({
    lines: [`Settings of ${owner.operatorId} written to ${file}.`],
    data: { file },
  });
}

async function importSettings(
  context: CommandContext,
  owner: SettingsOwner,
  { file, isDryRun }: { file: string; isDryRun: boolean },
): Promise<void> {
  const access = context.access();
  const read = readFile(file);
  if (read.target !== owner.target) throw new CliError(`The file is of ${read.target}.`);
  const { settings: present, ...facts } = await requireFacts(access, owner);
  const catalogue = requireLedger(facts.catalogue, owner.target);
  const sites = whatWasRead(facts.uses)?.sites ?? [];
  const { settings, moved, unmatched } = matchSettingsFile(read, { present, catalogue, sites });
  if (unmatched.length > 0) throw new CliError(['Nothing was imported:', ...unmatched].join('\n'));
  const changes = settingsDifferences(present, settings).map(changeWords);
  if (!isDryRun) {
    const wish = { ...owner, change: () => settings, actor: 'partner' };
    const answer = await saveSettings(access, { ...wish, expectedVersion: present.version });
    if (answer.kind !== 'saved' && answer.kind !== 'unchanged')
      throw new CliError(
        'Somebody changed the settings just now. Nothing was imported: try again.',
      );
  }
  const end = isDryRun
    ? 'Nothing was imported (--dry-run).'
    : `Imported: ${changes.length} changed.`;
  context.answer({ lines: [...moved, ...changes, end], data: { moved, changes, isDryRun } });
}

/** @throws CliError when the ledger cannot be read right now. */
function requireLedger(reading: Reading<Catalogue>, target: Target): Catalogue {
  if (reading.ok) return reading.value;
  throw new CliError(`${unreadWords(reading, targets[target].name)} Try again later.`);
}

/** @throws CliError for what is none of our files, or of a version that this one does not know. */
function readFile(file: string): SettingsFile {
  const content = parsed(file);
  const read = settingsFile.safeParse(content);
  if (read.success) return read.data;
  const version = z.looseObject({ formatVersion: z.number() }).safeParse(content);
  if (version.success && version.data.formatVersion !== settingsFileVersion)
    throw new CliError(
      `${file} has format version ${version.data.formatVersion}; this version reads ${settingsFileVersion}.`,
    );
  const [issue] = read.error.issues;
  const place = issue?.path.join('.') ?? '';
  throw new CliError(
    `${file} is no file of settings (at "${place}"): make one with "settings export".`,
  );
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // Recovery: the person names another file.
    throw new CliError(
      `${file} cannot be read: ${error instanceof Error ? error.message : 'no text'}`,
    );
  }
}
