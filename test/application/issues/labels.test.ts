import { describe, expect, it } from 'vitest';
import { retryIssue } from '../../../shared/application/issues/retry-issue.ts';
import { aChangeMessage } from '../../builders/a-change-message.ts';
import { startWakingWorld } from './waking-world.ts';

async function labelsOf(world: Awaited<ReturnType<typeof startWakingWorld>>) {
  const issues = await world.stores.issues.list('acorn');
  return issues.map(({ kind, label, day }) => ({ kind, label, day }));
}

describe('an issue that is raised before its record was read', () => {
  it('is called by the number that came along, and keeps it when a retry brings none', async () => {
    let isForbidden = true;
    const world = await startWakingWorld({
      intercept: (request, answer) =>
        isForbidden && request.method === 'GET'
          ? Promise.resolve(Response.json({ error: { code: 'forbidden' } }, { status: 403 }))
          : answer(),
    });
    isForbidden = false;
    const { invoice } = await world.press('new-booking', {
      full_name: 'Ada Lovelace',
      email: 'ada@example.com',
    });
    isForbidden = true;
    await world.work();
    const day = new Date(world.clock.nowEpochMs()).toISOString().slice(0, 10);
    const named = { kind: 'invoice', label: invoice.number, day };
    expect(await labelsOf(world)).toContainEqual(named);

    const key = { operatorId: 'acorn', target: 'xero', kind: 'invoice' } as const;
    const deps = { ...world.ports, queues: { xero: world.changes } };
    await retryIssue(deps, { ...key, sourceId: invoice.id }, 'operator');
    await world.work();

    const issue = await world.stores.issues.get({ ...key, sourceId: invoice.id });
    expect(issue).toMatchObject({ label: invoice.number, contactId: invoice.contact.id });
  });

  it('is called by its number although the record has a form that cannot be read', async () => {
    const world = await startWakingWorld();
    const resource = {
      id: 'inv_odd',
      number: 'ACORN-77',
      total: 'twelve',
      contact: { id: 'con_1' },
    };
    const occurredAt = '2026-11-30T09:00:00Z';
    await world.apply([
      aChangeMessage({
        operatorId: 'acorn',
        kind: 'invoice',
        sourceId: 'inv_odd',
        epoch: 1,
        resource,
        occurredAt,
      }),
    ]);

    expect(await labelsOf(world)).toEqual([
      { kind: 'invoice', label: 'ACORN-77', day: '2026-11-30' },
    ]);
  });

  it('is called by its day where nothing else is known, and a customer never by a name', async () => {
    const world = await startWakingWorld();
    const occurredAt = '2026-11-30T09:00:00Z';
    const message = { operatorId: 'acorn', epoch: 1, occurredAt, resource: { full_name: 'Ada' } };
    await world.apply([
      aChangeMessage({ ...message, kind: 'invoice', sourceId: 'inv_odd' }),
      aChangeMessage({ ...message, kind: 'contact', sourceId: 'con_odd', eventId: 'event-2' }),
    ]);

    const labels = await labelsOf(world);
    expect(labels).toHaveLength(2);
    for (const one of labels) expect(one).toMatchObject({ label: undefined, day: '2026-11-30' });
    expect(JSON.stringify(await world.stores.issues.list('acorn'))).not.toContain('Ada');
  });
});
