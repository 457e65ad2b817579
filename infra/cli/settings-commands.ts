import type { Command } from 'commander';
import { type LedgerSettings, ledgerSettings } from '../../shared/contracts/settings.ts';
import { waitsFor } from '../../shared/domain/issues/waits-for.ts';
import type { Access } from './access.ts';
import { CliError } from './cli-error.ts';
import type { CommandContext } from './command-context.ts';
import { requireOperator } from './require-operator.ts';

/** These say whose settings they are. */
const fixedFields = ['operatorId', 'target', 'accountId'];

/** `settings show` and `settings set`. */
export function addSettingsCommands(program: Command, context: CommandContext): void {
  const settings = program
    .command('settings')
    .description('How an operator wants its documents in the ledger.');
  settings
    .command('show')
    .description('Shows all settings.')
    .argument('<operatorId>')
    .action((operatorId: string) => showSettings(context, operatorId));
  settings
    .command('set')
    .description('Changes one setting.')
    .argument('<operatorId>')
    .argument('<field>')
    .argument('<value>', 'text, number, true or false, or JSON; null takes an optional one away')
    .action((operatorId: string, field: string, value: string) =>
      setSetting(context, { operatorId, field, value }),
    );
}

async function showSettings(context: CommandContext, operatorId: string): Promise<void> {
  const settings = await requireSettings(context.access(), operatorId);
  const lines = Object.entries(settings).map(([field, value]) => `${field}: ${textOf(value)}`);
  context.answer({ lines, data: settings });
}

async function setSetting(
  context: CommandContext,
  wish: { operatorId: string; field: string; value: string },
): Promise<void> {
  const access = context.access();
  const current = await requireSettings(access, wish.operatorId);
  const changed = changeSetting(current, wish.field, wish.value);
  await access.settings.put(changed);
  await access.activities.append({
    operatorId: wish.operatorId,
    activityId: access.signer.crypto.uuid(),
    at: new Date(access.clock.nowEpochMs()).toISOString(),
    type: 'settings.changed',
    actor: 'partner',
    detail: { field: wish.field },
  });
  const isAwaited = await lookAtIssues(access, wish.operatorId);
  const value = Object.entries(changed).find(([field]) => field === wish.field)?.[1];
  const lines = [`${wish.field}: ${textOf(value)}`, ...(isAwaited ? [awaitedLine] : [])];
  context.answer({ lines, data: changed });
}

const awaitedLine = 'Records that waited for a setting are tried again within 5 minutes.';

/** Has the sweep look whether this is what issues waited for; answers whether any may have. */
async function lookAtIssues(access: Access, operatorId: string): Promise<boolean> {
  const issues = await access.issues.list(operatorId);
  const isAwaited = issues.some((issue) => waitsFor(issue).includes('settings'));
  if (isAwaited)
    await access.issues.watchNow(operatorId, new Date(access.clock.nowEpochMs()).toISOString());
  return isAwaited;
}

/** Returns the settings with one field changed. @throws CliError that says what fits. */
export function changeSetting(
  current: LedgerSettings,
  field: string,
  text: string,
): LedgerSettings {
  const fields = Object.keys(ledgerSettings.shape).filter((name) => !fixedFields.includes(name));
  if (!fields.includes(field)) {
    throw new CliError(`There is no setting "${field}". There are: ${fields.join(', ')}.`);
  }
  const readings = candidates(text).map((value) =>
    ledgerSettings.safeParse({ ...current, [field]: value }),
  );
  const fitting = readings.find((reading) => reading.success)?.data;
  if (fitting !== undefined && isZoneKnown(fitting.timeZone)) return fitting;
  const reason = readings.at(-1)?.error?.issues[0]?.message ?? 'No such time zone.';
  throw new CliError(`"${text}" does not fit ${field}: ${reason} Nothing was changed.`);
}

/** An account code such as 200 is a text, so the text itself is tried before what JSON makes of it. */
function candidates(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return value === null ? [undefined] : [text, value];
  } catch {
    // Recovery: not JSON, so it is the text that is meant.
    return [text];
  }
}

function isZoneKnown(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone });
    return true;
  } catch {
    // Recovery: told as a value that does not fit.
    return false;
  }
}

async function requireSettings(access: Access, operatorId: string): Promise<LedgerSettings> {
  await requireOperator(access, operatorId);
  const settings = await access.settings.get(operatorId, 'xero');
  if (settings !== undefined) return settings;
  throw new CliError(
    `${operatorId} has no settings yet: they are chosen when it connects its ledger.`,
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? 'not set');
}
