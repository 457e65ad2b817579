import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AmendmentDraft } from '../../../shared/domain/ledger/drafts.ts';
import { XeroLedger } from '../../../shared/targets/xero/xero-ledger.ts';
import { xeroSettings } from '../../support/vendors-in-process.ts';
import { hasXeroContract, openXeroContract } from './support/xero-contract.ts';
import {
  aCreditNoteDraft,
  accepted,
  anInvoiceDraft,
  XeroUnderTest,
} from './support/xero-under-test.ts';

// Where the description of the API is there, every request of these tests is held against it as well.
const contract = hasXeroContract ? await openXeroContract() : undefined;

let xero: XeroUnderTest;

beforeEach(async () => {
  xero = await XeroUnderTest.open(contract);
});

afterEach(() => {
  expect(xero.problems()).toEqual([]);
});

const [usual] = anInvoiceDraft().lines;
if (usual === undefined) throw new Error('The builder makes no line.');

/** Other lines for an invoice that stands; `kept` of its own keep their ids. */
async function amendmentOf(targetId: string, kept: number): Promise<AmendmentDraft> {
  const found = await xero.ledger.invoices.get(targetId);
  const ids = found?.lines?.map(({ lineId }) => lineId).slice(0, kept) ?? [];
  return {
    targetId,
    currency: 'GBP',
    lines: [3_000, 4_000].map((unitAmountMinor, index) => ({
      ...usual,
      quantity: 1,
      unitAmountMinor,
      ...(ids[index] === undefined ? {} : { lineId: ids[index] }),
    })) as AmendmentDraft['lines'],
  };
}

describe('an invoice that is changed', () => {
  it('has the new sums and the lines that kept their ids, and all else stays', async () => {
    const targetId = await xero.invoice();
    const before = await xero.ledger.invoices.get(targetId);

    const changed = accepted(
      await xero.ledger.amendments.amend(await amendmentOf(targetId, 1), xero.key()),
    );

    expect(changed).toMatchObject({
      ...before,
      totalMinor: 7_000,
      taxMinor: 1_167,
      dueMinor: 7_000,
      lines: expect.anything(),
    });
    expect(changed.lines?.map(({ lineId }) => lineId === before?.lines?.[0]?.lineId)).toEqual([
      true,
      false,
    ]);
    expect(await xero.ledger.invoices.get(targetId)).toEqual(changed);
  });

  it('loses the line whose id is not sent', async () => {
    const targetId = await xero.invoice();
    const before = await xero.ledger.invoices.get(targetId);

    const changed = accepted(
      await xero.ledger.amendments.amend(await amendmentOf(targetId, 0), xero.key()),
    );

    const ids = changed.lines?.map(({ lineId }) => lineId);
    expect(ids).not.toContain(before?.lines?.[0]?.lineId);
  });

  it.each([
    ['is paid in part', 'status_forbids_change'],
    ['is of a locked day', 'locked_period'],
    ['is voided', 'status_forbids_change'],
  ])('is refused where it %s', async (how, cause) => {
    const targetId = await xero.invoice();
    const draft = await amendmentOf(targetId, 1);
    if (how === 'is paid in part')
      await xero.ledger.payments.create(
        [
          {
            invoiceTargetId: targetId,
            accountCode: '090',
            date: '2026-11-30',
            amountMinor: 1,
            currency: 'GBP',
            reference: 'r',
          },
        ],
        xero.key(),
      );
    if (how === 'is of a locked day')
      xero.book.organisation = { ...xero.book.organisation, periodLockDay: '2026-11-30' };
    if (how === 'is voided')
      await xero.ledger.invoices.void({ targetId, isDraft: false }, xero.key());

    expect(await xero.ledger.amendments.amend(draft, xero.key())).toMatchObject({
      ok: false,
      cause,
    });
  });
});

