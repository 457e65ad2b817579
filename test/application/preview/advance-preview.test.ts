import { describe, expect, it } from 'vitest';
import {
  advancePreview,
  type PreviewEnd,
} from '../../../shared/application/preview/advance-preview.ts';
import { ProviderError } from '../../../shared/domain/errors/errors.ts';
import { balanceOf, totalsOf } from '../../../shared/domain/preview/totals.ts';
import { startPipeline } from '../../support/pipeline.ts';

const owner = { operatorId: 'acorn', target: 'xero' } as const;

/** An operator who has connected and not switched on yet, with a few invoices of today. */
async function previewWorld(count = 3) {
  const pipeline = await startPipeline({ settings: { posting: { isOn: false } } });
  await pipeline.press('month-end-run', { count });
  const { ports, clock } = pipeline;
  const look = (
    wish: { purpose?: 'preview' | 'adoption'; isFresh?: boolean; from?: string } = {},
  ) =>
    advancePreview(ports, { ...owner, purpose: 'preview', ...wish }, clock.nowEpochMs() + 10_000);
  const xeroCalls = () => pipeline.calls.filter(({ url }) => url.includes('/api.xro'));
  return { ...pipeline, look, xeroCalls };
}

function previewOf(end: PreviewEnd) {
  if (end.kind === 'not_connected') throw new Error('not connected');
  return end.preview;
}

describe('a preview', () => {
  it('shows what would be posted, by the real chart, and writes nothing', async () => {
    const world = await previewWorld();

    const end = await world.look();

    expect(end.kind).toBe('ready');
    const { documents, contacts, accountNames } = previewOf(end);
    expect(documents.map(({ fate }) => fate.kind)).toEqual(['new', 'new', 'new']);
    expect(documents.every(({ lines, customer }) => lines.length > 0 && customer !== '')).toBe(
      true,
    );
    expect(contacts.map(({ fate }) => fate.kind)).toEqual(['new', 'new', 'new']);
    expect(accountNames['200']).toBeDefined();
    const [balance] = balanceOf(totalsOf(documents).accounts);
    expect(balance?.debitMinor).toBe(balance?.creditMinor);
    expect(balance?.debitMinor).toBeGreaterThan(0);
    expect(world.xeroCalls().every(({ method }) => method === 'GET')).toBe(true);
    expect((await world.xeroState()).invoices).toEqual([]);
    expect(world.stores.links.all()).toEqual([]);
    expect(world.stores.activities.all()).toEqual([]);
  });

  it('says the same as posting does: what it shows is what comes into the ledger', async () => {
    const world = await previewWorld(8);
    const [first] = (await world.storaState()).invoices;
    await world.press('pay', { invoiceId: first.id });
    await world.press('credit', { invoiceId: first.id, amountMinor: 500 });
    const { documents } = previewOf(await world.look());

    const settings = await world.stores.settings.get('acorn', 'xero');
    if (settings) await world.stores.settings.put({ ...settings, posting: { isOn: true } });
    await world.settle();

    const { invoices, creditNotes } = await world.xeroState();
    const sums = (rows: Array<{ number: string; total: unknown }>) =>
      rows.map(({ number }) => number).toSorted();
    const wouldBe = (kind: string) =>
      documents.filter((one) => one.kind === kind && one.fate.kind === 'new');
    expect(sums(invoices)).toEqual(
      wouldBe('invoice')
        .map(({ number = '' }) => number)
        .toSorted(),
    );
    expect(creditNotes).toHaveLength(wouldBe('credit_note').length);
    const again = previewOf(await world.look({ isFresh: true }));
    expect(new Set(again.documents.map(({ fate }) => fate.kind))).toEqual(new Set(['known']));
  });

  it('is read once for some minutes, anew when the settings are others, and on demand', async () => {
    const world = await previewWorld();
    await world.look();
    const calls = world.calls.length;

    await world.look();
    expect(world.calls.length).toBe(calls);

    const settings = await world.stores.settings.get('acorn', 'xero');
    if (settings)
      await world.stores.settings.put({ ...settings, version: 7, startDate: '2026-12-01' });
    const marked = previewOf(await world.look());
    expect(marked.documents.every(({ isBeforeStart }) => isBeforeStart)).toBe(true);
    expect(marked.settingsVersion).toBe(7);

    const before = world.calls.length;
    await world.look({ isFresh: true });
    expect(world.calls.length).toBeGreaterThan(before);
    world.clock.advance(11 * 60_000);
    const later = world.calls.length;
    await world.look();
    expect(world.calls.length).toBeGreaterThan(later);
  });

  it('keeps what it has read where it has to wait, and goes on behind it', async () => {
    const world = await previewWorld(120);
    const { ports, clock } = world;
    const wish = { ...owner, purpose: 'preview' } as const;

    const first = await advancePreview(ports, wish, clock.nowEpochMs());
    expect(first).toMatchObject({ kind: 'reading', isHeldUp: false });
    expect(previewOf(first).documents).toHaveLength(100);
    const { listDocuments } = ports.sourceFor();
    const source = ports.sourceFor();
    source.listDocuments = async () => {
      const failure = { provider: 'stora', status: 503, code: 'down', canRetryHelp: true } as const;
      throw new ProviderError({ ...failure, effect: 'not_applied' });
    };
    expect(await world.look()).toMatchObject({ kind: 'reading', isHeldUp: true });
    source.listDocuments = listDocuments;

    let end = await world.look();
    while (end.kind === 'reading') {
      clock.advance(end.retryAfterSeconds * 1_000);
      end = await world.look();
    }

    const { documents, isCut } = previewOf(end);
    expect(new Set(documents.map(({ sourceId }) => sourceId)).size).toBe(120);
    expect(isCut).toBe(false);
  });

  it('shows 200 documents at most, and says that there are more', async () => {
    const world = await previewWorld(260);
    let end = await world.look();
    while (end.kind === 'reading') {
      world.clock.advance(Math.max(1, end.retryAfterSeconds) * 1_000);
      end = await world.look();
    }

    const { documents, isCut } = previewOf(end);

    expect(documents.length).toBeLessThanOrEqual(200);
    expect(documents.length).toBeGreaterThanOrEqual(160);
    expect(isCut).toBe(true);
  });

  it('is none where no ledger is connected', async () => {
    const world = await previewWorld();

    const wish = { operatorId: 'nobody', target: 'xero', purpose: 'preview' } as const;
    expect(await advancePreview(world.ports, wish, 0)).toEqual({ kind: 'not_connected' });
  });
});
