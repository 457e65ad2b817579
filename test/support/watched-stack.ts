import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { Canaries, tellingRandom } from './canaries.ts';
import { type PrivateStack, startPrivateStack } from './connected-stack.ts';

export interface Page {
  url: string;
  status: number;
  body: string;
}

export type WatchedStack = Awaited<ReturnType<typeof startWatchedStack>>;

/**
 * A private stack of which everything is kept that leaves it: pages, queue messages, what the command
 * prints, what the runner reports. Access tokens end soon, so that each sweep refreshes.
 */
export async function startWatchedStack() {
  const secrets = new Canaries();
  const passes = new Canaries();
  const messages: string[] = [];
  const printed: string[] = [];
  const problems: string[] = [];
  const stack = await startPrivateStack({
    liftCaps: true,
    stora: { random: tellingRandom(secrets, 'Stora', 41), accessTokenTtlSeconds: 600 },
    xero: { random: tellingRandom(secrets, 'Xero', 43), accessTokenSeconds: 600 },
    onProblem: (problem) => problems.push(problem),
  });
  keepMessages(stack, messages);
  const pages = watchPages(stack, passes);
  await learnSecrets(stack, secrets);
  return {
    ...stack,
    secrets,
    passes,
    pages: pages.seen,
    learnSecrets: () => learnSecrets(stack, secrets),
    /** Runs the command; its failures are kept too. */
    async command(...args: string[]): Promise<string> {
      const text = await stack.rollerdoor(...args).catch((error: unknown) => String(error));
      printed.push(text);
      return text;
    },
    items: () => scan(stack),
    /** Every place where a secret could come to light, by name. */
    async sinks(): Promise<Record<string, string>> {
      const rows = await scan(stack);
      return {
        ...logsOf(stack),
        'the queues': messages.join('\n'),
        'the command': printed.join('\n'),
        'the runner': problems.join('\n'),
        'the table': JSON.stringify(rows),
        'the table, decoded': rows.flatMap(decodedTexts).join('\n'),
      };
    },
    async stop() {
      pages.stop();
      await stack.stop();
    },
  };
}

function keepMessages(stack: PrivateStack, messages: string[]): void {
  const { sqs } = stack.aws;
  const send = sqs.sendMessage.bind(sqs);
  sqs.sendMessage = (input) => {
    messages.push(JSON.stringify(input));
    return send(input);
  };
  const sendBatch = sqs.sendMessageBatch.bind(sqs);
  sqs.sendMessageBatch = (input) => {
    messages.push(JSON.stringify(input));
    return sendBatch(input);
  };
}

/** Keeps the answers of our own front door, and learns what lets a visitor in. */
function watchPages(stack: PrivateStack, passes: Canaries) {
  const seen: Page[] = [];
  const original = globalThis.fetch;
  globalThis.fetch = async (input, init) => {
    const response = await original(input, init);
    const url = input instanceof Request ? input.url : String(input);
    if (!url.startsWith(stack.portalUrl)) return response;
    const body = await response.clone().text();
    const headers = [...response.headers].map((pair) => pair.join(': ')).join('\n');
    learnPasses(passes, url, `${headers}\n${body}`);
    seen.push({ url, status: response.status, body: `${headers}\n${body}` });
    return response;
  };
  const stop = () => {
    globalThis.fetch = original;
  };
  return { seen, stop };
}

function learnPasses(passes: Canaries, url: string, answer: string): void {
  const { pathname, searchParams } = new URL(url);
  if (pathname.startsWith('/link/')) passes.add(pathname.slice('/link/'.length), 'a hosted link');
  passes.add(searchParams.get('state') ?? '', 'a state');
  passes.add(searchParams.get('code') ?? '', 'a code');
  for (const [, value = ''] of answer.matchAll(/^set-cookie: [^=]+=([^;]+)/gm)) {
    passes.add(value, 'a session');
  }
  for (const [, value = ''] of answer.matchAll(/[?&;]state=([^&\s"]+)/g)) {
    passes.add(value, 'a state');
  }
  for (const [, value = ''] of answer.matchAll(/name="form" value="([^"]+)"/g)) {
    passes.add(value, 'a form token');
  }
}

/** Everything that Secrets Manager holds now. */
async function learnSecrets({ runner }: PrivateStack, secrets: Canaries): Promise<void> {
  for (const { name } of runner.resources.secrets) {
    const command = new GetSecretValueCommand({ SecretId: name });
    const { SecretString = '' } = await runner.clients.secretsManager.send(command);
    secrets.add(SecretString, `the secret ${name}`);
    for (const [, value = ''] of SecretString.matchAll(/"(?:clientSecret|key)":\s*"([^"]+)"/g)) {
      secrets.add(value, `the secret ${name}`);
    }
  }
}

function logsOf({ file }: PrivateStack): Record<string, string> {
  const names = readdirSync(file.logDirectory);
  return Object.fromEntries(
    names.map((name) => [`the log ${name}`, readFileSync(join(file.logDirectory, name), 'utf8')]),
  );
}

async function scan({ runner, file }: PrivateStack): Promise<Array<Record<string, unknown>>> {
  const client = DynamoDBDocumentClient.from(runner.clients.dynamodb);
  const found: Array<Record<string, unknown>> = [];
  let start: Record<string, unknown> | undefined;
  do {
    const page: { Items?: typeof found | undefined; LastEvaluatedKey?: typeof start } =
      await client.send(new ScanCommand({ TableName: file.tableName, ExclusiveStartKey: start }));
    found.push(...(page.Items ?? []));
    start = page.LastEvaluatedKey;
  } while (start);
  return found;
}

/** Each text of an item as what it may be the base64 of: a ciphertext must not be an encoding only. */
function decodedTexts(item: Record<string, unknown>): string[] {
  return [...JSON.stringify(item).matchAll(/"([A-Za-z0-9+/_-]{24,}={0,2})"/g)].map(
    ([, text = '']) => Buffer.from(text, 'base64').toString('latin1'),
  );
}
