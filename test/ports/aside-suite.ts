import { beforeEach, expect, it } from 'vitest';
import type { ChangeMessage } from '../../shared/contracts/messages.ts';
import type { Aside, AsideChange } from '../../shared/ports/aside.ts';
import type { Connections } from '../../shared/ports/connections.ts';
import { aConnection } from '../builders/a-connection.ts';

const key = { operatorId: 'acorn', queue: 'changes-xero' };
const atEpochMs = 1_000_000;

function change(sourceId: string, overrides: Partial<ChangeMessage> = {}): ChangeMessage {
  return {
    schemaVersion: 1,
    operatorId: 'acorn',
    target: 'xero',
    kind: 'invoice',
    sourceId,
    epoch: 1,
    eventId: `event-${sourceId}`,
    eventType: 'invoice.finalized',
    occurredAt: '2026-11-02T08:00:00Z',
    receivedAt: '2026-11-02T08:00:01Z',
    resource: { id: sourceId, huge: 1e300, empty: '' },
    ...overrides,
  };
}

function left(sequence: number, sourceId: string, overrides: Partial<ChangeMessage> = {}) {
  return { message: change(sourceId, overrides), sequence: String(sequence) };
}

function worked(changes: readonly AsideChange[]) {
  return { changes, by: 'asked-1', receive: 2, atEpochMs: atEpochMs + 5_000 };
}

/** So many changes of an operator are kept whole. */
const wholeAtMost = 20;

interface Made {
  aside: Aside;
  connections: Connections;
}

/** What every store of messages aside does. */
export function asideSuite(make: (wholeAtMost: number) => Promise<Made>): void {
  const made = {} as Made;
  beforeEach(async () => {
    Object.assign(made, await make(wholeAtMost));
  });

  keepsChanges(made);
  keepsMarks(made);
  looksAtMarks(made);
}

async function idsIn({ aside }: Made, atMost = 10) {
  return (await aside.first(key, atMost)).map(({ message }) => message?.sourceId);
}

function keepsChanges(made: Made): void {
  it('gives changes in the order of their queue, whole, whichever was put aside first', async () => {
    await made.aside.put(key, [left(1_000, 'c'), left(2_000, 'd')], atEpochMs);
    await made.aside.put(key, [left(9, 'a'), left(99, 'b')], atEpochMs);

    expect(await idsIn(made)).toEqual(['a', 'b', 'c', 'd']);
    expect(await idsIn(made, 1)).toEqual(['a']);
    expect((await made.aside.first(key, 1))[0]?.message).toEqual(change('a'));
    expect(await made.aside.first({ ...key, queue: 'write-backs' }, 10)).toEqual([]);
    expect(await made.aside.first({ ...key, operatorId: 'harbour' }, 10)).toEqual([]);
  });

  it('keeps a change once that is put aside twice', async () => {
    await made.aside.put(key, [left(1, 'a')], atEpochMs);
    await made.aside.put(key, [left(1, 'a')], atEpochMs + 1);

    expect(await idsIn(made)).toEqual(['a']);
  });

  it('takes away what was worked, and notes by which receive', async () => {
    await made.aside.put(key, [left(1, 'a'), left(2, 'b')], atEpochMs);
    const [first] = await made.aside.first(key, 1);

    await made.aside.remove(key, worked(first === undefined ? [] : [first]));

    expect(await idsIn(made)).toEqual(['b']);
    const noted = { workedBy: 'asked-1', workedReceive: 2, workedAtEpochMs: atEpochMs + 5_000 };
    expect(await made.aside.mark(key)).toMatchObject({ count: 1, ...noted });
  });

  it('keeps but the latest of a record where there are too many, behind those that are whole', async () => {
    const many = Array.from({ length: wholeAtMost }, (_, index) => left(index + 1, 'a'));
    await made.aside.put(key, many, atEpochMs);
    const paid = { eventType: 'invoice.paid', occurredAt: '2026-11-09T08:00:00Z' };
    await made.aside.put(key, [left(3_000, 'z'), left(3_001, 'y')], atEpochMs);
    await made.aside.put(key, [left(3_002, 'z', paid)], atEpochMs);
    await made.aside.put(
      key,
      [
        left(3_003, 'c', { kind: 'contact', eventType: 'contact.deleted' }),
        left(3_004, 'c', { kind: 'contact', eventType: 'contact.updated' }),
        left(3_005, 'z', { eventType: 'retry' }),
      ],
      atEpochMs,
    );

    const late = (await made.aside.first(key, wholeAtMost + 20)).slice(wholeAtMost);

    expect(late.map(({ message }) => [message?.sourceId, message?.eventType])).toEqual([
      ['c', 'contact.updated'],
      ['z', 'retry'],
      ['y', 'invoice.finalized'],
      ['z', 'invoice.paid'],
      ['c', 'contact.deleted'],
    ]);
    expect(late.every(({ message }) => message?.resource === undefined)).toBe(true);
    const stale = late.find(({ message }) => message?.sourceId === 'y');
    await made.aside.put(key, [left(3_006, 'y', paid)], atEpochMs);
    await made.aside.remove(key, worked(stale === undefined ? [] : [stale]));
    const kept = (await made.aside.first(key, wholeAtMost + 20)).slice(wholeAtMost);
    expect(kept.map(({ message }) => message?.sourceId)).toContain('y');
  });
}

