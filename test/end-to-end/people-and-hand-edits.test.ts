import { afterEach, expect, it, vi } from 'vitest';
import { openStores } from '../../shared/composition/open-stores.ts';
import { Browse } from '../support/browse.ts';
import {
  connectOperator,
  isQuiet,
  type PrivateStack,
  press,
  startPrivateStack,
  stateOf,
} from '../support/connected-stack.ts';

const operatorId = 'acorn';
const target = 'xero' as const;
const local = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
/** What was edited a moment ago is left to the next look; this ledger's clock is behind. */
const ledgerClock = { nowEpochMs: () => Date.now() - 10 * 60_000 };

/** So long a look waits for what else the ledger tells of. */
const someMinutesMs = 5 * 60_000;

let stack: PrivateStack | undefined;

afterEach(async () => {
  await stack?.stop();
  stack = undefined;
});

it('an edit in the books is told, shown and accepted; a lost link comes back by mail', async () => {
  stack = await startPrivateStack({ liftCaps: true, xero: { clock: ledgerClock } });
  const browse = await connectOperator(stack, operatorId, 'Acorn Self Storage');
  await stack.rollerdoor('people', 'add', operatorId, 'owner@acorn.test');
  const dynamodb = { ...local, endpoint: stack.file.endpoints.dynamodb };
  const stores = openStores({ tableName: stack.file.tableName, dynamodb });
  const number = await postedInvoice(stack);
  const watch = { operatorId, target, sinceEpochMs: 0 };
  const [first] = await stores.ledgerWatches.due(Number.MAX_SAFE_INTEGER - 1, 1);
  await stores.ledgerWatches.lookNext(watch, first?.dueAtEpochMs ?? 0, Date.now() + 9e9);

  await press(stack.sandboxes.xero.url, 'edit-invoice', { number, amount: '1.00' });
  await vi.waitFor(
    async () =>
      expect(await stores.ledgerWatches.due(Date.now() + someMinutesMs, 1)).toHaveLength(1),
    { timeout: 20_000, interval: 200 },
  );
  await stores.ledgerWatches.lookBy({ operatorId, target }, Date.now());
  await stack.runner.invoke('rollerdoor-look-at-ledgers', {});
  const page = await browse.open(`${stack.portalUrl}/differences`);
  expect(page.html).toContain(`Invoice ${number}`);
  const accepted = await browse.submit(page, '/differences/accept');
  expect(accepted.html).toContain('Accepted on');

  const question = await browse.open(`${stack.portalUrl}/disconnect/xero`);
  await browse.submit(question, '/disconnect/xero');
  await stack.runner.invoke('rollerdoor-send-mails', {});
  const [confirmed] = stack.aws.mailbox.list();
  expect(confirmed).toMatchObject({ to: ['owner@acorn.test'] });
  expect(confirmed?.subject).toContain('Xero is disconnected');

  const stranger = new Browse();
  const back = await stranger.open(
    /https?:\/\/\S+\/back\/\S+/.exec(confirmed?.text ?? '')?.[0] ?? '',
  );
  await stranger.submit(back, '/new-link');
  await stack.runner.invoke('rollerdoor-send-mails', {});
  const link = /https?:\/\/\S+\/link\/\S+/.exec(stack.aws.mailbox.list()[0]?.text ?? '')?.[0];
  const opened = await stranger.open(link ?? '');
  expect(opened.html).toContain('Connect Acorn Self Storage');
}, 180_000);

async function postedInvoice(running: PrivateStack): Promise<string> {
  await press(running.sandboxes.stora.url, 'month-end-run', { count: 1 });
  await vi.waitFor(
    async () => {
      expect((await stateOf(running.sandboxes.xero.url)).invoices).toHaveLength(1);
      expect(await isQuiet(running)).toBe(true);
    },
    { timeout: 60_000, interval: 200 },
  );
  return (await stateOf(running.sandboxes.xero.url)).invoices[0].number;
}
