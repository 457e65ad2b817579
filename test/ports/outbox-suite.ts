import { beforeEach, expect, it } from 'vitest';
import type { Outbox, OwedMail } from '../../shared/ports/outbox.ts';

const wantedAt = '2026-11-30T07:00:00.000Z';
const wantedEpochMs = Date.parse(wantedAt);

function owed(overrides: Partial<OwedMail> = {}): OwedMail {
  return {
    operatorId: 'acorn',
    mailId: 'disconnected#xero.2#p1',
    personId: 'p1',
    content: { kind: 'disconnected', provider: 'xero', at: wantedAt },
    wantedAt,
    expiresAtEpochMs: wantedEpochMs + 86_400_000,
    ...overrides,
  };
}

/** What every outbox does. */
export function outboxSuite(make: () => Promise<Outbox>): void {
  let outbox: Outbox;
  beforeEach(async () => {
    outbox = await make();
  });

  it('takes an occasion once per person, whatever became of the first mail', async () => {
    expect(await outbox.owe(owed())).toBe(true);
    expect(await outbox.owe(owed({ wantedAt: '2026-11-30T08:00:00.000Z' }))).toBe(false);
    expect(await outbox.claim(owed(), 0, wantedEpochMs)).toBe(true);
    await outbox.noteSent(owed(), wantedAt);

    expect(await outbox.owe(owed())).toBe(false);
    expect(await outbox.owe(owed({ mailId: 'disconnected#xero.2#p2' }))).toBe(true);
    expect(await outbox.list('acorn', 'disconnected#xero.2', 10)).toMatchObject([
      { mailId: 'disconnected#xero.2#p1', sentAt: wantedAt, tries: 1 },
      { mailId: 'disconnected#xero.2#p2', tries: 0 },
    ]);
  });

  it('gives a mail to one of two that want to send it', async () => {
    await outbox.owe(owed());

    expect(await outbox.claim(owed(), 0, wantedEpochMs)).toBe(true);
    expect(await outbox.claim(owed(), 0, wantedEpochMs)).toBe(false);
    expect(await outbox.claim(owed(), 1, wantedEpochMs)).toBe(false);
    expect(await outbox.claim(owed({ mailId: 'unknown' }), 0, wantedEpochMs)).toBe(false);
  });

  it('shows what is due, and a claimed one only when its try should be over', async () => {
    await outbox.owe(owed());
    expect(await outbox.due(wantedEpochMs - 1, 10)).toEqual([]);
    expect(await outbox.due(wantedEpochMs, 10)).toMatchObject([{ ...owed(), tries: 0 }]);

    await outbox.claim(owed(), 0, wantedEpochMs);
    expect(await outbox.due(wantedEpochMs + 299_999, 10)).toEqual([]);
    expect(await outbox.due(wantedEpochMs + 300_000, 10)).toMatchObject([
      { sendingSinceEpochMs: wantedEpochMs },
    ]);

    await outbox.noteLater(owed(), wantedEpochMs + 600_000);
    expect(await outbox.due(wantedEpochMs + 599_999, 10)).toEqual([]);
    expect(await outbox.claim(owed(), 1, wantedEpochMs + 600_000)).toBe(true);
    await outbox.noteGivenUp(owed(), { at: wantedAt, reason: 'refused' });
    expect(await outbox.due(Number.MAX_SAFE_INTEGER - 1, 10)).toEqual([]);
  });

  it('puts nothing in the place of a mail that is gone', async () => {
    await outbox.noteSent(owed(), wantedAt);
    await outbox.noteLater(owed(), wantedEpochMs);
    await outbox.noteGivenUp(owed(), { at: wantedAt, reason: 'refused' });

    expect(await outbox.list('acorn', '', 10)).toEqual([]);
  });
}
