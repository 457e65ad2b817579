import { Command, Option } from 'commander';
import { target } from '../../shared/contracts/ids.ts';
import { changesQueueOutput } from '../resource-names.ts';
import type { Access, AccessOptions } from './access.ts';
import { addActivityCommands } from './activity-commands.ts';
import { addAsideCommands } from './aside-commands.ts';
import { addBackfillCommands } from './backfill-commands.ts';
import type { CommandContext } from './command-context.ts';
import { addCompanyCommands } from './company-commands.ts';
import { addDifferenceCommands } from './difference-commands.ts';
import { addExplainCommands } from './explain-commands.ts';
import { addGoBackCommands } from './go-back-commands.ts';
import { addIssueCommands } from './issue-commands.ts';
import { addKeysCommands } from './keys-commands.ts';
import { addLimitsCommands } from './limits-commands.ts';
import { addLinkCommands } from './link-commands.ts';
import { addOperatorCommands } from './operator-commands.ts';
import { addPeopleCommands } from './people-commands.ts';
import { addPreviewCommands } from './preview-commands.ts';
import { addRebuildCommands } from './rebuild-commands.ts';
import { addReconcileCommand } from './reconcile-command.ts';
import { addReportCommands } from './report-commands.ts';
import { addSettingsCommands } from './settings-commands.ts';
import { addSilenceCommand } from './silence-command.ts';
import { addStatusCommand } from './status-command.ts';
import { addSwitchCommands } from './switch-commands.ts';

export interface ProgramParts {
  /** Called when a command runs, so that help needs no stack. */
  openAccess(options: AccessOptions): Access;
  write(text: string): void;
  /** What the command ends with, unless it fails. */
  endWith?(exitCode: number): void;
  /** Absent: a program reads along. */
  isTerminal?: boolean;
  /** Of the terminal; @default 80 */
  columns?: number | undefined;
}

/** Builds the `rollerdoor` command. */
export function buildProgram(parts: ProgramParts): Command {
  const program = new Command('rollerdoor')
    .description('Looks after the operators of a Rollerdoor stack.')
    .addOption(fromEnv('--stage <name>', 'local, or a deployed stage', 'STAGE').default('local'))
    .addOption(fromEnv('--port-base <port>', 'which local stack, if several run', 'PORT_BASE'))
    .addOption(fromEnv('--region <name>', 'AWS region of a deployed stage', 'REGION'))
    .addOption(fromEnv('--table <name>', 'table, if not the one of the stage', 'TABLE'))
    .addOption(fromEnv('--key <id>', 'KMS key, if not the one of the stage', 'KEY'))
    .addOption(fromEnv('--signing-secret <name>', 'secret of the link key', 'SIGNING_SECRET'))
    .addOption(fromEnv('--portal-url <url>', 'where operators reach the portal', 'PORTAL_URL'))
    .addOption(fromEnv('--changes-queue-url <url>', changesQueueHelp, 'CHANGES_QUEUE_URL'))
    .addOption(fromEnv('--pages-queue-url <url>', pagesQueueHelp, 'PAGES_QUEUE_URL'))
    .addOption(fromEnv('--nights-queue-url <url>', nightsQueueHelp, 'NIGHTS_QUEUE_URL'))
    .option('--json', 'answer in JSON')
    .addHelpText('after', deployedHelp)
    .showHelpAfterError('(add --help for what there is)');
  const context: CommandContext = {
    access: () => parts.openAccess(program.opts<AccessOptions>()),
    write: (text) => parts.write(text),
    columns: parts.columns ?? 80,
    get isTerminal() {
      return parts.isTerminal === true && program.opts().json !== true;
    },
    answer({ lines, data, exitCode }) {
      if (exitCode !== undefined) parts.endWith?.(exitCode);
      if (program.opts().json) parts.write(`${JSON.stringify(data, null, 2)}\n`);
      else for (const line of lines) parts.write(`${line}\n`);
    },
  };
  addOperatorCommands(program, context);
  addLinkCommands(program, context);
  addPeopleCommands(program, context);
  addStatusCommand(program, context);
  addCompanyCommands(program, context);
  addExplainCommands(program, context);
  addIssueCommands(program, context);
  addDifferenceCommands(program, context);
  addAsideCommands(program, context);
  addSettingsCommands(program, context);
  addPreviewCommands(program, context);
  addBackfillCommands(program, context);
  addReportCommands(program, context);
  addReconcileCommand(program, context);
  addSilenceCommand(program, context);
  addSwitchCommands(program, context);
  addLimitsCommands(program, context);
  addActivityCommands(program, context);
  addKeysCommands(program, context);
  addRebuildCommands(program, context);
  addGoBackCommands(program, context);
  return program;
}

const changesOutputs = target.options.map(changesQueueOutput).join(', ');

const deployedHelp = `
A deployed stack needs AWS credentials in the environment that may read and write its table and
read the secret of the link key, for "link create" the portal's address (stack output
PortalBaseUrl) unless the stage sets one, and for "issue retry" the queue (${changesOutputs}):

  rollerdoor --stage production --region eu-west-1 --portal-url https://… link create <operatorId>`;

/** Of several targets each address is named: `<target>=<url>,<target>=<url>`. */
const changesQueueHelp =
  target.options.length === 1
    ? 'queue of the changes, for retries and its depth'
    : 'queues of the changes, for retries and their depth: <target>=<url>,…';

const pagesQueueHelp = 'queue of backfills (output PagesQueueUrl); without it they begin later';

const nightsQueueHelp = 'queue of nights (output NightsQueueUrl); without it they begin later';

function fromEnv(flags: string, description: string, variable: string): Option {
  return new Option(flags, description).env(`ROLLERDOOR_${variable}`);
}
