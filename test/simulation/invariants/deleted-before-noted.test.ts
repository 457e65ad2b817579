import { describe, expect, it } from 'vitest';
import { goodRun } from './good-run.ts';
import { startEpochMs } from './hand-made-run.ts';
import { audited } from './i12-audited.ts';

interface Changed {
  effect: string;
  state: 'sending' | 'done';
  isDeleted: boolean;
}

/** The customer's contact was changed, and the worker died before it told of it. */
function untold({ effect, state, isDeleted }: Changed): string {
  const { run, contact, targetId } = goodRun();
  const element = { ContactID: targetId, ContactNumber: contact.id, Name: 'Jo Roe' };
  const body = JSON.stringify({ Contacts: [element] });
  run.call({ method: 'POST', path: '/api.xro/2.0/Contacts', body, idempotencyKey: 'key-9' });
  const sent = { state, generation: 0, sentAtEpochMs: startEpochMs, requestHash: '' };
  run.save({
    kind: 'contact',
    sourceId: contact.id,
    effects: { [effect]: sent },
    ...(isDeleted ? { deletedAt: '2026-11-30T10:00:00.000Z' } : {}),
  });
  return audited.check(run.finish()).join();
}

describe('a change of a contact that stands in no activity', () => {
  it('is spared when the customer was deleted before the answer was noted', () => {
    expect(untold({ effect: 'update:abc:1', state: 'sending', isDeleted: true })).toBe('');
  });

  it.each<[string, Changed]>([
    ['the customer is there', { effect: 'update:abc:1', state: 'sending', isDeleted: false }],
    ['the answer was noted', { effect: 'update:abc:1', state: 'done', isDeleted: true }],
    ['it was a claim', { effect: 'update:claim:1', state: 'sending', isDeleted: true }],
  ])('is found where %s', (_where, changed) => {
    expect(untold(changed)).toMatch(/contact con_.* update stands nowhere/);
  });
});
