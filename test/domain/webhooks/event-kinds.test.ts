import { describe, expect, it } from 'vitest';
import { isDeletion, kindOfEvent } from '../../../shared/domain/webhooks/event-kinds.ts';

describe('kindOfEvent', () => {
  it.each([
    ['contact.created', 'contact'],
    ['contact.updated', 'contact'],
    ['contact.deleted', 'contact'],
    ['invoice.finalized', 'invoice'],
    ['invoice.marked_uncollectible', 'invoice'],
    ['credit_note.created', 'credit_note'],
    ['invoice', 'invoice'],
  ])('takes %s for a %s', (type, kind) => {
    expect(kindOfEvent(type)).toBe(kind);
  });

  it.each([
    ['order.created'],
    ['invoices.created'],
    ['constructor.created'],
    ['__proto__'],
    [''],
    ['.'],
  ])('leaves %j alone', (type) => {
    expect(kindOfEvent(type)).toBeUndefined();
  });
});

describe('isDeletion', () => {
  it('knows the one event that ends a record, and no other', () => {
    expect(isDeletion('contact.deleted')).toBe(true);
    expect(['contact.updated', 'invoice.voided', 'deleted', ''].filter(isDeletion)).toEqual([]);
  });
});
