import { notTaken } from '../world/words.ts';
import type { GoodRun } from './good-run.ts';
import { type HandMadeRun, note, operatorId } from './hand-made-run.ts';

/** One way to spoil a good run, and which invariant has to say so. */
export interface BrokenRun {
  invariant: string;
  what: string;
  spoil(good: GoodRun): void;
  says: RegExp;
}

type Spoil = BrokenRun['spoil'];

function broken(invariant: string, what: string, parts: { spoil: Spoil; says: RegExp }): BrokenRun {
  return { invariant, what, ...parts };
}

const books: BrokenRun[] = [
  broken('I1', 'an invoice is missing in the ledger', {
    spoil: ({ run, document }) => run.book.documents.delete(document.id),
    says: /invoice inv_.*: it is missing/,
  }),
  broken('I1', 'a total is a penny off', {
    spoil: ({ run, document }) =>
      run.book.documents.set(document.id, {
        ...document,
        totals: { ...document.totals, totalMinor: document.totals.totalMinor + 1n },
      }),
    says: /total is/,
  }),
  broken('I1', 'a payment is missing', {
    spoil: ({ run }) => run.book.payments.clear(),
    says: /paid is 0, not 500/,
  }),
  broken('I1', 'a customer has an older name', {
    spoil: ({ run, targetId }) => {
      const contact = run.book.contacts.get(targetId);
      if (contact) run.book.contacts.set(targetId, { ...contact, name: 'Joanna Doe' });
    },
    says: /contact con_.*name is/,
  }),
  broken('I1', 'an issue stands that no state of the source excuses', {
    spoil: ({ run, document, invoice }) => {
      run.book.documents.delete(document.id);
      run.issues.push(issueOf(run, invoice.id, 'uncollectible'));
    },
    says: /which does not excuse it/,
  }),
  broken('I2', 'a document is there twice', {
    spoil: ({ run, document }) => run.book.documents.set('twin', { ...document, id: 'twin' }),
    says: /document invoice inv_.*: 2 times/,
  }),
  broken('I2', 'a payment is there twice', {
    spoil: ({ run }) => {
      const payment = run.book.payments.get('payment-1');
      if (payment) run.book.payments.set('twin', { ...payment, paymentId: 'twin' });
    },
    says: /payment inv_.*: 2 times/,
  }),
  broken('I2', 'a history note is there twice', {
    spoil: ({ run, document }) => {
      const record = { changes: 'Note', details: 'Posted by Rollerdoor.', user: '', atEpochMs: 0 };
      run.book.history.set(document.id, [record, record]);
    },
    says: /history of .*: 2 times/,
  }),
  broken('I2', 'a note was sent under two keys and both were answered well', {
    spoil: ({ run, document }) => note(run, `${document.id}#posted`, 'another-key'),
    says: /timeline note .*: 2 times, 2 of them/,
  }),
];

