import { describe, expect, it } from 'vitest';
import { lookAtLedgers } from '../../../shared/application/differences/look-at-ledgers.ts';
import { watchLedgers } from '../../../shared/application/differences/watch-ledgers.ts';
import { sweepIssues } from '../../../shared/application/issues/sweep-issues.ts';
import { retryEventType } from '../../../shared/contracts/messages.ts';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import { differenceRows } from '../../../shared/domain/portal/difference-view.ts';
import { storaPounds } from '../../builders/stora-money.ts';
import { givenUp, oneInvoice, paid } from '../../support/one-invoice.ts';
import { voidCreditNoteByHand } from '../../support/void-by-hand.ts';

const minuteMs = 60_000;
const writeOffs: Partial<LedgerSettings> = {
  uncollectible: 'credit',
  badDebtAccountCode: '477',
  taxRules: [{ accountCode: '477', rateBasisPoints: 0, taxType: 'NONE' }],
};

/** An invoice that was given up, written off, and whose credit note a person voided in the books. */
async function writtenOff() {
  const life = await oneInvoice({ settings: writeOffs });
  const { clock, ports, stores } = life.pipeline;
  await watchLedgers(ports, await stores.connections.list('acorn'));
  await life.shows({}, givenUp);
  const look = async () => {
    clock.advance(5 * minuteMs);
    await stores.ledgerWatches.lookBy({ operatorId: 'acorn', target: 'xero' }, clock.nowEpochMs());
    const deps = { ...ports, ledgers: { xero: () => ports.ledgerFor() } };
    return lookAtLedgers(deps, clock.nowEpochMs() + 60 * minuteMs);
  };
  expect(await look()).toMatchObject({ looked: 1, found: 0 });
  const voidNote = () => voidCreditNoteByHand(life.pipeline);
  const shown = async () => (await stores.differences.page('acorn', undefined, 100)).differences;
  return { ...life, look, shown, voidNote };
}

/** Some of it is received after all, and the rest is still given up. */
const partly = { ...givenUp, amount_paid: storaPounds(2_000), amount_due: storaPounds(10_000) };

describe('a credit note of ours that wrote an invoice off, voided by hand in the books', () => {
  it('is shown in plain words while the source gives the invoice up, and no other is posted', async () => {
    const { look, shown, voidNote, shows, documents } = await writtenOff();
    voidNote();
    await look();
    await shows({ ...givenUp });
    await look();

    const all = await shown();
    expect(all).toMatchObject([{ kind: 'credit_note', what: 'voided', label: 'HBR-0001-WO' }]);
    expect(differenceRows(all, () => undefined)).toMatchObject([
      {
        what: 'Credit note HBR-0001-WO',
        message: expect.stringContaining('wrote an invoice off and was voided in Xero'),
      },
    ]);
    expect((await documents('creditNotes')).map(({ status }) => status)).toEqual(['VOIDED']);
  });

  it('is asked about when the sum that is open changes, and posted anew when a person says so', async () => {
    const { pipeline, voidNote, change, again, issues, documents } = await writtenOff();
    voidNote();
    const message = change(partly);

    await again(message);

    expect(await issues()).toEqual([
      expect.stringMatching(
        /^write_off_voided: .*HBR-0001-WO.* that wrote the invoice off was voided/,
      ),
    ]);
    // Whoever looks again by itself is no person.
    const { clock, ports } = pipeline;
    for (let hour = 0; hour < 26; hour += 1) {
      clock.advance(60 * minuteMs);
      const deps = { ...ports, queues: { xero: pipeline.changes } };
      await sweepIssues(deps, clock.nowEpochMs() + minuteMs);
    }
    expect(pipeline.changes.messages()).toEqual([]);
    expect(await documents('creditNotes')).toMatchObject([{ status: 'VOIDED' }]);
    await again({ ...message, eventId: 'retry_1', eventType: retryEventType });
    expect(await issues()).toEqual([]);
    expect((await documents('creditNotes')).map(({ number, status }) => [number, status])).toEqual([
      ['HBR-0001-WO', 'VOIDED'],
      ['HBR-0001-WO-2', 'PAID'],
    ]);
  });

  it('is no difference any more once the debt is paid after all', async () => {
    const { look, shown, voidNote, shows, books, issues } = await writtenOff();
    voidNote();
    await look();
    expect(await shown()).toHaveLength(1);

    await shows(paid);
    await look();

    expect(await shown()).toEqual([]);
    expect(await books()).toMatchObject({ invoices: ['HBR-0001 PAID 120.00 0.00'] });
    expect(await issues()).toEqual([]);
  });
});
