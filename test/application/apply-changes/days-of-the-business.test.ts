import { describe, expect, it } from 'vitest';
import { retryIssue } from '../../../shared/application/issues/retry-issue.ts';
import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import type { StoraInvoice } from '../../../shared/source/stora/stora-resources.ts';
import { aChangeMessage } from '../../builders/a-change-message.ts';
import { aStoraCreditNote } from '../../builders/a-stora-credit-note.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';
import { RecordingChangeQueue } from '../../fakes/recording-queues.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

let events = 0;

/** The invoice in a state, as the event of an instant brings it. */
function change(occurredAt: string, state: Partial<StoraInvoice> = {}): ChangeMessage {
  events += 1;
  return aChangeMessage({
    operatorId: 'acorn',
    eventId: `evt_${events}`,
    eventType: 'invoice.updated',
    occurredAt,
    receivedAt: occurredAt,
    resource: aStoraInvoice({ finalized_at: '2026-11-20T09:00:00Z', ...state }),
  });
}

const partPaid = (pence: number) => ({ amount_paid: storaPounds(pence) });
const paidUp = (paid_at: string) => ({ status: 'paid', paid_at, ...partPaid(12_000) });

async function payments(pipeline: Pipeline) {
  const { payments: posted } = await pipeline.xeroState();
  return posted.map(({ date, amount }: { date: string; amount: string }) => [date, amount]);
}

const causes = async (pipeline: Pipeline) =>
  (await pipeline.stores.issues.list('acorn')).map(({ cause }) => cause);

/** A person presses "try again", some days later. */
async function retry(pipeline: Pipeline): Promise<void> {
  const [issue] = await pipeline.stores.issues.list('acorn');
  if (issue === undefined) throw new Error('There is no issue.');
  const queue = new RecordingChangeQueue();
  await retryIssue({ ...pipeline.ports, queues: { xero: queue } }, issue, 'operator');
  await pipeline.apply(queue.messages());
}

describe('a payment bears the day on which it happened', () => {
  it('when a part was paid on the 21st and is worked on later', async () => {
    const pipeline = await startPipeline();

    await pipeline.apply([change('2026-11-21T10:00:00Z', partPaid(5_000))]);

    expect(await payments(pipeline)).toEqual([['2026-11-21', '50.00']]);
  });

  it('when two parts of two days are worked on at once', async () => {
    const pipeline = await startPipeline();

    await pipeline.apply([
      change('2026-11-20T09:00:00Z'),
      change('2026-11-21T10:00:00Z', partPaid(5_000)),
      change('2026-11-25T10:00:00Z', partPaid(8_000)),
      change('2026-11-30T10:00:02Z', paidUp('2026-11-30T10:00:00Z')),
    ]);

    expect(await payments(pipeline)).toEqual([
      ['2026-11-21', '50.00'],
      ['2026-11-25', '30.00'],
      ['2026-11-30', '40.00'],
    ]);
    expect((await pipeline.xeroState()).invoices).toMatchObject([{ status: 'PAID' }]);
  });

  it('when the parts arrive in another order', async () => {
    const pipeline = await startPipeline();

    await pipeline.apply([
      change('2026-11-30T10:00:02Z', paidUp('2026-11-30T10:00:00Z')),
      change('2026-11-21T10:00:00Z', partPaid(5_000)),
    ]);

    expect(await payments(pipeline)).toEqual([
      ['2026-11-21', '50.00'],
      ['2026-11-30', '70.00'],
    ]);
  });

  it('when the part is learned of last, while the whole waits for an account', async () => {
    const pipeline = await startPipeline();
    await pipeline.pressXero('archive-account', { code: '091' });
    await pipeline.apply([change('2026-11-30T10:00:02Z', paidUp('2026-11-30T10:00:00Z'))]);
    expect(await causes(pipeline)).toEqual(['account_archived']);
    await pipeline.apply([change('2026-11-21T10:00:00Z', partPaid(5_000))]);

    await pipeline.pressXero('restore-account', { code: '091' });
    pipeline.clock.advance(300_000);
    await pipeline.apply([change('2026-11-30T10:05:00Z', paidUp('2026-11-30T10:00:00Z'))]);

    expect(await payments(pipeline)).toEqual([
      ['2026-11-21', '50.00'],
      ['2026-11-30', '70.00'],
    ]);
  });

  it('when the invoice had to wait for a person first', async () => {
    const { resource: current } = change('2026-11-30T10:00:00Z', partPaid(8_000));
    const pipeline = await startPipeline({
      intercept: async (request, answer) =>
        request.url.includes('/invoices/inv_0001') ? Response.json({ invoice: current }) : answer(),
    });
    await pipeline.pressXero('archive-account', { code: '200' });
    await pipeline.apply([change('2026-11-21T10:00:00Z', partPaid(5_000))]);
    await pipeline.apply([change('2026-11-25T10:00:00Z', partPaid(8_000))]);
    expect(await causes(pipeline)).toEqual(['account_archived']);

    await pipeline.pressXero('restore-account', { code: '200' });
    pipeline.clock.advance(60_000);
    await retry(pipeline);

    expect(await causes(pipeline)).toEqual([]);
    expect(await payments(pipeline)).toEqual([
      ['2026-11-21', '50.00'],
      ['2026-11-25', '30.00'],
    ]);
  });
});

