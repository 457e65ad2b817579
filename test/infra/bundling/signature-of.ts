import { createHash, createHmac } from 'node:crypto';
import type { SeenRequest } from './fake-aws.ts';

/**
 * The signature that AWS would work out for a request (Signature Version 4, "Create a signed AWS API
 * request"), for a path and a query that need no encoding.
 */
export function signatureOf(request: SeenRequest, secretAccessKey: string): string {
  const authorization = request.headers.authorization ?? '';
  const [, scope = '', signed = ''] =
    /Credential=[^/]+\/([^,]+), SignedHeaders=([^,]+),/.exec(authorization) ?? [];
  const headers = signed.split(';').map((name) => `${name}:${request.headers[name]}\n`);
  const canonical = [
    request.method,
    request.path,
    '',
    headers.join(''),
    signed,
    createHash('sha256').update(request.body).digest('hex'),
  ].join('\n');
  const toSign = [
    'AWS4-HMAC-SHA256',
    request.headers['x-amz-date'],
    scope,
    createHash('sha256').update(canonical).digest('hex'),
  ].join('\n');
  const [date = '', region = '', service = '', terminator = ''] = scope.split('/');
  const key = [date, region, service, terminator].reduce<string | Buffer>(
    (former, part) => createHmac('sha256', former).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  return createHmac('sha256', key).update(toSign).digest('hex');
}
