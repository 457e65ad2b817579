import { afterEach, describe, expect, it, vi } from 'vitest';
import { openStores } from '../../shared/composition/open-stores.ts';
import {
  type DayOf,
  doubledNames,
  expectAgreement,
  expectPaymentDays,
  expectUntouched,
  type LedgerState,
  type SourceState,
} from '../support/agreeing-books.ts';
import type { Browse } from '../support/browse.ts';
import {
  connectOperator,
  isQuiet,
  type PrivateStack,
  press,
  startPrivateStack,
  stateOf,
} from '../support/connected-stack.ts';
import { type History, importedHistory, sharedNames } from '../support/imported-history.ts';

const operatorId = 'acorn';
const local = {
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
};
const london = 'Europe/London';

let stack: PrivateStack | undefined;

afterEach(async () => {
  await stack?.stop();
  stack = undefined;
});

describe('a month end of an operator whose Xero has a history, through real processes', () => {
  it('doubles nothing, is right to the penny, and asks for a click per cause at most', async () => {
    const beganAt = Date.now();
    const run = await startRun();
    const { history, imported } = await withHistory(run);
    await connect(run);
    await monthEnd(run);
    await changesInXero(run, history);
    await leftAndBack(run);
    const clicks = await mended(run, history);

    const [source, ledger] = await booksOf(run);
    expectAgreement(source, ledger, run.dayOf);
    expectPaymentDays(source, ledger, run.dayOf);
    const numbers = new Set(source.invoices.map(({ number }) => number));
    expectUntouched(imported, ledger, (number) => numbers.has(number));
    expect(doubledNames(ledger)).toEqual([]);
    expect(ledger.contacts).toHaveLength(300 + newCustomers(source, history));
    expect(await issueCauses(run)).toEqual(['uncollectible']);
    for (const count of Object.values(clicks)) expect(count).toBeLessThanOrEqual(1);
    const figures = {
      documents: source.invoices.length + source.creditNotes.length,
      imported: imported.invoices.length,
      contacts: ledger.contacts.length,
      issues: run.issues,
      causes: run.causes,
      clicks: Object.values(clicks).reduce((sum, count) => sum + count, 0),
      seconds: Math.round((Date.now() - beganAt) / 1_000),
    };
    console.log(`books with a history ${JSON.stringify(figures)}`);
  }, 400_000);
});

/** The move of the organisation to another time zone: what stands in the books then keeps its day. */
interface Move {
  atEpochMs: number;
  zone: string;
  standing: Set<string>;
}

async function startRun() {
  const running = await startPrivateStack({ liftCaps: true });
  stack = running;
  const dynamodb = { ...local, endpoint: running.file.endpoints.dynamodb };
  const stores = openStores({ tableName: running.file.tableName, dynamodb });
  const moved: Move = { atEpochMs: Number.POSITIVE_INFINITY, zone: london, standing: new Set() };
  const dayOf: DayOf = (instant, number) => {
    const isBefore = Date.parse(instant) < moved.atEpochMs && moved.standing.has(number);
    return dayIn(isBefore ? london : moved.zone, instant);
  };
  return {
    stack: running,
    stores,
    moved,
    dayOf,
    issues: 0,
    causes: 0,
    browse: undefined as Browse | undefined,
  };
}

type Run = Awaited<ReturnType<typeof startRun>>;

function dayIn(zone: string | undefined, instant: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(new Date(instant));
}

function urlsOf({ stack }: Run): [stora: string, xero: string] {
  return [stack.sandboxes.stora.url, stack.sandboxes.xero.url];
}

async function booksOf({ stack }: Run): Promise<[SourceState, LedgerState]> {
  return [await stateOf(stack.sandboxes.stora.url), await stateOf(stack.sandboxes.xero.url)];
}

/** Thirty invoices of this month were imported by hand before anything is connected. */
async function withHistory(run: Run) {
  const [storaUrl, xeroUrl] = urlsOf(run);
  await press(storaUrl, 'month-end-run', { count: 30 });
  const source: SourceState = await stateOf(storaUrl);
  const history = importedHistory(source, dayIn(london, new Date().toISOString()));
  await press(xeroUrl, 'import', {
    contacts: history.contacts.join('\n'),
    invoices: history.invoices.join('\n'),
  });
  const imported: LedgerState = await stateOf(xeroUrl);
  expect(imported.contacts).toHaveLength(300);
  expect(imported.invoices).toHaveLength(500);
  return { history, imported };
}

