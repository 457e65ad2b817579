import { createHmac } from 'node:crypto';

/**
 * `X-Stora-Signature` value: HMAC-SHA256 of `{t}.{raw body}` keyed with the secret's ASCII text,
 * hex. `timestampSeconds` is Unix time.
 */
export function signWebhook(secret: string, timestampSeconds: number, body: string): string {
  const digest = createHmac('sha256', secret).update(`${timestampSeconds}.${body}`).digest('hex');
  return `t=${timestampSeconds},v1=${digest}`;
}
