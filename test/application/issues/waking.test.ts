import { describe, expect, it } from 'vitest';
import { retryCause, retryIssue } from '../../../shared/application/issues/retry-issue.ts';
import { aLink } from '../../builders/a-link.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { startWakingWorld, type WakingWorld } from './waking-world.ts';

const badEmail = 'not an address';

async function bookedByBadContact(world: WakingWorld) {
  const { contact, invoice } = await world.press('new-booking', {
    full_name: 'Grace Hopper',
    email: badEmail,
  });
  const second = await world.press('new-booking', { contactId: contact.id });
  await world.press('credit', { invoiceId: invoice.id, amount: 500 });
  await world.work();
  return { contact, invoices: [invoice, second.invoice] };
}

describe('what waits for a customer', () => {
  it('goes by itself once the customer was corrected at the source: invoices, then credit notes', async () => {
    const world = await startWakingWorld();
    const { contact } = await bookedByBadContact(world);
    expect(await world.causes()).toEqual([
      'contact contact_invalid',
      'credit_note contact_invalid',
      'invoice contact_invalid',
      'invoice contact_invalid',
    ]);

    await world.press('update-contact', { contactId: contact.id, email: 'grace@example.com' });
    const handled = await world.work();

    expect(await world.causes()).toEqual([]);
    const { invoices, creditNotes } = await world.xeroState();
    expect(invoices).toHaveLength(2);
    expect(creditNotes).toHaveLength(1);
    const kinds = handled.filter(({ eventType }) => eventType === 'retry').map(({ kind }) => kind);
    expect(kinds).toEqual(['invoice', 'invoice', 'credit_note']);
  });

  it('says in one activity how many went, and names nobody', async () => {
    const world = await startWakingWorld();
    const { contact } = await bookedByBadContact(world);
    await world.press('update-contact', { contactId: contact.id, email: 'grace@example.com' });
    await world.work();

    const activities = await world.stores.activities.latest('acorn', 100);
    const woken = activities.filter(({ type }) => type === 'issues.woken');
    expect(woken.map(({ detail }) => detail)).toEqual([
      { target: 'xero', records: 3, cause: 'contact_invalid', because: 'record_stands' },
    ]);
  });

  it('is sent once, although the worker died after the customer was posted and did it again', async () => {
    const world = await startWakingWorld();
    const { contact } = await bookedByBadContact(world);
    const before = world.changes.messages().length;
    await world.press('update-contact', { contactId: contact.id, email: 'grace@example.com' });
    await world.deliver();
    const correction = world.changes.messages().slice(before);
    // The first try cannot reach the queue: the customer stands, nothing is woken.
    world.changes.faults.failNext('sendAll', new Error('The queue is away.'));
    await world.apply(correction);
    expect(world.retries()).toEqual([]);

    await world.apply(correction);
    await world.apply(correction);

    expect(world.retries()).toHaveLength(3);
    await world.work();
    expect(await world.causes()).toEqual([]);
  });

  it('is found by the sweep when nobody was left to wake it', async () => {
    const world = await startWakingWorld();
    const { contact } = await bookedByBadContact(world);
    const before = world.changes.messages().length;
    await world.press('update-contact', { contactId: contact.id, email: 'grace@example.com' });
    await world.deliver();
    world.changes.faults.failNext('sendAll', new Error('The queue is away.'));
    await world.apply(world.changes.messages().slice(before));

    await world.sweep();
    await world.work();

    expect(await world.causes()).toEqual([]);
  });

  it('is found among more than a sweep looks up, and than a batch reads', async () => {
    const world = await startWakingWorld();
    const { issues, links } = world.stores;
    const key = { operatorId: 'acorn', target: 'xero' } as const;
    for (let at = 0; at < 1_200; at += 1) {
      const lastSeenAt = new Date(world.clock.nowEpochMs() - at * 1_000).toISOString();
      const waits = { ...key, sourceId: `inv_${at}`, contactId: `con_${at}`, lastSeenAt };
      const { raisedAt: _at, times: _times, ...raised } = anIssue(waits);
      await issues.raise({ ...raised, cause: 'contact_invalid' });
    }
    const customer = aLink({ ...key, kind: 'contact', sourceId: 'con_1199' });
    await links.save({ ...customer, targetId: 'xero-contact' });

    for (let sweeps = 0; sweeps < 20; sweeps += 1) await world.sweep();

    expect(world.retries().map(({ sourceId }) => sourceId)).toEqual(['inv_1199']);
  });

  it('is not sent round and round while its cause stays', async () => {
    const world = await startWakingWorld();
    const { contact } = await bookedByBadContact(world);
    for (let times = 0; times < 3; times += 1) {
      await world.press('update-contact', { contactId: contact.id, email: `${badEmail} ${times}` });
      await world.work();
      await world.sweep();
      await world.work();
    }

    expect(await world.causes()).toHaveLength(4);
    expect(world.retries().length).toBeLessThanOrEqual(3);
  });
});

