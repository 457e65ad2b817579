import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SendMessageCommand } from '@aws-sdk/client-sqs';
import { afterEach, describe, expect, it } from 'vitest';
import { sqsClient } from '../../../shared/adapters/sqs/client.ts';
import { onceMore } from '../../../shared/adapters/sqs/once-more.ts';

const closing: Array<() => void> = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Answer = (response: ServerResponse) => void;

function refusal(status: number, code: string): Answer {
  return (response) => {
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0' });
    response.end(JSON.stringify({ __type: `com.amazonaws.sqs#${code}`, message: code }));
  };
}

/** Sends one message to a server that answers the same to every call; how often it was asked. */
async function timesAsked(answer: Answer): Promise<number> {
  let times = 0;
  const server = createServer((_request, response) => {
    times += 1;
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = sqsClient({
    retryStrategy: onceMore,
    endpoint: `http://127.0.0.1:${port}`,
    region: 'eu-west-1',
    credentials: { accessKeyId: 'none', secretAccessKey: 'none' },
  });
  closing.push(() => {
    client.destroy();
    server.close();
    server.closeAllConnections();
  });
  const send = new SendMessageCommand({ QueueUrl: `http://127.0.0.1:${port}/q`, MessageBody: 'x' });
  await expect(client.send(send)).rejects.toThrow();
  return times;
}

describe('a sender that asks once more', () => {
  it.each([
    ['an error of the queue', refusal(500, 'InternalError'), 2],
    ['a queue that is not there for a moment', refusal(503, 'ServiceUnavailable'), 2],
    ['a connection that is cut', (response: ServerResponse) => response.destroy(), 2],
    ['too much for one operator', refusal(400, 'RequestThrottled'), 1],
    ['too much in all', refusal(400, 'ThrottlingException'), 1],
    ['a message that cannot be taken', refusal(400, 'InvalidMessageContents'), 1],
  ])('asks after %s so many times', async (_name, answer, times) => {
    expect(await timesAsked(answer)).toBe(times);
  });
});
