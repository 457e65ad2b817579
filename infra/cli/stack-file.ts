import { globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as z from 'zod/mini';
import { jsonText } from '../../shared/contracts/json-text.ts';
import { CliError } from './cli-error.ts';

/** What the command needs of the file that a running local stack leaves; the rest is not for it. */
const stackFile = jsonText(
  z.looseObject({
    region: z.string(),
    endpoints: z.looseObject({
      dynamodb: z.string(),
      secretsmanager: z.string(),
      sqs: z.string(),
      kms: z.string(),
    }),
    queueUrls: z.record(z.string(), z.string()),
    tableName: z.string(),
    keyId: z.string(),
    secretNames: z.looseObject({ signingKey: z.string() }),
    portalUrl: z.string(),
  }),
);
export type StackFile = z.infer<typeof stackFile>;

export const notRunning =
  'The local stack is not running. Start it with "npm start" and wait for its "ready" line.';

/** Where `npm start` keeps a folder for each port base, wherever the command is called from. */
export const localFolder = fileURLToPath(new URL('../../.local', import.meta.url));

/**
 * Finds the file of the local stack that is meant: the one that runs, or of several the one on the port base.
 * @throws CliError when none runs, or none is named and several do.
 */
export function findStackFile(folder: string, portBase?: string): string {
  const running = runningStacks(folder);
  const named = running.filter((one) => portBase === undefined || one.portBase === portBase);
  const [found, ...others] = named;
  const list = running.map((one) => one.portBase).join(', ');
  if (others.length > 0) {
    throw new CliError(`Several local stacks are running: say which with --port-base (${list}).`);
  }
  if (found !== undefined) return found.path;
  if (running.length === 0) throw new CliError(notRunning);
  throw new CliError(`No local stack is running on port base ${portBase}. Running: ${list}.`);
}

const owner = jsonText(z.looseObject({ pids: z.looseObject({ stack: z.int() }) }));

/** Of a stack that was killed the file is still there, but not the process. */
function runningStacks(folder: string): { portBase: string; path: string }[] {
  return globSync('*/stack.json', { cwd: folder })
    .map((file) => ({ portBase: dirname(file), path: join(folder, file) }))
    .filter(({ portBase }) => /^\d+$/.test(portBase))
    .filter(({ path }) => {
      const parsed = z.safeParse(owner, readText(path));
      return parsed.success && isAlive(parsed.data.pids.stack);
    })
    .sort((a, b) => Number(a.portBase) - Number(b.portBase));
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Recovery: somebody else's process may not be signalled, but is there.
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** @throws CliError when no stack has been started here. */
export function readStackFile(path: string): StackFile {
  const parsed = z.safeParse(stackFile, readText(path));
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.map((issue) => issue.path.join('.') || 'the file').join(', ');
  throw new CliError(`${path} is not usable (${fields}). Stop the local stack and start it again.`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Recovery: the person starts the stack.
    throw new CliError(notRunning);
  }
}
