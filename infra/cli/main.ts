import { CommanderError } from 'commander';
import { CliError } from './cli-error.ts';
import { openAccess } from './open-access.ts';
import { buildProgram } from './program.ts';
import { notRunning } from './stack-file.ts';

/** 1: it failed; 2: the command line is not understood. */
const exitCodes = { failed: 1, usage: 2 };

const program = buildProgram({
  openAccess: (options) => openAccess(options, process.env),
  write: (text) => process.stdout.write(text),
  endWith: (exitCode) => {
    process.exitCode = exitCode;
  },
  isTerminal: process.stdout.isTTY,
  columns: process.stdout.columns,
});

// A reader that has seen enough (`… | head`) closes the pipe: that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit(0);
});

try {
  await overrideExit(program).parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function overrideExit(command: typeof program): typeof program {
  command.exitOverride();
  if (isForPrograms()) command.configureOutput({ writeErr: () => {} });
  for (const child of command.commands) overrideExit(child);
  return command;
}

function report(error: unknown): number {
  // Help and version are no failures.
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const exitCode = error instanceof CommanderError ? exitCodes.usage : exitCodes.failed;
  if (isForPrograms())
    console.error(JSON.stringify({ error: { message: messageOf(error), exitCode } }));
  // Commander has said it itself.
  else if (!(error instanceof CommanderError)) console.error(messageOf(error));
  return exitCode;
}

/** Asked of the words themselves: a command line that is not understood has no options yet. */
function isForPrograms(): boolean {
  return process.argv.includes('--json');
}

function messageOf(error: unknown): string {
  if (error instanceof CliError) return error.message;
  if (!(error instanceof Error)) return String(error);
  if ('code' in error && error.code === 'ECONNREFUSED') return notRunning;
  if (/^region is missing$/i.test(error.message)) {
    return 'A deployed stage needs its region: give --region, for instance --region eu-west-1.';
  }
  if (error.name === 'CredentialsProviderError') {
    return 'There are no AWS credentials in the environment. Sign in, or leave --stage out for the local stack.';
  }
  return `${error.name}: ${error.message}`;
}
