import { beforeEach, expect, it } from 'vitest';
import type { Documents } from '../../shared/ports/documents.ts';
import { aDocument } from '../builders/a-document.ts';
import { anOperatorId } from '../builders/an-operator.ts';

const place = { operatorId: anOperatorId, target: 'xero', atMost: 10 } as const;

/** What every store of documents does: one row each, newest first, in pages. */
export function documentsSuite(make: () => Promise<Documents>): void {
  let documents: Documents;
  beforeEach(async () => {
    documents = await make();
  });
  const day = (number: number) =>
    aDocument({
      sourceId: `inv_${number}`,
      issuedAt: `2026-${number < 10 ? '10' : '11'}-${String(number).padStart(2, '0')}T09:00:00.000Z`,
    });

  it('gives back what was put, newest first, and of nobody else', async () => {
    const others = [aDocument({ operatorId: 'somebody-else' })];
    await documents.putAll([day(3), day(12), day(11), ...others]);

    expect(await documents.page(place)).toEqual({
      documents: [day(12), day(11), day(3)],
      next: undefined,
    });
  });

  it('puts a document in the place of its row before', async () => {
    await documents.putAll([day(3)]);
    await documents.putAll([{ ...day(3), status: 'paid', paidMinor: 12_000, dueMinor: 0 }]);

    const { documents: found } = await documents.page(place);
    expect(found.map(({ status }) => status)).toEqual(['paid']);
  });

  it('goes on behind a page, and says when nothing is behind it', async () => {
    await documents.putAll([day(1), day(2), day(3), day(4), day(5)]);

    const first = await documents.page({ ...place, atMost: 3 });
    expect(first.documents).toEqual([day(5), day(4), day(3)]);
    const second = await documents.page({ ...place, atMost: 3, after: first.next });
    expect(second).toEqual({ documents: [day(2), day(1)], next: undefined });
    const behind = await documents.page({ ...place, after: documents.placeOf(day(2)) });
    expect(behind).toEqual({ documents: [day(1)], next: undefined });
  });

  it('gives those of a month or a day alone', async () => {
    await documents.putAll([day(3), day(12), day(13)]);
    const issued = (text: string) => documents.page({ ...place, issued: text });

    expect((await issued('2026-11')).documents).toEqual([day(13), day(12)]);
    expect((await issued('2026-11-12')).documents).toEqual([day(12)]);
    expect((await issued('2025')).documents).toEqual([]);
  });

  it('takes more than a batch of the table holds', async () => {
    const many = Array.from({ length: 60 }, (_, at) => aDocument({ sourceId: `inv_${at}` }));
    await documents.putAll(many);
    await documents.putAll([]);

    expect((await documents.page({ ...place, atMost: 100 })).documents).toHaveLength(60);
  });
}
