import type { Mail } from '../../shared/contracts/mail-item.ts';
import type { MailKey, Outbox, OwedMail } from '../../shared/ports/outbox.ts';
import { Faults } from './faults.ts';
import { type IndexLag, InMemoryDirectory, noLag } from './in-memory-directory.ts';

const sendingMs = 5 * 60_000;

export class InMemoryOutbox implements Outbox {
  readonly faults = new Faults();
  readonly #rows = new Map<string, Mail>();
  readonly #due = new Map<string, number>();
  readonly #directory: InMemoryDirectory;

  constructor(lag: IndexLag = noLag) {
    this.#directory = new InMemoryDirectory('MAILS', lag);
  }

  async owe(mail: OwedMail): Promise<boolean> {
    this.faults.check('owe');
    if (this.#rows.has(idOf(mail))) return false;
    this.#rows.set(idOf(mail), { ...structuredClone(mail), tries: 0 });
    this.#place(idOf(mail), Date.parse(mail.wantedAt));
    return true;
  }

  async list(operatorId: string, idBegins: string, atMost: number): Promise<Mail[]> {
    this.faults.check('list');
    return [...this.#rows.values()]
      .filter((row) => row.operatorId === operatorId && row.mailId.startsWith(idBegins))
      .sort((one, other) => (one.mailId < other.mailId ? -1 : 1))
      .slice(0, atMost)
      .map((row) => structuredClone(row));
  }

  async due(nowEpochMs: number, atMost: number): Promise<Mail[]> {
    this.faults.check('due');
    return this.#directory
      .search({ before: nowEpochMs + 1 })
      .filter((id) => (this.#due.get(id) ?? Number.POSITIVE_INFINITY) <= nowEpochMs)
      .flatMap((id) => structuredClone(this.#rows.get(id)) ?? [])
      .slice(0, atMost);
  }

  async claim(key: MailKey, tries: number, nowEpochMs: number): Promise<boolean> {
    this.faults.check('claim');
    const row = this.#rows.get(idOf(key));
    if (row?.tries !== tries || row.sendingSinceEpochMs !== undefined) return false;
    row.tries += 1;
    row.sendingSinceEpochMs = nowEpochMs;
    this.#place(idOf(key), nowEpochMs + sendingMs);
    return true;
  }

  async noteSent(key: MailKey, at: string): Promise<void> {
    this.faults.check('noteSent');
    this.#end(key, { sentAt: at });
  }

  async noteLater(key: MailKey, dueAtEpochMs: number): Promise<void> {
    this.faults.check('noteLater');
    const row = this.#rows.get(idOf(key));
    if (row === undefined) return;
    delete row.sendingSinceEpochMs;
    this.#place(idOf(key), dueAtEpochMs);
  }

  async noteGivenUp(key: MailKey, givenUp: { at: string; reason: string }): Promise<void> {
    this.faults.check('noteGivenUp');
    this.#end(key, { givenUp });
  }

  #end(key: MailKey, end: Partial<Mail>): void {
    const row = this.#rows.get(idOf(key));
    if (row === undefined) return;
    delete row.sendingSinceEpochMs;
    Object.assign(row, end);
    this.#place(idOf(key), undefined);
  }

  #place(id: string, atEpochMs: number | undefined): void {
    if (atEpochMs === undefined) this.#due.delete(id);
    else this.#due.set(id, atEpochMs);
    this.#directory.note(id, atEpochMs);
  }
}

function idOf({ operatorId, mailId }: MailKey): string {
  return `${operatorId} ${mailId}`;
}