function keepsMarks(made: Made): void {
  it('shows a mark beside the connections from the first change on', async () => {
    await made.connections.replace(
      aConnection({ operatorId: 'acorn', provider: 'stora', epoch: 1 }),
      0,
    );
    expect((await made.aside.withConnections('acorn')).marks).toEqual([]);

    await made.aside.put(key, [left(1, 'a'), left(2, 'b')], atEpochMs);
    await made.aside.put(key, [left(3, 'c')], atEpochMs + 9);

    const both = await made.aside.withConnections('acorn');
    expect(both.connections.map(({ provider }) => provider)).toEqual(['stora']);
    expect(both.marks).toMatchObject([{ ...key, sinceEpochMs: atEpochMs, count: 3 }]);
    expect(await made.aside.mark(key)).toEqual(both.marks[0]);
    expect(await made.connections.list('acorn')).toHaveLength(1);
    expect((await made.aside.withConnections('harbour')).marks).toEqual([]);
  });

  it('makes no mark by taking away', async () => {
    await made.aside.remove(key, worked([]));

    expect(await made.aside.mark(key)).toBeUndefined();
  });

  it('closes a mark, but not over what was put aside since it was read', async () => {
    await made.aside.put(key, [left(1, 'a')], atEpochMs);
    const early = await made.aside.mark(key);
    await made.aside.remove(key, worked(await made.aside.first(key, 10)));
    await made.aside.put(key, [left(2, 'b')], atEpochMs);

    expect(early && (await made.aside.close(early))).toBe(false);
    const now = await made.aside.mark(key);
    expect(now && (await made.aside.close(now))).toBe(true);
    expect((await made.aside.withConnections('acorn')).marks).toEqual([]);
  });

  it('does not close a mark that was taken away and set again by whoever puts aside', async () => {
    // Two workers found nothing; a third one, which stood still, has put its change aside since.
    await made.aside.note(key, atEpochMs);
    const early = await made.aside.mark(key);
    expect(early && (await made.aside.close(early))).toBe(true);
    await made.aside.put(key, [left(1, 'a')], atEpochMs);
    const now = await made.aside.mark(key);
    if (early === undefined || now === undefined) throw new Error('There is no mark.');

    expect(await made.aside.close({ ...early, revision: now.revision })).toBe(false);
    expect(await made.aside.mark(key)).toEqual(now);
  });

  it('marks without a change what something else remembers', async () => {
    await made.aside.note({ operatorId: 'acorn', queue: 'write-backs' }, atEpochMs);

    const { marks } = await made.aside.withConnections('acorn');
    expect(marks).toMatchObject([{ queue: 'write-backs', sinceEpochMs: atEpochMs }]);
  });
}

function looksAtMarks(made: Made): void {
  it('keeps since when they are asked for, until a side is dead again', async () => {
    const since = async () => (await made.aside.mark(key))?.askedSinceEpochMs;
    await made.aside.put(key, [left(1, 'a')], atEpochMs);
    expect(await since()).toBeUndefined();

    await made.aside.lookNext(key, atEpochMs + 9, { isAskedFor: true, atEpochMs });
    await made.aside.lookNext(key, atEpochMs + 99, { isAskedFor: true, atEpochMs: atEpochMs + 9 });
    await made.aside.lookNext(key, atEpochMs + 999);
    expect(await since()).toBe(atEpochMs);

    await made.aside.lookNext(key, atEpochMs + 999, { isAskedFor: false, atEpochMs });
    expect(await since()).toBeUndefined();
  });

  it('lists marks when they are due, the longest first', async () => {
    const harbour = { ...key, operatorId: 'harbour' };
    await made.aside.put(key, [left(1, 'a')], atEpochMs);
    await made.aside.put(harbour, [left(1, 'a')], atEpochMs + 1);
    const soon = atEpochMs + 5 * 60_000;
    expect(await made.aside.due(soon, 10)).toEqual([]);
    expect((await made.aside.due(soon + 2, 10)).map(({ operatorId }) => operatorId)).toEqual([
      'acorn',
      'harbour',
    ]);
    expect(await made.aside.due(soon + 2, 1)).toHaveLength(1);

    await made.aside.lookNext(key, soon + 1_000);
    await made.aside.lookNext({ ...key, operatorId: 'nobody' }, soon);
    await made.aside.put(key, [left(2, 'b')], soon);

    expect((await made.aside.due(soon + 2, 10)).map(({ operatorId }) => operatorId)).toEqual([
      'harbour',
    ]);
    expect((await made.aside.due(soon + 1_001, 10)).map(({ operatorId }) => operatorId)).toEqual([
      'harbour',
      'acorn',
    ]);
  });
}
