import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Hono } from 'hono';
import { closeServer, listenOnLoopback } from '../../common/loopback-server.ts';
import { AwsError } from '../common/aws-error.ts';
import { type Clock, systemClock } from '../common/clock.ts';
import type { RunningServer } from '../common/json-server.ts';
import { mailPages } from './mail-pages.ts';
import { Mailbox } from './mailbox.ts';
import { takeEmail } from './send-email.ts';

export interface SesServerOptions {
  readonly clock?: Clock;
  /** 0, the default, takes any free port. */
  readonly port?: number;
  onCall?(operation: string): void;
}

export interface SesServer extends RunningServer {
  readonly mailbox: Mailbox;
}

/** Serves a stub of SES, version 2: `SendEmail` with simple content, and pages that show what was sent. */
export async function startSesServer(options: SesServerOptions = {}): Promise<SesServer> {
  const mailbox = new Mailbox(options.clock ?? systemClock);
  const app = new Hono();
  app.post('/v2/email/outbound-emails', async (context) => {
    options.onCall?.('SendEmail');
    return context.json(takeEmail(mailbox, await context.req.json()));
  });
  app.route('/', mailPages(mailbox));
  app.onError((error) => {
    // Every failure becomes the answer the SDK knows how to read.
    const { code, httpStatus, message } =
      error instanceof AwsError
        ? error
        : { code: 'InternalFailure', httpStatus: 500, message: error.message };
    return Response.json(
      { message },
      { status: httpStatus, headers: { 'x-amzn-errortype': code } },
    );
  });
  const server = createServer(getRequestListener(app.fetch, { overrideGlobalObjects: false }));
  const port = await listenOnLoopback(server, options.port ?? 0);
  return {
    endpoint: `http://127.0.0.1:${port}`,
    mailbox,
    stop: () => closeServer(server),
  };
}
