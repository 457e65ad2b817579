import * as z from 'zod/mini';
import { ProviderError } from '../../domain/errors/errors.ts';
import type { SourceContact } from '../../domain/source/records.ts';
import type { WriteKey, Written } from '../../ports/writes.ts';
import {
  type CallAnswer,
  type CallRequest,
  callProvider,
  type ProviderCallParts,
} from '../../runtime/provider-call.ts';
import type { RolodexSettings } from './settings.ts';

/** As Rolodex takes it; `reference` is the source's id, by which it is found again. */
export interface EntryDraft {
  reference: string;
  name: string;
  email: string;
  phone: string;
}

const entry = z.looseObject({ id: z.string(), reference: z.string(), name: z.string() });
export type Entry = z.infer<typeof entry>;

export function draftOf(contact: SourceContact): EntryDraft {
  const { id, name, email = '', phone = '' } = contact;
  return { reference: id, name, email, phone };
}

/** The address book of one operator. */
export class RolodexBook {
  readonly #url: string;
  readonly #parts: ProviderCallParts;

  constructor({ apiBaseUrl }: Pick<RolodexSettings, 'apiBaseUrl'>, parts: ProviderCallParts) {
    this.#url = `${apiBaseUrl}/entries`;
    this.#parts = parts;
  }

  async findByReference(reference: string): Promise<Entry | undefined> {
    const url = `${this.#url}?reference=${encodeURIComponent(reference)}`;
    const answer = await callProvider({ method: 'GET', url }, this.#parts);
    const [found] = read(answer, z.array(entry));
    return found;
  }

  create(draft: EntryDraft, key: WriteKey): Promise<Written<Entry>> {
    return this.#write({ method: 'POST', url: this.#url }, draft, key);
  }

  /** Replaces all of it. */
  update(id: string, draft: EntryDraft, key: WriteKey): Promise<Written<Entry>> {
    const url = `${this.#url}/${encodeURIComponent(id)}`;
    return this.#write({ method: 'PUT', url }, draft, key);
  }

  async #write(request: CallRequest, draft: EntryDraft, key: WriteKey): Promise<Written<Entry>> {
    const { value, sendBeforeEpochMs } = key;
    const headers = { 'content-type': 'application/json', 'idempotency-key': value };
    const late = sendBeforeEpochMs === undefined ? {} : { sendBeforeEpochMs };
    const body = JSON.stringify(draft);
    const answer = await callProvider({ ...request, ...late, headers, body }, this.#parts);
    if (answer.status === 422) return { ok: false, cause: 'contact_invalid', detail: '' };
    if (answer.status === 404) return { ok: false, cause: 'record_gone', detail: '' };
    return { ok: true, value: read(answer, entry) };
  }
}

/** @throws ProviderError where the answer is none that we know what to do with. */
function read<T extends z.ZodMiniType>(answer: CallAnswer, schema: T): z.infer<T> {
  const { status } = answer;
  const isTaken = status >= 200 && status < 300;
  const parsed = isTaken ? schema.safeParse(parseJson(answer.text)) : undefined;
  if (parsed?.success) return parsed.data;
  // A good answer that cannot be read, or a fault of theirs: nobody knows what it did.
  const isUnknown = isTaken || status >= 500;
  throw new ProviderError({
    provider: 'rolodex',
    status,
    code: isTaken ? 'unreadable_answer' : `http_${status}`,
    canRetryHelp: isUnknown,
    effect: isUnknown ? 'unknown' : 'not_applied',
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Recovery: reported as unreadable.
    return undefined;
  }
}
