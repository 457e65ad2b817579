import { type SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import * as z from 'zod/mini';
import type { ComposedMail } from '../../domain/mail/composed-mail.ts';
import type { MailOutcome } from '../../domain/mail/decide-send.ts';
import type { Mails } from '../../ports/mails.ts';

/** Answers that are about us, the quota or the moment: the very same mail may go later. */
const passing: ReadonlySet<string> = new Set([
  'TooManyRequestsException',
  'LimitExceededException',
  'SendingPausedException',
  'AccountSuspendedException',
  'MailFromDomainNotVerifiedException',
  'ThrottlingException',
  'AccessDeniedException',
]);

/** What the SDK throws when the service has answered, whichever class it makes of it. */
const answered = z.object({
  name: z.string(),
  $metadata: z.object({ httpStatusCode: z.number() }),
});

/** Failures before anything was sent. */
const neverLeft: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** SES, version 2 of its API. */
export class SesMails implements Mails {
  readonly #client: SESv2Client;
  readonly #from: string;

  constructor(parts: { client: SESv2Client; sender: string; senderName: string }) {
    this.#client = parts.client;
    this.#from = `"${parts.senderName}" <${parts.sender}>`;
  }

  async send(mail: ComposedMail): Promise<MailOutcome> {
    try {
      await this.#client.send(new SendEmailCommand(requestOf(mail, this.#from)));
      return { kind: 'sent' };
    } catch (error) {
      // Recovery: whoever keeps the outbox decides by what is known of the mail.
      return outcomeOf(error);
    }
  }
}

function requestOf(mail: ComposedMail, from: string) {
  return {
    FromEmailAddress: from,
    Destination: { ToAddresses: [mail.to] },
    Content: {
      Simple: {
        Subject: { Data: mail.subject, Charset: 'UTF-8' },
        Body: {
          Text: { Data: mail.text, Charset: 'UTF-8' },
          Html: { Data: mail.html, Charset: 'UTF-8' },
        },
        Headers: headersOf(mail),
      },
    },
    EmailTags: [{ Name: 'kind', Value: mail.kind }],
  };
}

/** RFC 8058: a program of the reader's posts there, without showing a page. */
function headersOf({ unsubscribeUrl }: ComposedMail) {
  const automatic = { Name: 'Auto-Submitted', Value: 'auto-generated' };
  if (unsubscribeUrl === undefined) return [automatic];
  return [
    automatic,
    { Name: 'List-Unsubscribe', Value: `<${unsubscribeUrl}>` },
    { Name: 'List-Unsubscribe-Post', Value: 'List-Unsubscribe=One-Click' },
  ];
}

/** The name of the error only: its text may hold the address. */
function outcomeOf(error: unknown): MailOutcome {
  const answer = z.safeParse(answered, error);
  if (answer.success) {
    const { name, $metadata } = answer.data;
    const status = $metadata.httpStatusCode;
    if (passing.has(name) || status === 429 || status === 403)
      return { kind: 'later', reason: name };
    // An error of the service's own: it may have taken the mail all the same.
    return { kind: status >= 500 ? 'unknown' : 'refused', reason: name };
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (neverLeft.has(code)) return { kind: 'later', reason: code };
  return { kind: 'unknown', reason: error instanceof Error ? error.name : 'no answer' };
}
