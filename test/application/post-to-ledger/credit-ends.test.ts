import { describe, expect, it } from 'vitest';
import { books, byHand, issues, openCredits, paid } from './credit-world.ts';

describe('a credit note of a time that is not open', () => {
  const early = { finalized_at: '2026-10-20T09:00:00Z' };

  it('is posted after the start date though its invoice is from before, and asks about that', async () => {
    const { pipeline, invoice, note } = await openCredits();

    await pipeline.apply([invoice(early), note(3_000)]);

    expect(await books(pipeline)).toMatchObject({
      due: [],
      notes: [['AUTHORISED', '30.00']],
    });
    expect(await issues(pipeline)).toEqual(['credit_before_start']);
  });

  it('is set against the invoice from before that stands there under its number', async () => {
    const { pipeline, invoice, note } = await openCredits();
    await pipeline.apply([invoice({ id: 'inv_0009', number: 'HBR-0009' })]);
    const [{ contactName: name }] = (await pipeline.xeroState()).invoices;
    const invoices = `HBR-0001;${name};2026-10-20;120.00;20.00`;
    await pipeline.pressXero('import', { organisation: 'acorn', invoices });

    await pipeline.apply([invoice(early), note(3_000)]);

    const { set, notes } = await books(pipeline);
    const stands = (await pipeline.xeroState()).invoices.map(
      ({ number }: { number: string }) => number,
    );
    if (stands.includes('HBR-0001'))
      expect({ set, notes }).toEqual({
        set: [['HBR-0001', '30.00']],
        notes: [['PAID', '0.00']],
      });
    expect(stands).toContain('HBR-0001');
  });

  it.each([
    ['hold', ['locked_period'], []],
    ['next_open_day', [], ['2026-12-01']],
    ['draft', [], ['2026-11-30']],
  ] as const)('follows the policy for locked periods: %s', async (lockedPeriod, causes, days) => {
    const { pipeline, invoice, note } = await openCredits({ lockedPeriod });
    await pipeline.apply([invoice()]);
    await pipeline.pressXero('lock-date', { periodLockDay: '2026-11-30' });
    // What is known of the ledger is forgotten after five minutes.
    pipeline.clock.advance(6 * 60_000);

    await pipeline.apply([note(3_000)]);

    const { creditNotes } = await pipeline.xeroState();
    expect(creditNotes.map(({ date }: { date: string }) => date)).toEqual(days);
    expect(await issues(pipeline)).toEqual(causes);
  });
});

describe('a credit note that is voided at the source', () => {
  const after = { type: 'post_payment' };

  it('is voided in the ledger where nothing of it is used', async () => {
    const { pipeline, invoice, note } = await openCredits();
    await pipeline.apply([invoice(paid(12_000)), note(3_000, after)]);

    await pipeline.apply([note(3_000, { ...after, status: 'void' })]);

    expect((await books(pipeline)).notes).toEqual([['VOIDED', '0.00']]);
    expect(await issues(pipeline)).toEqual([]);
  });

  it('is for a person where something of it is used', async () => {
    const { pipeline, invoice, note } = await openCredits();
    await pipeline.apply([invoice(), note(3_000)]);

    await pipeline.apply([note(3_000, { status: 'void' })]);

    expect((await books(pipeline)).notes).toEqual([['PAID', '0.00']]);
    const [issue] = await pipeline.stores.issues.list('acorn');
    expect(issue?.message).toContain('£30.00 of it set against invoices or paid back');
  });

  it('is for a person where that is set', async () => {
    const { pipeline, invoice, note } = await openCredits({ voidedDocument: 'issue' });
    await pipeline.apply([invoice(paid(12_000)), note(3_000, after)]);

    await pipeline.apply([note(3_000, { ...after, status: 'void' })]);

    expect((await books(pipeline)).notes).toEqual([['AUTHORISED', '30.00']]);
    expect(await issues(pipeline)).toEqual(['credit_note_voided']);
  });

  it.each([
    { what: 'its account', edit: { accountCode: '404' } },
    { what: 'its words', edit: { description: 'Refund for the broken lock' } },
  ])('stands as somebody edited it in the ledger, $what, until they void it', async ({ edit }) => {
    const world = await openCredits();
    const { pipeline, invoice, note, book } = world;
    await pipeline.apply([invoice(paid(12_000)), note(3_000, after)]);
    byHand(world).edit('creditNote', edit);
    const standing = [...book.documents.values()];

    await pipeline.apply([note(3_000, { ...after, status: 'void' })]);

    expect([...book.documents.values()]).toEqual(standing);
    const [issue] = await pipeline.stores.issues.list('acorn');
    expect(issue?.message).toContain('voided at the source, edited in the ledger');
    byHand(world).void('creditNote');
    await pipeline.apply([note(3_000, { ...after, status: 'void' })]);
    expect(await issues(pipeline)).toEqual([]);
  });

  it('needs nothing where somebody voided it there before', async () => {
    const world = await openCredits();
    const { pipeline, invoice, note } = world;
    await pipeline.apply([invoice(paid(12_000)), note(3_000, after)]);
    byHand(world).void('creditNote');

    await pipeline.apply([note(3_000, { ...after, status: 'void' })]);

    expect(await issues(pipeline)).toEqual([]);
  });
});
