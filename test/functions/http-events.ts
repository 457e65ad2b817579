import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { buildHttpEvent } from '../../infra/local/runner/gateway/http-event.ts';

/** The event that the HTTP API makes of a POST to the webhook route. */
export function webhookEvent(
  path: string,
  headers: Record<string, string | undefined>,
  body: Buffer,
): APIGatewayProxyEventV2 {
  const sent = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, [value]] as const],
  );
  const event = buildHttpEvent(
    {
      method: 'POST',
      target: path,
      headers: { host: ['rollerdoor.test'], ...Object.fromEntries(sent) },
      body,
      sourceIp: '203.0.113.7',
      port: 443,
      receivedAtEpochMs: 0,
    },
    {
      route: {
        routeKey: 'POST /webhooks/stora/{endpointId}',
        functionName: 'receive-webhook',
        timeoutMs: 30_000,
      },
      pathParameters: {},
    },
  );
  return event as unknown as APIGatewayProxyEventV2;
}