const order: BrokenRun[] = [
  broken('I3', 'a link lost its document', {
    spoil: ({ run, invoice }) => {
      const [link] = run.links.filter(({ sourceId }) => sourceId === invoice.id);
      const { targetId: _targetId, ...rest } = { ...link };
      run.store('links', 'save', { input: {}, output: rest });
    },
    says: /points to nothing/,
  }),
  broken('I3', 'a version went back', {
    spoil: ({ run, invoice }) =>
      run.save({
        kind: 'invoice',
        sourceId: invoice.id,
        version: { at: '2026-11-30T08:00:00Z', rank: 0, fingerprint: 'older' },
      }),
    says: /its version went back/,
  }),
  broken('I3', 'a linked invoice is created again', {
    spoil: ({ run, invoice }) =>
      run.call({
        method: 'PUT',
        path: '/api.xro/2.0/Invoices?unitdp=4',
        body: JSON.stringify({ Invoices: [{ Reference: invoice.id }] }),
      }),
    says: /was created again although it was linked/,
  }),
  broken('I3', 'a payment is sent that was committed', {
    spoil: ({ run, invoice }) =>
      run.call({
        method: 'PUT',
        path: '/api.xro/2.0/Payments',
        body: JSON.stringify({ Payments: [{ Reference: `${invoice.id}:500` }] }),
      }),
    says: /although 500 was committed/,
  }),
  broken('I3', 'a deleted customer is written', {
    spoil: ({ run, contact, targetId }) => {
      run.save({ kind: 'contact', sourceId: contact.id, deletedAt: '2026-11-30T09:10:00Z' });
      const element = { ContactID: targetId, ContactNumber: contact.id, Name: 'Jo Doe' };
      const body = JSON.stringify({ Contacts: [element] });
      run.call({ method: 'POST', path: '/api.xro/2.0/Contacts', body });
    },
    says: /the deleted contact con_.* was written/,
  }),
  broken('I4', 'eleven calls reach Stora within a second', {
    spoil: ({ run }) => burst(run, { provider: 'stora', count: 11, everyMs: 90 }),
    says: /stora acorn: 11 calls within 1000 ms/,
  }),
  broken('I4', '61 calls reach Xero within a minute', {
    spoil: ({ run }) => burst(run, { provider: 'xero', count: 61, everyMs: 980 }),
    says: /61 calls within 60000 ms/,
  }),
  broken('I4', 'six calls are under way at Xero at once', {
    spoil: ({ run }) => {
      const ids = ['a', 'b', 'c', 'd', 'e', 'f'];
      for (const callId of ids) run.call({ callId });
      for (const callId of ids) run.add({ kind: 'answered', callId, fate: 'received' });
    },
    says: /6 calls at once/,
  }),
  broken('I5', "a call bears another operator's token", {
    spoil: ({ run }) => run.call({ provider: 'stora', vendorAccount: 'harbour' }),
    says: /for acorn was made as harbour/,
  }),
  broken('I5', "a call names another operator's record", {
    spoil: ({ run }) => {
      const [foreign] = run.stora.world.operators.get('harbour')?.tables.contacts.keys() ?? [];
      run.change({
        operatorIds: [operatorId, 'harbour'],
        accounts: {
          [operatorId]: { stora: [operatorId], xero: [run.book.tenantId] },
          harbour: { stora: ['harbour'], xero: [] },
        },
      });
      run.call({ provider: 'stora', path: `/2025-09/contacts/${foreign}` });
    },
    says: /for acorn holds con_.* of harbour/,
  }),
];

const messages: BrokenRun[] = [
  broken('I6', 'a change is acknowledged before it is posted', {
    spoil: ({ run, invoice }) => {
      run.links.splice(0);
      const sourceId = 'inv_00000000000000ff';
      run.ack([run.send('changes-xero', changeOf(sourceId, { ...invoice, id: sourceId }))]);
    },
    says: /invoice.paid of inv_0+ff, neither parked nor done: not posted/,
  }),
  broken('I6', 'a payment is acknowledged before it is posted', {
    spoil: ({ run, invoice }) => {
      const resource = { ...invoice, amount_paid: { ...invoice.amount_paid, amount: 900 } };
      run.ack([run.send('changes-xero', changeOf(invoice.id, resource))]);
    },
    says: /500 of 900 paid/,
  }),
  broken('I6', 'a write-back is acknowledged with its debt open', {
    spoil: ({ run, invoice }) => {
      const owed = [{ what: 'timeline' as const, note: 'voided', text: 'Voided.' }];
      run.save({ kind: 'invoice', sourceId: invoice.id, owed });
      const key = { operatorId, target: 'xero', kind: 'invoice', sourceId: invoice.id };
      run.ack([run.send('write-backs', { ...key, epoch: 1 })], 'write-backs');
    },
    says: /still owes note voided/,
  }),
  broken('I7', 'an event was answered without being queued', {
    spoil: ({ run }) => {
      const at = run.entries.findIndex(({ what }) => what.kind === 'sent');
      run.entries.splice(at, 1);
    },
    says: /was answered with 200 before it was queued/,
  }),
  broken('I7', 'a message vanished', {
    spoil: ({ run, invoice }) => run.send('changes-xero', changeOf(invoice.id, invoice)),
    says: /a message on changes-xero was never acknowledged/,
  }),
  broken('I7', 'a message went to the dead letters', {
    spoil: ({ run, invoice }) => {
      const messageId = run.send('changes-xero', changeOf(invoice.id, invoice));
      run.add({ kind: 'dead', queue: 'changes-xero', group: operatorId, messageId });
    },
    says: /went to the dead letters/,
  }),
];

