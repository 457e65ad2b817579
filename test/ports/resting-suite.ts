import { beforeEach, expect, it } from 'vitest';
import type { Resting, RestingMessages } from '../../shared/ports/resting.ts';

const queue = 'changes-xero';

function messages(overrides: Partial<RestingMessages> = {}): RestingMessages {
  return {
    operatorId: 'acorn',
    queue,
    receiptHandles: ['first', 'second'],
    reason: 'needs_reconnect',
    hiddenAtEpochMs: 10_000,
    ...overrides,
  };
}

/** What every store of hidden messages does. */
export function restingSuite(make: () => Promise<Resting>): void {
  let resting: Resting;
  beforeEach(async () => {
    resting = await make();
  });

  it('gives back what was hidden last, and only once it was forgotten nothing', async () => {
    expect(await resting.note(messages({ receiptHandles: ['former'] }), 9_000)).toBe(true);
    expect(await resting.note(messages(), 9_000)).toBe(true);

    const row = await resting.callBack('acorn', queue, 20_000);
    expect(row).toMatchObject({ ...messages(), calledBackAtEpochMs: 20_000 });
    expect(await resting.callBack('acorn', queue, 20_001)).toMatchObject(messages());

    if (row !== undefined) await resting.forget(row);
    expect(await resting.callBack('acorn', queue, 20_002)).not.toHaveProperty('receiptHandles');
    expect(await resting.hidden(10)).toEqual([]);
  });

  it('tells whoever is about to hide messages that they were called back since', async () => {
    await resting.callBack('acorn', queue, 20_000);

    expect(await resting.note(messages({ hiddenAtEpochMs: 20_500 }), 20_000)).toBe(false);
    expect(await resting.note(messages({ hiddenAtEpochMs: 20_500 }), 20_001)).toBe(true);
  });

  it('does not forget what was hidden after the calling back', async () => {
    await resting.note(messages(), 9_000);
    const row = await resting.callBack('acorn', queue, 20_000);
    await resting.note(messages({ receiptHandles: ['third'], hiddenAtEpochMs: 30_000 }), 29_000);
    if (row !== undefined) await resting.forget(row);

    expect(await resting.hidden(10)).toMatchObject([{ receiptHandles: ['third'] }]);
  });

  it('lists what is hidden, longest first, each queue and operator by itself', async () => {
    await resting.note(messages({ hiddenAtEpochMs: 12_000 }), 9_000);
    await resting.note(messages({ queue: 'write-backs', hiddenAtEpochMs: 11_000 }), 9_000);
    await resting.note(messages({ operatorId: 'harbour', hiddenAtEpochMs: 10_000 }), 9_000);
    await resting.want('acorn', queue, 15_000);
    await resting.want('nobody', queue, 15_000);

    const hidden = await resting.hidden(10);

    expect(hidden.map((row) => [row.operatorId, row.queue, row.wantedAtEpochMs])).toEqual([
      ['harbour', queue, undefined],
      ['acorn', 'write-backs', undefined],
      ['acorn', queue, 15_000],
    ]);
    expect(await resting.hidden(1)).toHaveLength(1);
    expect((await resting.hiddenOf('acorn')).map((row) => row.queue).sort()).toEqual([
      queue,
      'write-backs',
    ]);
    expect(await resting.hiddenOf('nobody')).toEqual([]);
  });
}
