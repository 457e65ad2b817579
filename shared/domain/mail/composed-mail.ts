import type { MailKind } from '../../contracts/mail-item.ts';

/** A mail as it leaves, to one person. */
export interface ComposedMail {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** Where a reader's own program ends a subscription by one press; absent: the mail is of no subscription. */
  unsubscribeUrl?: string;
  kind: MailKind;
}
