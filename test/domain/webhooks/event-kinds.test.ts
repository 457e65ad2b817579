import { describe, expect, it } from 'vitest';
import { kindOfEvent } from '../../../shared/domain/webhooks/event-kinds.ts';

describe('kindOfEvent', () => {
  it.each([
    ['contact.created', 'contact'],
    ['contact.updated', 'contact'],
    ['invoice.finalized', 'invoice'],
    ['invoice.marked_uncollectible', 'invoice'],
    ['credit_note.created', 'credit_note'],
    ['invoice', 'invoice'],
  ])('takes %s for a %s', (type, kind) => {
    expect(kindOfEvent(type)).toBe(kind);
  });

  it.each([
    ['contact.deleted'],
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
