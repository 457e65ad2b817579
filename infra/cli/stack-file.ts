import { readFileSync } from 'node:fs';
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

/** Where `npm start` leaves it, wherever the command is called from. */
export const stackFilePath = fileURLToPath(new URL('../../.local/stack.json', import.meta.url));

export const notRunning =
  'The local stack is not running. Start it with "npm start" and wait for its "ready" line.';

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
