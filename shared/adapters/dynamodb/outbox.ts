import * as z from 'zod/mini';
import { type Mail, mailItem } from '../../contracts/mail-item.ts';
import type { MailKey, Outbox, OwedMail } from '../../ports/outbox.ts';
import { dueRows } from './due-rows.ts';
import { timeToLive } from './expiry.ts';
import { type DirectoryEntry, instantSort, keys, operatorPartition, prefixes } from './keys.ts';
import type { Table } from './table.ts';

/** After so long without its end a try is taken for one whose worker died. */
export const sendingMs = 5 * 60_000;

const owedItem = z.extend(mailItem, { directorySort: z.optional(z.string()) });
const directoryFields = ['directoryKey', 'directorySort'];

/** Mails that are owed; in the directory until one was sent or given up. */
export class DynamoOutbox implements Outbox {
  readonly #table: Table;

  constructor(parts: { table: Table }) {
    this.#table = parts.table;
  }

  owe(mail: OwedMail): Promise<boolean> {
    const fields = { ...mail, tries: 0, ...dueAt(Date.parse(mail.wantedAt)), ...timeToLive(mail) };
    return this.#table.putIf(keys.mail(mail.operatorId, mail.mailId), fields, { isNew: true });
  }

  list(operatorId: string, idBegins: string, atMost: number): Promise<Mail[]> {
    const pk = operatorPartition(operatorId);
    const prefix = `${prefixes.mail}${idBegins}`;
    return this.#table.list({ pk, prefix, schema: mailItem, atMost });
  }

  async due(nowEpochMs: number, atMost: number): Promise<Mail[]> {
    const listed = { directoryKey: 'MAILS', schema: owedItem };
    const rows = await dueRows(this.#table, listed, { nowEpochMs, atMost });
    return rows.map(({ directorySort: _sort, ...mail }) => mail);
  }

  claim({ operatorId, mailId }: MailKey, tries: number, nowEpochMs: number): Promise<boolean> {
    return this.#table.updateIf(
      keys.mail(operatorId, mailId),
      {
        set: {
          tries: tries + 1,
          sendingSinceEpochMs: nowEpochMs,
          ...dueAt(nowEpochMs + sendingMs),
        },
      },
      { equals: { tries }, absentOrAtMost: { sendingSinceEpochMs: 0 } },
    );
  }

  async noteSent(key: MailKey, at: string): Promise<void> {
    await this.#change(key, {
      set: { sentAt: at },
      remove: ['sendingSinceEpochMs', ...directoryFields],
    });
  }

  async noteLater(key: MailKey, dueAtEpochMs: number): Promise<void> {
    await this.#change(key, { set: { ...dueAt(dueAtEpochMs) }, remove: ['sendingSinceEpochMs'] });
  }

  async noteGivenUp(key: MailKey, givenUp: { at: string; reason: string }): Promise<void> {
    await this.#change(key, {
      set: { givenUp },
      remove: ['sendingSinceEpochMs', ...directoryFields],
    });
  }

  /** Where the operator was erased meanwhile, nothing is put in its place. */
  #change({ operatorId, mailId }: MailKey, change: Parameters<Table['updateIf']>[1]) {
    return this.#table.updateIf(keys.mail(operatorId, mailId), change, { equals: { mailId } });
  }
}

function dueAt(atEpochMs: number): DirectoryEntry {
  return { directoryKey: 'MAILS', directorySort: instantSort(atEpochMs) };
}
