import { ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { wire } from '../../functions/receive-webhook/wiring.ts';
import { httpHandler } from '../../shared/runtime/http-handler.ts';
import { lazy } from '../../shared/runtime/lazy.ts';
import { signatureOf, webhookText } from '../application/receive-webhook/intake.ts';
import { webhookEvent } from './http-events.ts';
import { lambdaContext, useDeployment } from './local-deployment.ts';

/** In every body, so that a log line with a body in it is found. */
const marker = 'Ada Byron';

describe('the function receive-webhook', () => {
  const deployment = useDeployment();
  const written: string[] = [];

  beforeEach(() => {
    written.length = 0;
    const write = (chunk: unknown) => written.push(String(chunk)) > 0;
    vi.spyOn(process.stdout, 'write').mockImplementation(write);
    vi.spyOn(process.stderr, 'write').mockImplementation(write);
  });

  afterEach(() => void vi.restoreAllMocks());

  interface Post {
    path?: string;
    body?: string | Buffer;
    secret?: string;
    ageSeconds?: number;
    signature?: string | undefined;
    contentType?: string;
    env?: Record<string, string>;
  }

  async function post(given: Post = {}) {
    const { env, endpoint } = deployment();
    const body = Buffer.from(given.body ?? webhookText());
    const timestampSeconds = Math.floor(Date.now() / 1_000) - (given.ageSeconds ?? 0);
    const signing = { secret: given.secret ?? endpoint.secret, timestampSeconds };
    const right = `t=${timestampSeconds},v1=${signatureOf(body, signing)}`;
    const event = webhookEvent(
      given.path ?? `/webhooks/stora/${endpoint.endpointId}`,
      {
        'content-type': given.contentType ?? 'application/json',
        'x-stora-signature': 'signature' in given ? given.signature : right,
      },
      body,
    );
    const handler = httpHandler(lazy(() => wire({ ...env, ...given.env })));
    const answer = await handler(event, lambdaContext);
    return { event, status: answer.statusCode, body: JSON.parse(answer.body ?? '') };
  }

  const queued = () => deployment().queued(deployment().env.CHANGES_QUEUE_URL);

  const refused: Array<{ name: string; given: Post; status: number; received: string }> = [
    { name: 'a wrong signature', given: { secret: 'x' }, status: 401, received: 'bad_signature' },
    {
      name: 'an old timestamp',
      given: { ageSeconds: 73 * 3_600 },
      status: 401,
      received: 'bad_signature',
    },
    {
      name: 'no signature at all',
      given: { signature: undefined },
      status: 401,
      received: 'bad_signature',
    },
    {
      name: 'an unknown endpoint',
      given: { path: '/webhooks/stora/unheard_of_endpoint' },
      status: 404,
      received: 'unknown_endpoint',
    },
    {
      name: 'an endpoint of odd characters',
      given: { path: `/webhooks/stora/${encodeURIComponent('ENDPOINT#✓')}` },
      status: 404,
      received: 'unknown_endpoint',
    },
    {
      name: 'an endpoint of broken percent signs',
      given: { path: '/webhooks/stora/%zz%E0%A4%A' },
      status: 404,
      received: 'unknown_endpoint',
    },
    {
      name: 'a body of 10 MB',
      given: { body: marker.padEnd(10_000_000, 'x') },
      status: 413,
      received: 'too_large',
    },
    { name: 'broken JSON', given: { body: `{"${marker}` }, status: 400, received: 'unreadable' },
    {
      name: 'bytes that are no UTF-8',
      given: {
        body: Buffer.from(webhookText({ note: 'caf\u00e9' }), 'latin1'),
        contentType: 'application/octet-stream',
      },
      status: 400,
      received: 'unreadable',
    },
    {
      name: 'an unknown event type',
      given: { body: webhookText({ type: 'parrot.taught', note: marker }) },
      status: 200,
      received: 'ignored',
    },
  ];

  it.each(refused)(
    'answers $name with $status; nothing is queued, thrown or told to the log',
    async ({ given, status, received }) => {
      const answer = await post(given);

      expect(answer).toMatchObject({ status, body: { received } });
      expect(await queued()).toBe(0);
      const log = written.join('');
      expect(log).toContain('webhook.not_queued');
      expect(log).toContain(`Webhook_${received}`);
      expect(log).not.toMatch(/request\.failed|errorStack/);
      expect(log).not.toContain(marker);
      expect(log).not.toContain(deployment().endpoint.secret);
    },
  );

  it('queues a genuine event once, in the group of its operator, however often it comes', async () => {
    const { sqs, env, endpoint } = deployment();
    const body = webhookText({ id: 'evt_genuine' });

    const answers = [
      await post({ body }),
      await post({ body, ageSeconds: 300 }),
      // The gateway hands over every body that it does not take for text as base64.
      await post({ body, contentType: 'application/vnd.api+json' }),
    ];

    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.map(({ event }) => event.isBase64Encoded)).toEqual([false, false, true]);
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: env.CHANGES_QUEUE_URL,
        MaxNumberOfMessages: 10,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    expect(Messages.map(({ Body }) => JSON.parse(Body ?? ''))).toMatchObject([
      { operatorId: 'acorn', eventId: 'evt_genuine', sourceId: 'con_0001' },
    ]);
    expect(Messages[0]?.Attributes).toMatchObject({
      MessageGroupId: 'acorn',
      MessageDeduplicationId: 'evt_genuine.1.1',
    });
    const log = written.join('');
    expect(log).not.toContain(marker);
    expect(log).not.toContain(endpoint.secret);
    await deployment().purge(env.CHANGES_QUEUE_URL);
  });

  it('answers 500 when the queue fails, so that Stora delivers again, and tells no body', async () => {
    const { env } = deployment();
    const xero = `${env.CHANGES_QUEUE_URL.slice(0, -5)}-x.fifo`;
    const broken = { CHANGES_QUEUE_URLS: JSON.stringify({ xero }) };

    const answer = await post({ env: broken });

    expect(answer).toMatchObject({ status: 500, body: { error: 'internal' } });
    expect(answer.body.requestId).toBe(answer.event.requestContext.requestId);
    const log = written.join('');
    expect(log).toContain('request.failed');
    expect(log).toContain(answer.body.requestId);
    expect(log).not.toContain(marker);
  });

  it('leaves other addresses to nobody', async () => {
    const { env } = deployment();
    const handler = httpHandler(() => wire(env));

    const answer = await handler(
      webhookEvent('/webhooks/other', {}, Buffer.from('{}')),
      lambdaContext,
    );

    expect(answer.statusCode).toBe(404);
  });
});
