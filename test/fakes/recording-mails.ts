import type { ComposedMail } from '../../shared/domain/mail/composed-mail.ts';
import type { MailOutcome } from '../../shared/domain/mail/decide-send.ts';
import type { Mails } from '../../shared/ports/mails.ts';

/** Keeps what was sent; answers for some domains as the emulated service does. */
export class RecordingMails implements Mails {
  readonly sent: ComposedMail[] = [];
  /** Outcomes of the next calls, in their order; then mails are sent. */
  readonly next: MailOutcome[] = [];

  async send(mail: ComposedMail): Promise<MailOutcome> {
    const scripted = this.next.shift();
    if (scripted !== undefined && scripted.kind !== 'sent') {
      // An answer that got lost is of a mail that may have left.
      if (scripted.kind === 'unknown') this.sent.push(mail);
      return scripted;
    }
    if (mail.to.endsWith('@throttled.test'))
      return { kind: 'later', reason: 'TooManyRequestsException' };
    if (mail.to.endsWith('@refused.test')) return { kind: 'refused', reason: 'MessageRejected' };
    this.sent.push(mail);
    return { kind: 'sent' };
  }
}
