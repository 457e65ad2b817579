import type { Command } from 'commander';
import { saveSettings } from '../../shared/application/settings/save-settings.ts';
import type { Target } from '../../shared/contracts/ids.ts';
import type { LedgerSettings } from '../../shared/contracts/settings.ts';
import { waitsFor } from '../../shared/domain/issues/waits-for.ts';
import type { Catalogue } from '../../shared/domain/ledger/drafts.ts';
import { type SettingName, settingWords } from '../../shared/domain/setting-names/setting-words.ts';
import {
  misfitInLedger,
  namesTheLedger,
} from '../../shared/domain/settings/check-setting-in-ledger.ts';
import { doubtfulLines, doubtfulSettings } from '../../shared/domain/settings/doubtful-settings.ts';
import { unreadReason, unreadWords } from '../../shared/domain/settings/reading.ts';
import { targets } from '../../shared/targets/registry.ts';
import type { Access } from './access.ts';
import { changeSetting, readSettingName } from './change-setting.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { requireOperator } from './require-operator.ts';
import { addSettingsCheckCommands } from './settings-check-commands.ts';
import { addSettingsFileCommands } from './settings-file-commands.ts';
import { type TargetChoice, targetOption } from './target-option.ts';

type SetArguments = [string, string, string, TargetChoice & { unchecked?: boolean }];

/** `settings show`, `settings set`, and what other files say of the settings. */
export function addSettingsCommands(program: Command, context: CommandContext): void {
  const settings = program
    .command('settings')
    .description('How an operator wants its documents in the ledger.');
  settings
    .command('show')
    .description('Shows all settings.')
    .argument('<operatorId>')
    .addOption(targetOption())
    .action((operatorId: string, choice: TargetChoice) =>
      showSettings(context, { operatorId, target: choice.target }),
    );
  settings
    .command('set')
    .description('Changes one setting.')
    .argument('<operatorId>')
    .argument('<field>')
    .argument('<value>', 'text, number, true or false, or JSON; null takes an optional one away')
    .addOption(targetOption())
    .option('--unchecked', 'do not ask the ledger whether the value fits')
    .addHelpText('after', () => `\nSettings:\n${settingLines().join('\n')}`)
    .action((...[operatorId, field, value, choice]: SetArguments) =>
      setSetting(
        context,
        { operatorId, target: choice.target },
        { field, value, isUnchecked: choice.unchecked ?? false },
      ),
    );
  addSettingsCheckCommands(settings, context);
  addSettingsFileCommands(settings, context);
}

interface Owner {
  operatorId: string;
  target: Target;
}

async function showSettings(context: CommandContext, owner: Owner): Promise<void> {
  const access = context.access();
  const settings = await requireSettings(access, owner);
  const doubtful = doubtfulSettings(settings, await access.issues.list(owner.operatorId));
  const lines = Object.entries(settings).map(([field, value]) => `${field}: ${textOf(value)}`);
  context.answer({
    lines: [...lines, ...doubtfulLines(doubtful)],
    data: doubtful.length === 0 ? settings : { ...settings, doubtful },
  });
}

async function setSetting(
  context: CommandContext,
  owner: Owner,
  wish: { field: string; value: string; isUnchecked: boolean },
): Promise<void> {
  const name = readSettingName(wish.field);
  const access = context.access();
  const { operatorId } = owner;
  const current = await requireSettings(access, owner);
  const changed = changeSetting(current, name, wish.value);
  if (!wish.isUnchecked) await checkInLedger(access, name, changed);
  await save(access, changed, current.version);
  const isAwaited = await isWaitedFor(access, operatorId);
  const lines = [`${name}: ${textOf(changed[name])}`, ...(isAwaited ? [awaitedLine] : [])];
  context.answer({ lines, data: changed });
}

const awaitedLine = 'Records that waited for a setting are tried again within 5 minutes.';

/** @throws CliError when somebody else saved meanwhile. */
async function save(
  access: Access,
  changed: LedgerSettings,
  expectedVersion: number,
): Promise<void> {
  const { operatorId, target: name } = changed;
  const wish = { operatorId, target: name, change: () => changed, actor: 'partner' };
  const answer = await saveSettings(access, { ...wish, expectedVersion });
  if (answer.kind === 'saved' || answer.kind === 'unchanged') return;
  throw new CliError(
    'Somebody changed the settings just now. Nothing was changed: look and set it again.',
  );
}

/** Whether issues may have waited for a setting; then they are looked at soon. */
async function isWaitedFor(access: Access, operatorId: string): Promise<boolean> {
  const issues = await access.issues.list(operatorId);
  return issues.some((issue) => waitsFor(issue).includes('settings'));
}

function settingLines(): string[] {
  return Object.entries(settingWords).map(([name, words]) => `  ${name}: ${words}`);
}

/** @throws CliError when the ledger, as it is, cannot work with the value, or cannot be asked. */
async function checkInLedger(
  access: Access,
  name: SettingName,
  settings: LedgerSettings,
): Promise<void> {
  if (!namesTheLedger(name)) return;
  const misfit = misfitInLedger(name, settings, await readCatalogue(access, settings));
  if (misfit === undefined) return;
  throw new CliError(`${misfit.message} ${misfit.remedy} Nothing was changed.`);
}

async function readCatalogue(
  access: Access,
  { operatorId, target: name }: Owner,
): Promise<Catalogue> {
  try {
    return await access.catalogueOf(operatorId, name);
  } catch (error) {
    // Recovery: the person connects it, waits, or takes the value on their own word.
    const unread = unreadReason(error);
    if (unread === undefined) throw error;
    throw new CliError(
      `${unreadWords(unread, targets[name].name)} It could not be asked whether this fits. Nothing was ` +
        'changed. Try again later, or set it unchecked with --unchecked.',
    );
  }
}

async function requireSettings(
  access: Access,
  { operatorId, target: name }: Owner,
): Promise<LedgerSettings> {
  await requireOperator(access, operatorId);
  const settings = await access.settings.get(operatorId, name);
  if (settings !== undefined) return settings;
  throw new CliError(
    `${operatorId} has no settings yet: they are chosen when it connects its ledger.`,
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'not set');
}
