import { createServer } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { type SesServer, startSesServer } from '../../infra/local/aws/ses/server.ts';
import { closeServer, listenOnLoopback } from '../../infra/local/common/loopback-server.ts';
import { sesClient } from '../../shared/adapters/ses/client.ts';
import { SesMails } from '../../shared/adapters/ses/ses-mails.ts';
import { RecordingMails } from '../fakes/recording-mails.ts';
import { mailsSuite } from './mails-suite.ts';

describe('RecordingMails', () =>
  mailsSuite(async () => {
    const mails = new RecordingMails();
    return { mails, arrived: async () => mails.sent };
  }));

describe('SesMails', () => {
  let server: SesServer | undefined;
  afterEach(() => server?.stop());

  mailsSuite(async () => {
    server = await startSesServer();
    const { endpoint, mailbox } = server;
    const arrived = async () => mailbox.list().map((mail) => ({ ...mail, to: mail.to.join(', ') }));
    return { mails: mailsAt(endpoint), arrived };
  });

  it('tells the reader’s program where one press ends the digest', async () => {
    server = await startSesServer();
    await mailsAt(server.endpoint).send({
      ...composed,
      unsubscribeUrl: 'https://p.test/unsubscribe/t',
    });
    await mailsAt(server.endpoint).send(composed);

    const [plain, digest] = server.mailbox.list();
    expect(digest?.headers).toMatchObject({
      'List-Unsubscribe': '<https://p.test/unsubscribe/t>',
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    });
    expect(plain?.headers).not.toHaveProperty('List-Unsubscribe');
  });

  it('does not know what became of a mail whose answer got lost, and asks once only', async () => {
    let calls = 0;
    const broken = createServer((request) => {
      calls += 1;
      request.socket.destroy();
    });
    const port = await listenOnLoopback(broken, 0);
    const outcome = await mailsAt(`http://127.0.0.1:${port}`).send(composed);
    await closeServer(broken);

    expect(outcome.kind).toBe('unknown');
    expect(calls).toBe(1);
  });

  it('knows that nothing left where nobody answers the door', async () => {
    const outcome = await mailsAt('http://127.0.0.1:9').send(composed);

    expect(outcome).toEqual({ kind: 'later', reason: 'ECONNREFUSED' });
  });
});

const composed = {
  to: 'owner@acorn.test',
  kind: 'disconnected' as const,
  subject: 'Xero is disconnected',
  text: 'Text',
  html: '<p>HTML</p>',
};

function mailsAt(endpoint: string): SesMails {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = sesClient({ endpoint, region: 'us-east-1', credentials });
  return new SesMails({ client, sender: 'rollerdoor@example.test', senderName: 'Rollerdoor' });
}