async function connect(run: Run): Promise<void> {
  run.browse = await connectOperator(run.stack, operatorId, 'Acorn Self Storage');
  const monthAgo = new Date(Date.now() - 31 * 86_400_000).toISOString().slice(0, 10);
  await run.stack.rollerdoor('settings', 'set', operatorId, 'startDate', monthAgo);
}

/** 200 invoices, ten of them free, and what happens to them in the same days. */
async function monthEnd(run: Run): Promise<void> {
  const [storaUrl] = urlsOf(run);
  await press(storaUrl, 'month-end-run', { count: 180 });
  const { contacts, invoices: billed }: SourceState = await stateOf(storaUrl);
  for (const { id: contactId } of contacts.slice(20, 30))
    await press(storaUrl, 'special-invoice', { contactId, discountMinor: 12_000 });
  for (const { id: contactId } of contacts.slice(30, 40))
    await press(storaUrl, 'special-invoice', {
      contactId,
      lines: 3,
      priceMinor: 2_503,
      roundsOnce: true,
    });
  for (const [index, { id: invoiceId, total }] of billed.entries()) {
    const half = Math.trunc(total.amount / 2);
    for (const [action, amountMinor] of fateOf(index, half))
      await press(storaUrl, action, { invoiceId, ...(amountMinor ? { amountMinor } : {}) });
  }
  await untilQuiet(run);
}

/** What becomes of an invoice: the imported ones are paid (and those with a slip, in part), others by turns. */
function fateOf(index: number, half: number): Array<[string, number?]> {
  if (index < 2) return [['pay', half]];
  if (index < 5) return [['pay']];
  if (index < 7) return [['pay', 1_000]];
  if (index < 30) return [['pay']];
  if (index === 60) return [['pay', half], ['uncollectible']];
  const fates: Array<Array<[string, number?]>> = [
    [['pay', half]],
    [['pay']],
    [['credit', 500], ['pay']],
    [['pay'], ['credit', half]],
    [
      ['pay', 700],
      ['pay', 800],
    ],
    [['void']],
    [['credit']],
    [],
  ];
  return fates[index % fates.length] ?? [];
}

/** Customers merged and archived by the bookkeeper; the organisation moves to a zone with another day. */
async function changesInXero(run: Run, history: History): Promise<void> {
  const [storaUrl, xeroUrl] = urlsOf(run);
  const { contacts }: SourceState = await stateOf(storaUrl);
  const [a, b, c, archived] = contacts.slice(20, 24).map(({ id }) => id);
  const [x = '', y = '', z = ''] = history.former;
  await press(xeroUrl, 'merge-contacts', { from: a, into: x });
  await press(xeroUrl, 'merge-contacts', { from: b, into: y });
  await press(xeroUrl, 'merge-contacts', { from: y, into: z });
  await press(xeroUrl, 'merge-contacts', { from: x, into: c });
  await press(xeroUrl, 'archive-contact', { contact: archived });
  await moveZone(run, history);
  for (const contactId of [a, b, c, archived, archived])
    await press(storaUrl, 'special-invoice', { contactId });
  const open = (await booksOf(run))[0].invoices.filter(({ status }) => status === 'open');
  for (const { id: invoiceId } of open.slice(-14)) await press(storaUrl, 'pay', { invoiceId });
  await untilQuiet(run);
}

