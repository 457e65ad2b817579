import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AwsError } from '../../../../../infra/local/aws/common/aws-error.ts';
import {
  type RunningServer,
  startJsonServer,
} from '../../../../../infra/local/aws/common/json-server.ts';

let server: RunningServer;

beforeEach(async () => {
  server = await startJsonServer({
    port: 0,
    target: 'Echo',
    contentType: 'application/x-amz-json-1.0',
    handle: (operation, body) => {
      if (operation === 'Say') return body;
      throw new AwsError({ code: 'Refused', message: 'no', httpStatus: 403, queryCode: 'Old.No' });
    },
  });
});
afterEach(() => server.stop());

async function post(target: string, body: string) {
  const headers = { 'x-amz-target': target };
  const response = await fetch(server.endpoint, { method: 'POST', headers, body });
  return { response, json: await response.json() };
}

describe('startJsonServer', () => {
  it('answers with what the handler returns, in the protocol’s content type', async () => {
    const { response, json } = await post('Echo.Say', '{"word":"hi"}');

    expect(json).toEqual({ word: 'hi' });
    expect(response.headers.get('content-type')).toBe('application/x-amz-json-1.0');
    expect(response.headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('writes an error with its status and both of its codes', async () => {
    const { response, json } = await post('Echo.Other', '{}');

    expect(response.status).toBe(403);
    expect(json).toEqual({ __type: 'Refused', message: 'no' });
    expect(response.headers.get('x-amzn-query-error')).toBe('Old.No;Sender');
  });

  it.each([
    ['another service', 'Other.Say', '{}', 'UnknownOperationException'],
    ['no target', '', '{}', 'UnknownOperationException'],
    ['a body that is not JSON', 'Echo.Say', '{', 'SerializationException'],
  ])('refuses %s', async (...[, target, body, code]) => {
    const { response, json } = await post(target, body);

    expect(response.status).toBe(400);
    expect(json).toMatchObject({ __type: code });
  });
});