describe('a credit note that is taken back', () => {
  async function allocated() {
    const contactTargetId = await xero.contact();
    const invoiceTargetId = await xero.invoice({ contactTargetId });
    const [note] = await xero.ledger.credits.create(
      [aCreditNoteDraft({ contactTargetId })],
      xero.key(),
    );
    const creditNoteTargetId = accepted(note).targetId;
    const of = { creditNoteTargetId, invoiceTargetId };
    const money = { currency: 'GBP', date: '2026-11-30', amountMinor: 5_000 };
    accepted(await xero.ledger.credits.allocate({ ...of, ...money }, xero.key()));
    return of;
  }

  it('is open again, and so is its invoice', async () => {
    const of = await allocated();

    accepted(await xero.ledger.reversals.unset(of, xero.key()));

    expect(await xero.ledger.reversals.get(of.creditNoteTargetId)).toMatchObject({
      dueMinor: 12_000,
    });
    expect(await xero.ledger.invoices.get(of.invoiceTargetId)).toMatchObject({ dueMinor: 12_000 });
    expect(await xero.ledger.credits.allocatedTo(of.creditNoteTargetId, of.invoiceTargetId)).toBe(
      0,
    );
  });

  it('does no harm twice', async () => {
    const of = await allocated();
    accepted(await xero.ledger.reversals.unset(of, xero.key()));

    expect(await xero.ledger.reversals.unset(of, xero.key())).toEqual({ ok: true, value: true });
  });

  it('is voided once it is set against nothing', async () => {
    const of = await allocated();
    const { creditNoteTargetId } = of;
    expect(
      await xero.ledger.reversals.void({ creditNoteTargetId, isDraft: false }, xero.key()),
    ).toMatchObject({
      ok: false,
      cause: 'status_forbids_change',
    });
    accepted(await xero.ledger.reversals.unset(of, xero.key()));

    const voided = accepted(
      await xero.ledger.reversals.void({ creditNoteTargetId, isDraft: false }, xero.key()),
    );

    expect(voided.status).toBe('VOIDED');
  });

  it('stays where the day of its allocation is locked', async () => {
    const of = await allocated();
    xero.book.organisation = { ...xero.book.organisation, periodLockDay: '2026-11-30' };

    expect(await xero.ledger.reversals.unset(of, xero.key())).toMatchObject({
      ok: false,
      cause: 'locked_period',
    });
  });
});

describe('money beyond what was due', () => {
  const money = { currency: 'GBP', reference: 'inv_0001:13000' };
  const draft = { ...money, date: '2026-11-30', amountMinor: 1_000, invoiceNumber: 'ACORN-1' };

  it('stands on the account of the customer, and is found by its reference', async () => {
    const contactTargetId = await xero.contact();
    const { overpayments } = xero.ledger;
    const own = { ...draft, contactTargetId, accountCode: '090' };

    const made = accepted(await overpayments?.create(own, xero.key()));

    expect(made).toMatchObject({ amountMinor: 1_000 });
    expect(await overpayments?.find({ ...money, contactTargetId })).toEqual(made);
    const others = [
      { ...money, contactTargetId, reference: 'inv_0001:1300' },
      { ...money, contactTargetId: await xero.contact('con_2', 'Bo') },
    ];
    for (const other of others) expect(await overpayments?.find(other)).toBeUndefined();
  });

  it.each([
    ['to an account that is no bank', { accountCode: '091' }, 'clearing_account_refused'],
    ['on a locked day', { accountCode: '090', date: '2026-03-31' }, 'locked_period'],
  ])('is refused %s', async (_where, change, cause) => {
    const contactTargetId = await xero.contact();

    const answer = await xero.ledger.overpayments?.create(
      { ...draft, contactTargetId, ...change },
      xero.key(),
    );

    expect(answer).toMatchObject({ ok: false, cause });
  });

  it('is not taken where the stage does not ask for the right to it', () => {
    const { scopes, ...settings } = xeroSettings();
    const fewer = scopes.replace(' accounting.banktransactions', '');
    const parts = { provider: 'xero', operatorId: 'acorn', lane: 'live' } as const;
    const ledger = new XeroLedger(
      { ...settings, scopes: fewer },
      { ...parts, tokens: xero.tokens, pacer: xero.pacer, clock: xero.clock, fetch },
    );

    expect(ledger.overpayments).toBeUndefined();
    expect(xero.ledger.overpayments).toBeDefined();
  });
});