/** Workers know an organisation for five minutes; new ones read it. */
async function moveZone(run: Run, history: History): Promise<void> {
  const now = new Date().toISOString();
  const choices = [
    { timezone: 'UTC13', zone: 'Etc/GMT-13' },
    { timezone: 'DATELINESTANDARDTIME', zone: 'Etc/GMT+12' },
  ];
  const other = choices.find(({ zone }) => dayIn(zone, now) !== dayIn(london, now));
  if (other === undefined) throw new Error('Some zone has another day at any time.');
  const [{ invoices: billed }, { invoices: entered }] = await booksOf(run);
  const numbers = new Set(billed.map(({ number }) => number));
  const standing = entered.map(({ number }) => number).filter((number) => numbers.has(number));
  await press(run.stack.sandboxes.xero.url, 'organisation', { timezone: other.timezone });
  const workers = run.stack.runner.functions.get('rollerdoor-apply-changes-xero')?.workers() ?? [];
  for (const { pid } of workers) process.kill(pid, 'SIGKILL');
  const movedAt = (Math.floor(Date.now() / 1_000) + 1) * 1_000;
  // The source's times have whole seconds.
  await vi.waitFor(() => expect(Date.now()).toBeGreaterThan(movedAt), {
    interval: 50,
    timeout: 5_000,
  });
  const corrected = new Set(history.wrong);
  run.moved.atEpochMs = movedAt;
  run.moved.zone = other.zone;
  run.moved.standing = new Set(standing.filter((number) => !corrected.has(number)));
}

/** Somebody takes us out inside Xero, invoices go on, and the operator connects again. */
async function leftAndBack(run: Run): Promise<void> {
  const { stack: running, browse } = run;
  await press(running.sandboxes.xero.url, 'disconnect');
  await press(running.sandboxes.stora.url, 'month-end-run', { count: 10 });
  await vi.waitFor(
    async () => {
      const { marks } = await run.stores.aside.withConnections(operatorId);
      expect(marks).toMatchObject([{ operatorId, queue: 'changes-xero' }]);
    },
    { timeout: 60_000, interval: 100 },
  );
  const status = await browse?.open(`${running.file.portalUrl}/connections`);
  if (browse === undefined || status === undefined) throw new Error('Nobody is connected.');
  const consent = await browse.submit(status, '/connect/xero');
  const approval = { organisation: operatorId, decision: 'approve' };
  await browse.submit(consent, '/identity/connect/authorize', approval);
  await untilQuiet(run);
}

/** A person removes each cause where it is; what the sweep does not find by itself costs a click per cause. */
async function mended(run: Run, history: History): Promise<Record<string, number>> {
  const [storaUrl, xeroUrl] = urlsOf(run);
  const found = await issueCauses(run);
  run.causes = found.length;
  run.issues = (await run.stores.issues.list(operatorId)).length;
  expect(found).toEqual(['contact_archived', 'contact_unclear', 'number_taken', 'uncollectible']);
  const { contacts }: SourceState = await stateOf(storaUrl);
  const [first, second, stranger] = contacts.filter(({ id }) => history.unclear.includes(id));
  for (const mine of [first, second])
    await press(xeroUrl, 'contact-email', { contact: mine?.full_name, email: mine?.email });
  const renamed = { contact: stranger?.full_name, name: `${stranger?.full_name} (other)` };
  await press(xeroUrl, 'rename-contact', renamed);
  await press(xeroUrl, 'restore-contact', { contact: contacts[23]?.id });
  for (const number of history.wrong) await press(xeroUrl, 'void-invoice', { number });
  await run.stack.runner.invoke('rollerdoor-wake-issues', {});
  await untilQuiet(run);
  const clicks: Record<string, number> = {};
  for (const cause of await issueCauses(run)) {
    if (cause === 'uncollectible') continue;
    await run.stack.rollerdoor('issue', 'retry', operatorId, '--cause', cause);
    clicks[cause] = (clicks[cause] ?? 0) + 1;
    await untilQuiet(run);
  }
  return clicks;
}

async function issueCauses({ stores }: Run): Promise<string[]> {
  const issues = await stores.issues.list(operatorId);
  return [...new Set(issues.map(({ cause }) => cause))].sort();
}

async function untilQuiet({ stack }: Run): Promise<void> {
  await vi.waitFor(
    async () => {
      expect((await stateOf(stack.sandboxes.stora.url)).deliverySummary.pending).toBe(0);
      expect(await isQuiet(stack)).toBe(true);
    },
    { timeout: 150_000, interval: 200 },
  );
}

/** Those whom Xero did not have: new ones, the second of a name, and whose namesake was a stranger. */
function newCustomers(source: SourceState, history: History): number {
  const shared = sharedNames(source);
  const further = source.contacts.filter(({ full_name }) => shared.has(full_name));
  return history.unknown.length + further.length - shared.size + 1;
}
