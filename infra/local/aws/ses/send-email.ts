import * as z from 'zod/mini';
import { AwsError } from '../common/aws-error.ts';
import type { Mailbox } from './mailbox.ts';

const text = z.looseObject({ Data: z.string() });

const sendEmail = z.looseObject({
  FromEmailAddress: z.string(),
  Destination: z.looseObject({ ToAddresses: z.array(z.string()) }),
  Content: z.looseObject({
    Simple: z.looseObject({
      Subject: text,
      Body: z.looseObject({ Text: z.optional(text), Html: z.optional(text) }),
      Headers: z.optional(z.array(z.object({ Name: z.string(), Value: z.string() }))),
    }),
  }),
});

/** Headers that the service writes itself and takes from nobody. */
const ownHeaders = ['from', 'to', 'subject', 'date', 'message-id', 'mime-version', 'content-type'];

/**
 * Takes a mail as `SendEmail` of SES does. Addresses that bounce, complaints and quotas are not simulated;
 * one at `throttled.test` is refused for the moment, one at `refused.test` for good.
 */
export function takeEmail(mailbox: Mailbox, body: unknown): { MessageId: string } {
  const parsed = z.safeParse(sendEmail, body);
  if (!parsed.success) throw refused('BadRequestException', 'The mail lacks what every mail has.');
  const { FromEmailAddress, Destination, Content } = parsed.data;
  const { Subject, Body, Headers = [] } = Content.Simple;
  const own = Headers.find(({ Name }) => ownHeaders.includes(Name.toLowerCase()));
  if (own) throw refused('BadRequestException', `The header ${own.Name} is the service's own.`);
  const to = Destination.ToAddresses;
  if (to.some((address) => address.endsWith('@throttled.test')))
    throw refused('TooManyRequestsException', 'Maximum sending rate exceeded.', 429);
  if (to.some((address) => address.endsWith('@refused.test')))
    throw refused('MessageRejected', 'The message was rejected.');
  const mail = mailbox.put({
    from: FromEmailAddress,
    to,
    subject: Subject.Data,
    text: Body.Text?.Data ?? '',
    html: Body.Html?.Data ?? '',
    headers: Object.fromEntries(Headers.map(({ Name, Value }) => [Name, Value])),
  });
  return { MessageId: mail.id };
}

function refused(code: string, message: string, httpStatus = 400): AwsError {
  return new AwsError({ code, message, httpStatus });
}