const tokens: BrokenRun[] = [
  broken('I8', 'one version of a pair was replaced twice', {
    spoil: ({ run }) => {
      for (const sealedTokens of ['', ''])
        run.store('connections', 'storeTokens', { input: [fence, { sealedTokens }], output: true });
    },
    says: /version 1 was replaced twice/,
  }),
  broken('I8', 'a refresh is sent without a lease', {
    spoil: ({ run }) => refresh(run, 200),
    says: /was sent without a lease/,
  }),
  broken('I8', 'a connection is given up although nothing was lost', {
    spoil: ({ run }) => {
      seal(run);
      refresh(run, 400);
      run.store('connections', 'markNeedsReconnect', { input: fence, output: true });
    },
    says: /acorn lost xero at \d+ although its grant was alive/,
  }),
  broken('I9', 'a call is made with the token of an ended connection', {
    spoil: ({ run }) => {
      run.add({ kind: 'disconnected', operatorId, provider: 'xero', epoch: 1 }, 'person');
      run.nowEpochMs += 26_000;
      run.call({ epoch: 1 });
    },
    says: /with epoch 1, ended at/,
  }),
  broken('I9', 'something is posted before the switch', {
    spoil: ({ run }) => {
      run.change({ plan: { beginsOff: ['acorn'] } });
      run.call({ provider: 'xero', method: 'PUT', path: '/api.xro/2.0/Invoices' });
    },
    says: /while it was switched off/,
  }),
  broken('I12', 'a switch stands in no activity', {
    spoil: ({ run }) => {
      const posting = { isOn: true, at: '2026-11-30T10:00:00.000Z' };
      const settings = { operatorId: 'acorn' };
      const input = [settings, { ...settings, posting }];
      run.store('settings', 'change', { input, output: undefined });
    },
    says: /the switch of 2026-11-30T10:00:00.000Z stands there 0 times/,
  }),
  broken('I10', 'a secret is in the log', {
    spoil: ({ run }) =>
      run.add({ kind: 'logged', level: 'info', text: 'sent the-refresh-token-of-acorn' }),
    says: /the log holds the secret the-…/,
  }),
  broken('I10', 'a customer is named in the activities', {
    spoil: ({ run, contact }) => run.audit('contact', contact.id, 'of jo@example.com'),
    says: /an activity holds jo@example.com/,
  }),
  broken('I11', 'an item is too large for the table', {
    spoil: ({ run }) =>
      run.store('links', 'get', { input: 'x'.repeat(400 * 1024), output: undefined }),
    says: /links.get at \d+ stores \d+ bytes/,
  }),
  broken('I11', 'a message is tried once more than five times', {
    spoil: ({ run }) =>
      run.store('tries', 'save', { input: { tries: { 'a|b': { count: 5 } } }, output: {} }),
    says: /a\|b was counted 5 times/,
  }),
];

const rest: BrokenRun[] = [
  broken('I12', 'a write stands in no activity', {
    spoil: ({ run }) => run.activities.splice(1, 1),
    says: /stands nowhere/,
  }),
  broken('I12', 'a write stands in two activities', {
    spoil: ({ run, invoice }) => run.audit('invoice', invoice.id, 'create'),
    says: /create stands there 2 times/,
  }),
  broken('I12', 'an activity tells of what never happened', {
    spoil: ({ run, invoice }) => run.audit('invoice', invoice.id, 'void'),
    says: /void stands there and never happened/,
  }),
  broken('I13', 'a live call waits behind a backfill', {
    spoil: ({ run }) => {
      run.nowEpochMs += 120_000;
      run.call({ lane: 'backfill' });
      const lane = 'live' as const;
      run.add({
        kind: 'paced',
        operatorId,
        provider: 'xero',
        lane,
        outcome: 'slot',
        waitedMs: 2_500,
      });
    },
    says: /waited 2500 ms/,
  }),
  broken('I14', 'a run does not come to rest', {
    spoil: ({ run }) => {
      run.isQuiet = false;
    },
    says: /still busy after/,
  }),
  broken('I14', 'a debt is never paid', {
    spoil: ({ run, invoice }) =>
      run.save({ kind: 'invoice', sourceId: invoice.id, owed: [{ what: 'metadata' }] }),
    says: /still owes metadata/,
  }),
  broken('I14', 'an issue stands that a try again would have healed', {
    spoil: ({ run, invoice }) => run.issues.push(issueOf(run, invoice.id, 'unexpected')),
    says: /issue unexpected of invoice inv_/,
  }),
  broken('I14', 'an invocation has no end', {
    spoil: ({ run }) => run.add({ kind: 'invocation', state: 'started', messageIds: [] }),
    says: /apply-changes-1 never ended/,
  }),
];

