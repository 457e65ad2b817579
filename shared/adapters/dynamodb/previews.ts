import { gunzipSync, gzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import type { Target } from '../../contracts/ids.ts';
import { jsonText } from '../../contracts/json-text.ts';
import { type Preview, type PreviewPurpose, preview } from '../../contracts/preview.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Previews } from '../../ports/previews.ts';
import { timeToLive, unlessExpired } from './expiry.ts';
import { keys } from './keys.ts';
import type { Table } from './table.ts';

const previewItem = z.object({
  expiresAtEpochMs: z.int(),
  /** JSON, compressed: 2,000 documents are some 3 MB, and an item has 400 kB. */
  body: z.string(),
});

const previewText = jsonText(preview);

/** One item each, which ends by itself. */
export class DynamoPreviews implements Previews {
  readonly #table: Table;
  readonly #clock: Clock;

  constructor(parts: { table: Table; clock: Clock }) {
    this.#table = parts.table;
    this.#clock = parts.clock;
  }

  async get(
    operatorId: string,
    target: Target,
    purpose: PreviewPurpose,
  ): Promise<Preview | undefined> {
    const stored = await this.#table.get(keys.preview(operatorId, target, purpose), previewItem);
    const item = unlessExpired(stored, this.#clock);
    if (item === undefined) return undefined;
    const text = gunzipSync(Buffer.from(item.body, 'base64')).toString('utf8');
    const read = z.safeParse(previewText, text);
    // Another version's: it is read anew from the source.
    return read.success ? read.data : undefined;
  }

  async put(shown: Preview, untilEpochMs: number): Promise<void> {
    const { operatorId, target, purpose } = shown;
    const body = gzipSync(JSON.stringify(shown)).toString('base64');
    const item = { operatorId, expiresAtEpochMs: untilEpochMs, body };
    await this.#table.put(keys.preview(operatorId, target, purpose), {
      ...item,
      ...timeToLive(item),
    });
  }
}
