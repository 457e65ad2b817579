import { createHmac } from 'node:crypto';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { openStores } from '../../shared/composition/open-stores.ts';
import type { Browse } from '../support/browse.ts';
import {
  connectOperator,
  isQuiet,
  type PrivateStack,
  press,
  startPrivateStack,
  stateOf,
} from '../support/connected-stack.ts';

const operatorId = 'acorn';
const local = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};

let stack: PrivateStack | undefined;

afterEach(async () => {
  await stack?.stop();
  stack = undefined;
});

async function connected() {
  stack = await startPrivateStack({ liftCaps: true });
  const browse = await connectOperator(stack, operatorId, 'Acorn Self Storage');
  const dynamodb = { ...local, endpoint: stack.file.endpoints.dynamodb };
  const stores = openStores({ tableName: stack.file.tableName, dynamodb });
  return { stack, browse, stores };
}

/** Waits until every delivery was made and the queues are empty. */
async function untilQuiet(running: PrivateStack, invoices: number): Promise<void> {
  await vi.waitFor(
    async () => {
      expect((await stateOf(running.sandboxes.stora.url)).deliverySummary.pending).toBe(0);
      expect((await stateOf(running.sandboxes.xero.url)).invoices).toHaveLength(invoices);
      expect(await isQuiet(running)).toBe(true);
    },
    { timeout: 60_000, interval: 200 },
  );
}

/** Asks, says yes, and reads the confirmation. */
async function disconnect(running: PrivateStack, browse: Browse, provider: string) {
  const question = await browse.open(`${running.file.portalUrl}/disconnect/${provider}`);
  return browse.submit(question, `/disconnect/${provider}`);
}

async function connectStora(running: PrivateStack, browse: Browse) {
  const status = await browse.open(`${running.file.portalUrl}/connections`);
  const consent = await browse.submit(status, '/connect/stora');
  return consent.html.includes('/oauth2/authorize')
    ? browse.submit(consent, '/oauth2/authorize', { operator: operatorId })
    : consent;
}

function enabledEndpoints(state: { webhookEndpoints: Array<{ status: string }> }) {
  return state.webhookEndpoints.filter(({ status }) => status === 'enabled');
}

describe('leaving and coming back, through real processes', () => {
  it('ends everything at Stora, confirms it with the day, and goes on after a new connection', async () => {
    const { stack: running, browse, stores } = await connected();
    await press(running.sandboxes.stora.url, 'month-end-run', { count: 2 });
    await untilQuiet(running, 2);
    const settings = await stores.settings.get(operatorId, 'xero');

    const confirmation = await disconnect(running, browse, 'stora');

    expect(confirmation.html).toMatch(/Disconnected on \d{1,2} [A-Z][a-z]{2} \d{4}, \d{2}:\d{2}/);
    const row = await stores.connections.get({ operatorId, provider: 'stora' });
    expect(row).toMatchObject({ status: 'disconnected', sealedTokens: '', epoch: 2 });
    expect(row?.leaving).toBeUndefined();
    const source = await stateOf(running.sandboxes.stora.url);
    expect(enabledEndpoints(source)).toEqual([]);
    expect(source.tokens.filter(({ isRevoked }: { isRevoked: boolean }) => !isRevoked)).toEqual([]);
    expect((await stores.connections.get({ operatorId, provider: 'xero' }))?.status).toBe(
      'connected',
    );

    await press(running.sandboxes.stora.url, 'month-end-run', { count: 1 });
    await connectStora(running, browse);
    const { html } = await browse.open(`${running.file.portalUrl}/status`);
    expect(html).toMatch(/1 invoice over £\d+\.\d\d was not sent/);
    await press(running.sandboxes.stora.url, 'month-end-run', { count: 1 });
    await untilQuiet(running, 3);

    expect(await stores.settings.get(operatorId, 'xero')).toEqual(settings);
    const activities = await stores.activities.latest(operatorId, 100);
    const types = activities.map(({ type }) => type);
    expect(types.filter((type) => type === 'connection.connected')).toHaveLength(3);
    expect(types).toContain('connection.disconnected');
    expect((await stores.links.count(operatorId)).invoice).toBe(3);
  }, 180_000);

  it('removes an operator at a signed call of the partner, and leaves a tombstone', async () => {
    const { stack: running, stores } = await connected();
    const secrets = new SecretsManagerClient({
      ...local,
      endpoint: running.file.endpoints.secretsmanager,
    });
    const { SecretString: key = '' } = await secrets.send(
      new GetSecretValueCommand({ SecretId: 'rollerdoor/local/deprovision' }),
    );
    const call = (signingKey: string) => deprovision(running, signingKey);

    expect((await call('another key')).status).toBe(401);
    expect((await stores.connections.get({ operatorId, provider: 'stora' }))?.status).toBe(
      'connected',
    );

    expect((await call(key)).status).toBe(202);
    await running.runner.invoke('rollerdoor-tend-connections', {});

    expect((await call(key)).status).toBe(200);
    const operator = await stores.operators.get(operatorId);
    expect(operator).toMatchObject({ operatorId, name: '', removal: { actor: 'partner' } });
    expect(await stores.connections.list(operatorId)).toEqual([]);
    const activities = await stores.activities.latest(operatorId, 100);
    expect(activities.map(({ type }) => type)).toEqual(['operator.removed']);
    const source = await stateOf(running.sandboxes.stora.url);
    expect(enabledEndpoints(source)).toEqual([]);
    expect(source.tokens.filter(({ isRevoked }: { isRevoked: boolean }) => !isRevoked)).toEqual([]);
    expect(await running.rollerdoor('operator', 'remove', operatorId)).toContain('Removed on');
  }, 180_000);
});

function deprovision(running: PrivateStack, key: string): Promise<Response> {
  const timestamp = Math.floor(Date.now() / 1_000);
  const body = JSON.stringify({ operatorId });
  const digest = createHmac('sha256', key).update(`${timestamp}.${body}`).digest('hex');
  return fetch(`${running.file.portalUrl}/hooks/deprovision`, {
    method: 'POST',
    headers: { 'x-rollerdoor-signature': `t=${timestamp},v1=${digest}` },
    body,
  });
}
