import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Stack, type StackOptions, startStack } from '../../infra/local/stack/start-stack.ts';
import { Browse } from './browse.ts';
import { watchRights } from './rights-used.ts';

const run = promisify(execFile);

/**
 * A whole private stack on free ports; `rollerdoor` runs the command against it.
 * `stop` throws when a function asked AWS for anything that its role does not allow.
 */
export async function startPrivateStack(options: StackOptions = {}) {
  const rights = watchRights();
  const stack = await startStack({ schedules: false, ...options }).catch((error: unknown) => {
    rights.end();
    throw error;
  });
  const directory = join(stack.file.logDirectory, '..');
  const stackFile = join(directory, 'stack.json');
  const stop = async () => {
    const refused = rights.end(join(directory, 'cdk.out'));
    await stack.stop();
    if (refused.length > 0) throw new Error(`AWS would refuse: ${refused.join(', ')}.`);
  };
  const rollerdoor = async (...args: string[]) => {
    const { stdout } = await run(process.execPath, ['infra/cli/main.ts', ...args], {
      env: { ...process.env, ROLLERDOOR_STACK_FILE: stackFile },
    });
    return stdout.trim();
  };
  return { ...stack, stop, rollerdoor };
}

export type PrivateStack = Stack & { rollerdoor(...args: string[]): Promise<string> };

/** Adds the operator with the command and connects it to both sandboxes the way a person would. */
export async function connectOperator(
  stack: PrivateStack,
  operatorId: string,
  name: string,
): Promise<Browse> {
  await stack.rollerdoor('operator', 'add', operatorId, name, '--switch-on');
  const printed = await stack.rollerdoor('link', 'create', operatorId);
  const link = /https?:\/\/\S+/.exec(printed)?.[0] ?? '';
  const browse = new Browse();
  const status = await browse.submit(await browse.open(link), '/session');
  const stora = await browse.submit(status, '/connect/stora');
  const connected = await browse.submit(stora, '/oauth2/authorize', { operator: operatorId });
  const xero = await browse.submit(connected, '/connect/xero');
  const done = await browse.submit(xero, '/identity/connect/authorize', {
    organisation: operatorId,
    decision: 'approve',
  });
  if (!done.html.includes('Connected'))
    throw new Error(`Not connected: ${done.status} ${done.html}`);
  return browse;
}

/** Presses a button of a sandbox's control page through its JSON twin. */
export async function press(
  baseUrl: string,
  action: string,
  input: Record<string, unknown> = {},
): Promise<Record<string, unknown>> {
  const answer = await fetch(`${baseUrl}/control/api/acorn/${action}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  if (!answer.ok) throw new Error(`${action}: ${answer.status} ${await answer.text()}`);
  return answer.json();
}

/** All that a sandbox has stored for the operator. */
export async function stateOf(baseUrl: string) {
  const answer = await fetch(`${baseUrl}/control/api/acorn/state`);
  if (!answer.ok) throw new Error(`state: ${answer.status}`);
  return answer.json();
}

/** Waits until the queues hold nothing, in flight or waiting. */
export async function isQuiet(stack: Stack): Promise<boolean> {
  const names = ['changes-xero.fifo', 'write-backs.fifo'];
  const counts = names.map((name) => {
    const { Attributes = {} } = stack.aws.sqs.getQueueAttributes({
      QueueUrl: stack.file.queueUrls[name] ?? '',
      AttributeNames: ['All'],
    });
    return ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'].map((key) =>
      Number(Attributes[key] ?? 0),
    );
  });
  return counts.flat().every((count) => count === 0);
}
