import type { ComposedMail } from '../domain/mail/composed-mail.ts';
import type { MailOutcome } from '../domain/mail/decide-send.ts';

/** Writes to people. The service has no idempotency keys: of two calls two mails come. */
export interface Mails {
  /** Never throws for what became of the mail. Reasons hold no address. */
  send(mail: ComposedMail): Promise<MailOutcome>;
}