/** Organisations, with an instant that is in December there and in November elsewhere, or the reverse. */
const monthEnds = [
  ['Perth', 'WAUSTRALIASTANDARDTIME', '2026-11-30T16:30:00Z', '2026-12-01'],
  ['Perth', 'WAUSTRALIASTANDARDTIME', '2026-11-30T15:30:00Z', '2026-11-30'],
  ['New York', 'EASTERNSTANDARDTIME', '2026-12-01T04:30:00Z', '2026-11-30'],
  ['New York', 'EASTERNSTANDARDTIME', '2026-12-01T05:30:00Z', '2026-12-01'],
  ['Singapore', 'SINGAPORESTANDARDTIME', '2026-11-30T16:00:00Z', '2026-12-01'],
  ['Berlin', 'WEUROPESTANDARDTIME', '2026-11-30T23:15:00Z', '2026-12-01'],
  ['Johannesburg', 'SOUTHAFRICASTANDARDTIME', '2026-11-30T22:15:00Z', '2026-12-01'],
] as const;

describe('around midnight of a month end, the month is that of the organisation', () => {
  it.each(monthEnds)('in %s (%s) at %s: %s', async (...[, timezone, instant, day]) => {
    const pipeline = await startPipeline({ settings: { ledgerTimeZone: 'GMTSTANDARDTIME' } });
    await pipeline.pressXero('organisation', { timezone });
    const invoice = { finalized_at: instant, ...partPaid(5_000) };
    const note = aStoraCreditNote({ created_at: instant });

    await pipeline.apply([
      change(instant, invoice),
      { ...change(instant), kind: 'credit_note', sourceId: note.id, resource: note },
    ]);

    const books = await pipeline.xeroState();
    expect(books.invoices).toMatchObject([{ date: day, dueDate: day }]);
    expect(books.payments).toMatchObject([{ date: day }]);
    expect(books.creditNotes).toMatchObject([{ date: day }]);
    expect(books.allocations).toMatchObject([{ date: day }]);
  });

  it('follows an organisation that moves, and tells of it', async () => {
    const pipeline = await startPipeline({ settings: { ledgerTimeZone: 'GMTSTANDARDTIME' } });
    await pipeline.pressXero('organisation', { timezone: 'SINGAPORESTANDARDTIME' });

    await pipeline.apply([change('2026-11-30T16:30:00Z')]);

    expect(await pipeline.stores.settings.get('acorn', 'xero')).toMatchObject({
      timeZone: 'Asia/Singapore',
    });
    expect(await pipeline.stores.activities.latest('acorn', 20)).toContainEqual(
      expect.objectContaining({ type: 'settings.changed', detail: { field: 'timeZone' } }),
    );
  });

  it('keeps the zone that a person chose', async () => {
    const pipeline = await startPipeline();
    await pipeline.pressXero('organisation', { timezone: 'SINGAPORESTANDARDTIME' });

    await pipeline.apply([
      change('2026-11-30T16:30:00Z', { finalized_at: '2026-11-30T16:30:00Z' }),
    ]);

    expect((await pipeline.xeroState()).invoices).toMatchObject([{ date: '2026-11-30' }]);
  });

  it('asks, and posts nothing, while the zone is not known; then goes on by itself', async () => {
    const pipeline = await startPipeline({ settings: { ledgerTimeZone: 'GMTSTANDARDTIME' } });
    await pipeline.pressXero('organisation', { timezone: 'ATLANTISSTANDARDTIME' });

    await pipeline.apply([change('2026-11-30T16:30:00Z')]);

    const [issue] = await pipeline.stores.issues.list('acorn');
    expect(issue).toMatchObject({
      cause: 'time_zone_unknown',
      message: expect.stringContaining('ATLANTISSTANDARDTIME'),
    });
    expect((await pipeline.xeroState()).invoices).toEqual([]);
    expect((await pipeline.xeroState()).contacts).toEqual([]);

    await pipeline.pressXero('organisation', { timezone: 'SINGAPORESTANDARDTIME' });
    pipeline.clock.advance(300_000);
    await pipeline.apply([change('2026-11-30T16:31:00Z')]);
    expect((await pipeline.xeroState()).invoices).toHaveLength(1);
    expect(await causes(pipeline)).toEqual([]);
  });
});