const questions: BrokenRun[] = [
  broken('I15', 'a record waits for what was said of another one', {
    spoil: ({ run, invoice }) => {
      const message = `${notTaken} inv_0123456789abcdef`;
      raise(run, { ...issueOf(run, invoice.id, 'ledger_rejected'), message });
    },
    says: /for what was said of inv_0123456789abcdef/,
  }),
  broken('I15', 'a failure that passes by itself was shown to a person', {
    spoil: ({ run, invoice }) => raise(run, issueOf(run, invoice.id, 'unexpected')),
    says: /before it was tried often enough/,
  }),
  broken('I15', 'the last of its tries was counted nowhere', {
    spoil: ({ run, invoice }) => {
      run.store('tries', 'save', { input: { tries: { 'a|b': { count: 4 } } }, output: 'conflict' });
      raise(run, issueOf(run, invoice.id, 'unexpected'));
    },
    says: /before it was tried often enough/,
  }),
  broken('I15', 'a record waits for a right instead of the connection', {
    spoil: ({ run, invoice }) => raise(run, issueOf(run, invoice.id, 'permission_missing')),
    says: /instead of waiting for its connection/,
  }),
  broken('I15', 'what is posted was asked for its site once more', {
    spoil: ({ run, invoice }) => raise(run, issueOf(run, invoice.id, 'tracking_archived')),
    says: /although it was posted long ago/,
  }),
  broken('I16', 'a figure is one too many, and nobody doubts it', {
    spoil: ({ run }) =>
      run.change({ counts: [{ operatorId, changes: 1, invoice: 9, countedAtEpochMs: 1 }] }),
    says: /9 of kind invoice are told, 1 stand/,
  }),
  broken('I19', 'a record was sent although a person left it as it is', {
    spoil: ({ run, invoice }) => {
      const issue = { ...issueOf(run, invoice.id, 'account_archived'), state: 'abc' };
      raise(run, issue);
      const accepted = { at: '', by: 'operator', reason: 'So.', cause: issue.cause, state: 'abc' };
      run.store('issues', 'accept', { input: [issue, accepted], output: true });
      run.nowEpochMs += 11 * 60_000;
      run.store('issues', 'noteWoken', { input: [issue, {}], output: undefined });
    },
    says: /although accepted/,
  }),
];

function raise(run: HandMadeRun, issue: ReturnType<typeof issueOf>): void {
  run.store('issues', 'raise', { input: issue, output: undefined });
}

/** At least one way to break each invariant. */
export const brokenRuns: readonly BrokenRun[] = [
  ...books,
  ...order,
  ...messages,
  ...questions,
  ...tokens,
  ...rest,
];

const fence = { operatorId, provider: 'xero', epoch: 1, tokenVersion: 1, leaseOwner: 'somebody' };

function burst(
  run: HandMadeRun,
  of: { provider: 'stora' | 'xero'; count: number; everyMs: number },
): void {
  run.nowEpochMs += 120_000;
  for (let calls = 0; calls < of.count; calls += 1) {
    run.call({ provider: of.provider });
    // Each entry moves the clock by a second.
    run.nowEpochMs += of.everyMs - 1_000;
  }
}

function refresh(run: HandMadeRun, status: number): void {
  const body = 'grant_type=refresh_token&refresh_token=of-acorn';
  const path = '/connect/token';
  run.call({ method: 'POST', path, body, status, vendorAccount: undefined });
}

function seal(run: HandMadeRun): void {
  const pair = JSON.stringify({ refreshToken: 'of-acorn' });
  const sealedTokens = Buffer.from(JSON.stringify(['acorn xero 1 tokens', pair])).toString(
    'base64',
  );
  run.store('connections', 'replace', { input: [{ sealedTokens }, 0], output: true });
}

function changeOf(sourceId: string, resource: object) {
  const key = { operatorId, target: 'xero', kind: 'invoice', sourceId };
  return { ...key, epoch: 1, eventId: 'evt_1', eventType: 'invoice.paid', resource };
}

function issueOf(run: HandMadeRun, sourceId: string, cause: string) {
  const at = new Date(run.nowEpochMs).toISOString();
  const texts = { cause, message: '', remedy: '', raisedAt: at, lastSeenAt: at, times: 1 };
  return { operatorId, target: 'xero' as const, kind: 'invoice' as const, sourceId, ...texts };
}
