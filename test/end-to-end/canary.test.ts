import { createHmac } from 'node:crypto';
import { GetSecretValueCommand, PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { kmsClient } from '../../shared/adapters/kms/client.ts';
import { KmsVault } from '../../shared/adapters/kms/vault.ts';
import { FakeClock } from '../fakes/fake-clock.ts';
import { Browse } from '../support/browse.ts';
import { Canaries } from '../support/canaries.ts';
import { connectOperator, press } from '../support/connected-stack.ts';
import { startWatchedStack, type WatchedStack } from '../support/watched-stack.ts';

let stack: WatchedStack;
/** Every secret and token that goes through the stack is made or learned by a watcher. */
beforeAll(async () => {
  stack = await startWatchedStack();
}, 120_000);
afterAll(async () => {
  await stack?.stop();
});

describe('secrets and tokens', () => {
  it('come to light nowhere, whatever an operator, a partner or a stranger does', async () => {
    const browse = await connectOperator(stack, 'acorn', 'Acorn Self Storage');
    const sealed = await sealedSecrets();
    expect(sealed.every((text) => stack.secrets.has(text))).toBe(true);
    // Two pairs and the secret of the webhooks.
    expect(sealed.length).toBeGreaterThanOrEqual(5);

    await aMonthOfBusiness();
    await sweep();
    await reconnect(browse);
    await strangersTry();
    await rotateEverything();
    await ourClientIsRefused();
    await stack.learnSecrets();
    // Before the table is emptied, and once more with all that leaving wrote.
    expect(await leaks()).toEqual([]);
    await goodbye(browse);

    expect(await leaks()).toEqual([]);
    expect(await sealedSecrets()).toEqual([]);
    await report();
  }, 240_000);

  it('would be found if they did', async () => {
    const planted = new Canaries();
    const token = 'a-token-of-at-least-thirty-two-characters';
    planted.add(token, 'a token');

    for (const text of [
      `Authorization: Bearer ${token}`,
      Buffer.from(`{"accessToken":"${token}"}`).toString('base64'),
      Buffer.from(`{"t":"${token}"}`).toString('base64url'),
      Buffer.from(`xx${token}`).toString('hex'),
      `https://vendor.example/callback?code=${encodeURIComponent(token)}`,
    ]) {
      expect(planted.leaksIn(text), text).toEqual(['a token']);
    }
    expect(planted.leaksIn('nothing of it')).toEqual([]);
  });
});

/** `where: what` for each secret that can be seen where none belongs. */
async function leaks(): Promise<string[]> {
  const found: string[] = [];
  for (const [place, text] of Object.entries(await stack.sinks())) {
    for (const what of stack.secrets.leaksIn(text)) found.push(`${place}: ${what}`);
    // The command prints hosted links: that is what it is for.
    if (place === 'the command') continue;
    for (const what of stack.passes.leaksIn(text)) found.push(`${place}: ${what}`);
  }
  for (const { url, body } of stack.pages) {
    for (const what of stack.secrets.leaksIn(body)) found.push(`${new URL(url).pathname}: ${what}`);
  }
  return found;
}

/** Says how much was looked through, and fails where there was nothing to look through. */
async function report(): Promise<void> {
  const sinks = await stack.sinks();
  const logs = Object.entries(sinks).filter(([place]) => place.startsWith('the log'));
  const logBytes = logs.reduce((sum, [, text]) => sum + text.length, 0);
  const messages = sinks['the queues']?.split('\n').length ?? 0;
  const figures = { secrets: stack.secrets.size, passes: stack.passes.size, logBytes, messages };
  console.log('canaries', { ...figures, pages: stack.pages.length, logs: logs.length });
  for (const [what, figure] of Object.entries(figures)) expect(figure, what).toBeGreaterThan(5);
  expect(logs.map(([place]) => place)).toEqual(
    expect.arrayContaining([expect.stringContaining('refresh'), expect.stringContaining('portal')]),
  );
}

/** What the table's ciphertexts hold: proof that there was something to be found. */
async function sealedSecrets(): Promise<string[]> {
  const { kms } = stack.file.endpoints;
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = kmsClient({ endpoint: kms, region: stack.file.region, credentials });
  const vault = new KmsVault({
    client,
    keyId: stack.file.keyId,
    sealing: 'kms',
    clock: new FakeClock(),
  });
  const found: string[] = [];
  for (const item of await stack.items()) {
    const operatorId = String(item.operatorId);
    const epoch = Number(item.epoch);
    if (typeof item.sealedTokens === 'string' && item.sealedTokens !== '') {
      const provider = item.provider === 'xero' ? 'xero' : 'stora';
      const context = { operatorId, provider, epoch, purpose: 'tokens' } as const;
      const pair: Record<string, string> = JSON.parse(await vault.open(item.sealedTokens, context));
      found.push(...Object.values(pair).map((token) => token.split('.').at(-1) ?? ''));
    }
    if (Array.isArray(item.sealedSecrets)) {
      const context = { operatorId, provider: 'stora', epoch, purpose: 'webhook-secret' } as const;
      for (const text of item.sealedSecrets) found.push(await vault.open(String(text), context));
    }
  }
  client.destroy();
  return found;
}

async function aMonthOfBusiness(): Promise<void> {
  await press(stack.sandboxes.stora.url, 'month-end-run', { count: 3 });
  // One answer lost and one error: what is logged of failures must be clean as well.
  await press(stack.sandboxes.xero.url, 'fault-next', { kind: 'timeout-applied', count: 1 }).catch(
    () => {},
  );
  stack.sandboxes.stora.sandbox.settings.faults.serverErrors = 0.2;
  await press(stack.sandboxes.stora.url, 'pay-all');
  await settled();
  stack.sandboxes.stora.sandbox.settings.faults.serverErrors = 0;
  await settled();
}

/** Waits until no queue but the dead-letter ones holds anything. */
async function settled(): Promise<void> {
  await vi.waitFor(
    () => {
      for (const [name, QueueUrl] of Object.entries(stack.file.queueUrls)) {
        if (name.includes('dlq')) continue;
        const query = { QueueUrl, AttributeNames: ['All'] };
        const { Attributes = {} } = stack.aws.sqs.getQueueAttributes(query);
        expect(Attributes.ApproximateNumberOfMessages, name).toBe('0');
        expect(Attributes.ApproximateNumberOfMessagesNotVisible, name).toBe('0');
      }
    },
    { timeout: 120_000, interval: 250 },
  );
}

/** Runs everything that runs by the clock. Tokens live ten minutes here, so all of them are due. */
async function sweep(): Promise<void> {
  for (const name of stack.runner.functions.keys()) {
    if (/refresh-tokens|tend-|sweep-write-backs|wake-issues/.test(name))
      await stack.runner.invoke(name, {});
  }
  await settled();
}

async function reconnect(browse: Browse): Promise<void> {
  const status = await browse.open(`${stack.portalUrl}/connections`);
  const consent = await browse.submit(status, '/connect/xero');
  await browse.submit(consent, '/identity/connect/authorize', {
    organisation: 'acorn',
    decision: 'approve',
  });
  await browse.submit(status, '/connect/stora');
  await sweep();
  const rows = (await stack.items()).filter(({ sk }) => String(sk).startsWith('CONNECTION#'));
  expect(rows.map(({ status, epoch }) => [status, epoch])).toEqual([
    ['connected', 2],
    ['connected', 2],
  ]);
}

async function strangersTry(): Promise<void> {
  const stranger = new Browse();
  const callback = [...stack.pages].reverse().find(({ url }) => url.includes('/callback/'));
  const { portalUrl } = stack;
  for (const address of [
    callback?.url ?? '',
    `${portalUrl}/callback/xero?state=stolen&code=stolen`,
    `${portalUrl}/callback/stora?error=access_denied&state=stolen`,
    `${portalUrl}/link/forged.forged`,
    `${portalUrl}/status`,
    `${portalUrl}/webhooks/stora/forged`,
    `${portalUrl}/nowhere`,
  ]) {
    await stranger.open(address);
  }
  const body = JSON.stringify({ operatorId: 'acorn' });
  const headers = { 'content-type': 'application/json', 'x-rollerdoor-signature': sign(body, 'x') };
  await stranger.open(`${portalUrl}/hooks/deprovision`, { method: 'POST', body, headers });
  const hook = { method: 'POST', body: '{"id":"evt_1"}', headers: { 'x-stora-signature': 't=1' } };
  await stranger.open(`${portalUrl}/webhooks/stora/forged`, hook);
}

/** A new signing key, and a new key for all ciphertexts; a visit and a connection outlive both. */
async function rotateEverything(): Promise<void> {
  await rotate(stack.file.secretNames.signingKey, 'k'.repeat(20) + String(process.pid).repeat(8));
  await stack.learnSecrets();
  const rewrapped = await stack.command('--key', 'alias/next', 'keys', 'rewrap');
  expect(rewrapped).toMatch(/All together: [1-9]\d* wrapped anew, 0 current, 0 moved, 0 unread/);
  await stack.command('link', 'create', 'acorn');
  await stack.command('link', 'list', 'acorn');
  await stack.command('status', '--json');
  await stack.command('activity', 'export', 'acorn', '--format', 'csv');
  await press(stack.sandboxes.stora.url, 'month-end-run', { count: 1 });
  await settled();
  expect(await issuesOf('acorn')).toEqual([]);
}

/** Stora refuses our client: what we say of that must not say with which secret. */
async function ourClientIsRefused(): Promise<void> {
  const name = stack.file.secretNames.stora ?? '';
  const command = new GetSecretValueCommand({ SecretId: name });
  const { SecretString = '{}' } = await stack.runner.clients.secretsManager.send(command);
  const good: { clientId: string; clientSecret: string } = JSON.parse(SecretString);
  for (const wrong of [
    'wrong-secret-number-one-of-this-test',
    'wrong-secret-number-two-of-this-test',
  ])
    await rotate(name, JSON.stringify({ ...good, clientSecret: wrong }));
  await stack.learnSecrets();
  for (const pool of stack.runner.functions.values()) {
    for (const { pid } of pool.workers()) process.kill(pid, 'SIGKILL');
  }
  for (const functionName of stack.runner.functions.keys()) {
    if (functionName.includes('refresh-tokens')) await stack.runner.invoke(functionName, {});
  }
  await rotate(name, JSON.stringify(good));
}

async function goodbye(browse: Browse): Promise<void> {
  const page = await browse.open(`${stack.portalUrl}/disconnect/xero`);
  await browse.submit(page, '/disconnect/xero');
  await sweep();
  await stack.command('operator', 'remove', 'acorn', '--yes');
  await sweep();
}

async function rotate(name: string, SecretString: string): Promise<void> {
  const command = new PutSecretValueCommand({ SecretId: name, SecretString });
  await stack.runner.clients.secretsManager.send(command);
}

async function issuesOf(operatorId: string): Promise<unknown[]> {
  return JSON.parse(await stack.command('status', operatorId, '--json')).issues;
}

function sign(body: string, key: string): string {
  const seconds = Math.floor(Date.now() / 1_000);
  const digest = createHmac('sha256', key).update(`${seconds}.${body}`).digest('hex');
  return `t=${seconds},v1=${digest}`;
}
