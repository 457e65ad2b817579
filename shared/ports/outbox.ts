import type { Mail } from '../contracts/mail-item.ts';

export type OwedMail = Omit<Mail, 'tries' | 'sendingSinceEpochMs' | 'sentAt' | 'givenUp'>;
export type MailKey = Pick<Mail, 'operatorId' | 'mailId'>;

/** Mails that are owed: written down before they are sent, one row per occasion and recipient. */
export interface Outbox {
  /** False: the same occasion was noted for this person before, and nothing is changed. */
  owe(mail: OwedMail): Promise<boolean>;
  /** Those of one operator whose id begins so, at most so many. */
  list(operatorId: string, idBegins: string, atMost: number): Promise<Mail[]>;
  /** Owed mails that are due, longest first. */
  due(nowEpochMs: number, atMost: number): Promise<Mail[]>;
  /** Takes a mail that nobody is sending; of two callers one gets it. */
  claim(key: MailKey, tries: number, nowEpochMs: number): Promise<boolean>;
  noteSent(key: MailKey, at: string): Promise<void>;
  /** It did not leave: it is due again then. */
  noteLater(key: MailKey, dueAtEpochMs: number): Promise<void>;
  noteGivenUp(key: MailKey, givenUp: { at: string; reason: string }): Promise<void>;
}