describe('what waits for something in the ledger', () => {
  it('goes by itself, all of it, after an account was restored', async () => {
    const world = await startWakingWorld();
    await world.pressXero('archive-account', { code: '200' });
    await world.pressXero('archive-account', { code: '201' });
    await world.press('month-end-run', { count: 25 });
    await world.work();
    const parked = (await world.causes()).length;
    expect(parked).toBeGreaterThan(10);
    await world.sweep();
    await world.work();
    expect((await world.causes()).length).toBe(parked);

    await world.pressXero('restore-account', { code: '200' });
    await world.pressXero('restore-account', { code: '201' });
    await world.sweep();
    await world.work();

    expect(await world.causes()).toEqual([]);
    expect((await world.xeroState()).invoices).toHaveLength(25);
  });

  it('asks with one record of a cause, and not again while nothing changes', async () => {
    const world = await startWakingWorld();
    await world.pressXero('lock-date', { periodLockDay: '2026-12-31' });
    await world.press('month-end-run', { count: 12 });
    await world.work();
    const callsOfSweeps: number[] = [];
    for (let ticks = 0; ticks < 6; ticks += 1) {
      const before = world.calls.length;
      await world.sweep();
      await world.work();
      callsOfSweeps.push(world.calls.length - before);
    }

    expect(world.retries()).toHaveLength(1);
    expect(Math.max(...callsOfSweeps.slice(1))).toBeLessThanOrEqual(5);
    expect(await world.causes()).toHaveLength(12);
  });

  it('goes after the lock date was moved', async () => {
    const world = await startWakingWorld();
    await world.pressXero('lock-date', { periodLockDay: '2026-12-31' });
    await world.press('month-end-run', { count: 12 });
    await world.work();
    await world.sweep();
    await world.work();

    await world.pressXero('lock-date', { periodLockDay: '2026-03-31' });
    await world.sweep();
    await world.work();

    expect(await world.causes()).toEqual([]);
  });

  it('goes after a setting was changed', async () => {
    const world = await startWakingWorld({ settings: { createTracking: false } });
    await world.press('month-end-run', { count: 3 });
    await world.work();
    expect(new Set(await world.causes())).toEqual(new Set(['invoice tracking_missing']));
    const settings = await world.stores.settings.get('acorn', 'xero');
    if (settings === undefined) throw new Error('no settings');
    await world.stores.settings.put({ ...settings, createTracking: true });

    await world.sweep();
    await world.work();

    expect(await world.causes()).toEqual([]);
  });

  it('takes the credit notes of its invoices along', async () => {
    const world = await startWakingWorld();
    await world.pressXero('lock-date', { periodLockDay: '2026-12-31' });
    const { invoice } = await world.press('new-booking', {
      full_name: 'Ada Lovelace',
      email: 'ada@example.com',
    });
    await world.press('credit', { invoiceId: invoice.id, amount: 500 });
    await world.work();
    expect(await world.causes()).toEqual([
      'credit_note invoice_not_posted',
      'invoice locked_period',
    ]);

    await world.pressXero('lock-date', { periodLockDay: '2026-03-31' });
    await world.sweep();
    await world.work();

    expect(await world.causes()).toEqual([]);
    expect((await world.xeroState()).creditNotes).toHaveLength(1);
  });

  it('is left alone while a connection is missing: a message would be dropped', async () => {
    const world = await startWakingWorld();
    await world.pressXero('archive-account', { code: '200' });
    await world.press('month-end-run', { count: 3 });
    await world.work();
    const key = { operatorId: 'acorn', provider: 'xero' } as const;
    const xero = await world.stores.connections.get(key);
    if (xero === undefined) throw new Error('no connection');
    world.stores.connections.seed({ ...xero, status: 'disconnected' });
    await world.pressXero('restore-account', { code: '200' });

    await world.sweep();

    expect(world.retries()).toEqual([]);
  });
});

describe('what a person tries again', () => {
  it('takes those along that waited for the same: one click is enough', async () => {
    const world = await startWakingWorld();
    await world.pressXero('archive-account', { code: '200' });
    await world.pressXero('archive-account', { code: '201' });
    await world.press('month-end-run', { count: 5 });
    await world.work();
    const [issue] = await world.stores.issues.list('acorn');
    if (issue === undefined) throw new Error('no issue');
    await world.pressXero('restore-account', { code: '200' });
    await world.pressXero('restore-account', { code: '201' });

    await retryIssue(world.retrying, issue, 'operator');
    await world.work();

    const left = await world.stores.issues.list('acorn');
    expect(left.filter(({ message }) => message === issue.message)).toEqual([]);
  });

  it('is sent once each when all records of a cause are tried', async () => {
    const world = await startWakingWorld();
    await world.pressXero('lock-date', { periodLockDay: '2026-12-31' });
    await world.press('month-end-run', { count: 25 });
    await world.work();
    await world.pressXero('lock-date', { periodLockDay: '2026-03-31' });

    const wish = { operatorId: 'acorn', target: 'xero', cause: 'locked_period' } as const;
    expect(await retryCause(world.retrying, wish, 'operator')).toEqual({
      answer: 'queued',
      records: 25,
    });
    await world.work();

    expect(await world.causes()).toEqual([]);
    expect(world.retries()).toHaveLength(25);
    const activities = await world.stores.activities.latest('acorn', 500);
    expect(activities.filter(({ type }) => type === 'issues.retried')).toHaveLength(1);
  });
});
