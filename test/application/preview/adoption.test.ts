import { describe, expect, it } from 'vitest';
import { createContact } from '../../../infra/local/vendors/stora/billing/booking-actions.ts';
import { advancePreview } from '../../../shared/application/preview/advance-preview.ts';
import { holderMark } from '../../../shared/domain/links/holder.ts';
import { matchReport } from '../../../shared/domain/preview/match-report.ts';
import { adoptionCsv } from '../../../shared/domain/preview/preview-csv.ts';
import { applyAll } from '../../support/books-from-before.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';

const day = '2026-11-30';
const contactCount = 300;
const invoiceCount = 500;

interface Raised {
  number: string;
  contact: { id: string };
  total: { amount: number };
  tax: { amount: number };
}

function amount(minor: number): string {
  return `${Math.trunc(minor / 100)}.${String(minor % 100).padStart(2, '0')}`;
}

/** 300 customers with 500 invoices at the source, and the same in the ledger by a file, but for 5 slips. */
async function importedBefore(): Promise<Pipeline & { names: Map<string, string> }> {
  const pipeline = await startPipeline({ settings: { posting: { isOn: false } } });
  const { world } = pipeline.stora;
  const operator = world.operators.get('acorn');
  if (operator === undefined) throw new Error('The sandbox has no operator called acorn.');
  const customers = Array.from({ length: contactCount }, (_, at) =>
    createContact(world, operator, {
      full_name: `Customer Number ${at + 1}`,
      email: `customer.${at + 1}@example.com`,
    }),
  );
  for (let at = 0; at < invoiceCount; at += 1)
    await pipeline.press('special-invoice', {
      contactId: customers[at % contactCount]?.id,
      priceMinor: 6_000 + at,
    });
  const raised: Raised[] = (await pipeline.storaState()).invoices;
  const names = new Map(customers.map(({ id, full_name }) => [id, full_name ?? '']));
  const rows = raised.map((invoice, at) => imported(invoice, at, names));
  const answer = await pipeline.pressXero('import', {
    contacts: customers.map(({ full_name, email }) => `${full_name};${email}`).join('\n'),
    invoices: rows.join('\n'),
  });
  expect(JSON.stringify(answer)).toContain(`${invoiceCount} invoices imported`);
  return { ...pipeline, names };
}

/** The first five bear a slip each: total, total, tax, customer, day. */
function imported(invoice: Raised, at: number, names: Map<string, string>): string {
  const { number, contact, total, tax } = invoice;
  const name = at === 3 ? 'Customer Number 9' : (names.get(contact.id) ?? '');
  return [
    number,
    name,
    at === 4 ? '2026-11-29' : day,
    amount(total.amount + (at < 2 ? 100 : 0)),
    amount(tax.amount - (at === 2 ? 1 : 0)),
    '',
  ].join(';');
}

async function reportOf({ ports, clock }: Pipeline) {
  const wish = { operatorId: 'acorn', target: 'xero', purpose: 'adoption', from: day } as const;
  for (let rounds = 0; rounds < 100; rounds += 1) {
    const end = await advancePreview(ports, wish, clock.nowEpochMs() + 10_000);
    if (end.kind === 'ready') return end.preview;
    if (end.kind === 'not_connected') break;
    clock.advance(Math.max(1, end.retryAfterSeconds) * 1_000);
  }
  throw new Error('The report does not end.');
}

describe('books that were imported from a file before', () => {
  it('are adopted: all that is equal linked, none doubled, the five slips listed', async () => {
    const pipeline = await importedBefore();
    const callsBefore = pipeline.calls.length;
    const preview = await reportOf(pipeline);
    const reportCalls = pipeline.calls.slice(callsBefore);
    const { documents, customers } = matchReport(preview);

    expect(documents.different.map(({ fate }) => fate)).toMatchObject([
      { detail: expect.stringContaining('total') },
      { detail: expect.stringContaining('total') },
      { detail: expect.stringContaining('tax') },
      { detail: expect.stringContaining('another customer') },
      { detail: expect.stringContaining('dated 2026-11-29 there') },
    ]);
    expect(documents).toMatchObject({
      equal: invoiceCount - 5,
      known: 0,
      onlyHere: [],
      leftOut: 0,
    });
    expect(customers).toMatchObject({ recognised: contactCount, onlyHere: 0, unclear: [] });
    expect(adoptionCsv(preview).filter((line) => line.includes('differs'))).toHaveLength(5);

    const { stores, changes } = pipeline;
    const settings = await stores.settings.get('acorn', 'xero');
    if (settings) await stores.settings.put({ ...settings, posting: { isOn: true } });
    const callsOfReport = pipeline.calls.length;
    await pipeline.deliver();
    const messages = changes.messages();
    for (let at = 0; at < messages.length; at += 50)
      await applyAll(pipeline, messages.slice(at, at + 50));

    const { invoices, contacts } = await pipeline.xeroState();
    expect(invoices).toHaveLength(invoiceCount);
    expect(contacts).toHaveLength(contactCount);
    const issues = await stores.issues.list('acorn');
    expect(issues.map(({ cause }) => cause)).toEqual(Array(5).fill('number_taken'));
    const linked = stores.links
      .all()
      .filter(({ kind, targetId }) => kind === 'invoice' && targetId)
      .filter(({ sourceId }) => !sourceId.startsWith(holderMark));
    expect(linked).toHaveLength(invoiceCount - 5);
    const again = matchReport(await reportOf(await later(pipeline)));
    expect(again.documents).toMatchObject({ equal: 0, known: invoiceCount - 5 });
    expect(again.documents.different).toHaveLength(5);
    const xero = (calls: Pipeline['calls']) =>
      calls.filter(({ url }) => url.includes('/api.xro')).length;
    const figures = {
      imported: { invoices: invoiceCount, contacts: contactCount },
      adopted: linked.length,
      recognised: customers.recognised,
      doubled: invoices.length - invoiceCount,
      different: issues.length,
      callsOfReport: xero(reportCalls),
      callsOfAdopting: xero(pipeline.calls.slice(callsOfReport)),
    };
    console.log(`adoption ${JSON.stringify(figures)}`);
  }, 120_000);
});

/** What was read before does not count any more. */
async function later(pipeline: Pipeline): Promise<Pipeline> {
  pipeline.clock.advance(61 * 60_000);
  return pipeline;
}
