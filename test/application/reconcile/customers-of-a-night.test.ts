import { beforeEach, expect, it } from 'vitest';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { aNightThrough, lost, workAsked } from '../../support/worked-nights.ts';

let pipeline: Pipeline;

beforeEach(async () => {
  pipeline = await startPipeline({ settings: { startDate: '2026-10-01', historyNotes: false } });
});

function minutesLater(minutes: number): void {
  pipeline.clock.advance(minutes * 60_000);
}

async function nameInLedger(contactNumber: string): Promise<string | undefined> {
  const { contacts } = await pipeline.xeroState();
  return contacts.find((one: { contactNumber?: string }) => one.contactNumber === contactNumber)
    ?.name;
}

it('a customer who changed a moment ago is on its way, and lost only later', async () => {
  await pipeline.press('month-end-run', { count: 1 });
  await pipeline.settle();
  const [invoice] = (await pipeline.storaState()).invoices;
  const contactId = invoice.contact.id;
  minutesLater(60);
  await lost(pipeline, () =>
    pipeline.press('update-contact', { contactId, full_name: 'Amelia Jones' }),
  );
  minutesLater(10);

  expect(await aNightThrough(pipeline)).toMatchObject({ found: {}, repaired: 0 });
  minutesLater(60);
  expect(await aNightThrough(pipeline)).toMatchObject({ found: { webhook_lost: 1 }, repaired: 1 });
  await workAsked(pipeline);
  expect(await nameInLedger(contactId)).toContain('Amelia Jones');
});
