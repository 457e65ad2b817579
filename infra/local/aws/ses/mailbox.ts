import { randomUUID } from 'node:crypto';
import type { Clock } from '../common/clock.ts';

export interface SentMail {
  readonly id: string;
  readonly at: string;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly headers: Readonly<Record<string, string>>;
}

// A stack that runs for weeks keeps the latest; a person reads the first few.
const keptAtMost = 500;

/** Mails in memory, newest first, in place of those that SES would deliver. */
export class Mailbox {
  readonly #clock: Clock;
  readonly #mails: SentMail[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  put(mail: Omit<SentMail, 'id' | 'at'>): SentMail {
    const kept = { ...mail, id: randomUUID(), at: new Date(this.#clock.now()).toISOString() };
    this.#mails.unshift(kept);
    this.#mails.splice(keptAtMost);
    return kept;
  }

  list(): readonly SentMail[] {
    return this.#mails;
  }

  find(id: string): SentMail | undefined {
    return this.#mails.find((mail) => mail.id === id);
  }
}
